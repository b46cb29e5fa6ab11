"""Remember an address: an organisation's page got another slug, and the old one must keep working.
In: an organisation and the slug it had. Out: a row of EarlierSlug.
Next: the finder's route redirects it in every language.
"""

from directory import changes
from directory.models import EarlierSlug, OrganisationPage


def remember_address(*, organisation: OrganisationPage, earlier: str) -> None:
    """Keep `earlier` for an organisation that now has another slug; forget it when it took an old one back.

    Writes rows of EarlierSlug and one Change. Raises nothing: a slug in use was refused before.
    """
    with changes.event("readdressed"):
        EarlierSlug.objects.filter(slug=organisation.slug, organisation=organisation).delete()
        EarlierSlug.objects.get_or_create(slug=earlier, defaults={"organisation": organisation})
        changes.record("organisation", organisation.pk, "readdressed")
