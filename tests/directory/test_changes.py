"""The change log: what is written, in the same transaction, once a subject, and told after the commit."""

import pytest
from django.db import connection, transaction
from wagtail.models import PageViewRestriction

from directory import changes, verbs
from directory.models import Change, OtherName
from tests import factories


@pytest.fixture
def log(organise):
    """What has been appended since the fixture was asked for, and since it was last read."""
    last = [Change.objects.count() and Change.objects.latest("id").id]

    def read():
        rows = list(Change.objects.filter(id__gt=last[0]))
        last[0] = rows[-1].id if rows else last[0]
        return [(row.subject_type, row.subject_id, row.kind) for row in rows]

    return read


def test_a_verb_appends_one_line_of_its_own_kind_with_who_did_it(organise, log, admin_user):
    club = organise()
    log()
    verbs.hide(organisation=club, reason="They asked", by=admin_user)
    assert log() == [("organisation", str(club.pk), "hidden")]
    assert Change.objects.latest("id").actor == admin_user


def test_a_verb_that_touches_several_subjects_appends_one_line_each(organise, federation, log):
    clubs = [organise(country="MA") for _ in range(2)]
    log()
    verbs.reassign(country=federation.countries["MA"], region=federation.regions["europe"])
    assert sorted(log()) == sorted(
        [("country", "MA", "reassigned"), *(("organisation", str(club.pk), "reassigned") for club in clubs)]
    )


def test_what_is_rolled_back_leaves_no_line(organise, log):
    club = organise()
    log()
    with transaction.atomic():
        verbs.hide(organisation=club, reason="They asked")
        transaction.set_rollback(True)
    assert log() == []


def publish(club):
    club.save_revision().publish()


def child_row(club):
    club.other_names.add(OtherName(name="Other"))
    club.save()


def field_of_science(club):
    club.fields.add(factories.FieldFactory())
    club.save()


def unpublish(club):
    club.unpublish()


def delete(club):
    club.delete()


def restrict_above(club):
    PageViewRestriction.objects.create(page=club.get_parent(), restriction_type="login")


@pytest.mark.parametrize("write", [publish, child_row, field_of_science, unpublish, delete, restrict_above])
def test_every_way_of_writing_a_page_is_noted(organise, log, write):
    club = organise()
    factories.FieldFactory()
    subject = ("organisation", str(club.pk))
    log()
    write(club)
    assert {line[:2] for line in log()} == {subject}


@pytest.mark.parametrize("name", ["country", "region", "kind", "field", "programme"])
def test_a_new_name_of_a_facet_is_noted(federation, log, name):
    thing = {
        "country": federation.countries["TN"],
        "region": federation.regions["africa"],
        "kind": federation.kinds["club"],
        "field": factories.FieldFactory(),
        "programme": factories.ProgrammeFactory(),
    }[name]
    log()
    thing.names = {"fr": "Autre nom"}
    thing.save()
    assert log() == [(name, str(thing.pk), "saved")]


def test_moving_an_office_is_noted_for_every_organisation_below_it(organise, federation, log):
    clubs = [organise(country="TN"), organise(country="MA")]
    organise(country="FR")
    log()
    federation.offices["africa"].move(federation.home, pos="last-child")
    assert sorted(log()) == sorted(("organisation", str(club.pk), "moved") for club in clubs)


def test_offices_in_another_order_are_the_same_offices(organise, federation, log):
    organise(country="TN")
    log()
    federation.offices["africa"].move(federation.network, pos="last-child")
    assert log() == []


def test_listeners_are_told_once_after_the_commit(organise, monkeypatch, django_capture_on_commit_callbacks):
    calls = []
    monkeypatch.setattr(changes, "_listeners", [lambda: calls.append("told")])
    club = organise()
    connection.run_on_commit.clear()  # what the fixtures left there; a test's transaction never commits
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        verbs.hide(organisation=club, reason="They asked")
        verbs.show(organisation=club)
        assert calls == []
    assert calls == ["told"]


def test_on_postgresql_a_line_carries_its_transaction(organise):
    organise()
    xids = set(Change.objects.values_list("xid", flat=True))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            assert xids == {cursor.fetchone()[0]}
    else:
        assert xids == {None}
