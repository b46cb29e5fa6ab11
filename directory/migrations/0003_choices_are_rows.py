import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables are those that Django made by itself; only the models have names now."""

    dependencies = [
        ('directory', '0002_change_mark'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='ChosenField',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('field', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.field')),
                        ('organisation', models.ForeignKey(db_column='organisationpage_id', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisationpage')),
                    ],
                    options={
                        'db_table': 'directory_organisationpage_fields',
                        'default_permissions': (),
                        'unique_together': {('organisation', 'field')},
                    },
                ),
                migrations.AlterField(
                    model_name='organisationpage',
                    name='fields',
                    field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='organisations', through='directory.ChosenField', to='directory.field', verbose_name='fields of science'),
                ),
                migrations.CreateModel(
                    name='ChosenProgramme',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(db_column='organisationpage_id', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisationpage')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.programme')),
                    ],
                    options={
                        'db_table': 'directory_organisationpage_programmes',
                        'default_permissions': (),
                        'unique_together': {('organisation', 'programme')},
                    },
                ),
                migrations.AlterField(
                    model_name='organisationpage',
                    name='programmes',
                    field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='organisations', through='directory.ChosenProgramme', to='directory.programme', verbose_name='programmes'),
                ),
            ],
        ),
    ]
