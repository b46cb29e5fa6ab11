"""A small federation to write to: two regions with two countries each, and a handful of organisations.
In: an empty register. Out: rows, committed.
Next: writes.py alters them.
"""

import datetime

from wagtail.models import Collection, Locale, Page, Site

from directory.models import OrganisationText, OtherName
from search.models import SetAside
from tests import factories

REGIONS = {"africa": ("TN", "MA"), "europe": ("FR", "CZ")}
ORGANISATIONS = (
    ("Club des étoiles", "TN", "club", None),
    ("Museum of science", "FR", "museum", None),
    ("Юный техник", "CZ", "club", 40),
    ("Maison des sciences", "MA", "museum", -10),
    ("Astronomy club", "TN", "club", 400),
)


def make():
    """Make the federation; days count from today."""
    today = datetime.date.today()  # noqa: DTZ011 - the day from which the schedules' clocks jump
    Locale.objects.create(language_code="en")
    Collection.add_root(name="Root")
    home = factories.HomePageFactory(parent=Page.add_root(title="Root", slug="root"))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="Test federation")
    network = factories.NetworkPageFactory(parent=home)
    factories.FinderPageFactory(parent=network)
    offices, countries = {}, {}
    for order, (slug, codes) in enumerate(REGIONS.items()):
        region = factories.RegionFactory(slug=slug, order=order)
        offices[slug] = factories.OfficePageFactory(region=region, parent=network, slug=slug)
        countries |= {code: factories.CountryFactory(code=code, region=region) for code in codes}
    for slug in ("astronomy", "botany"):
        factories.FieldFactory(slug=slug)
    for slug in ("expo-sciences", "summer-school"):
        factories.ProgrammeFactory(slug=slug)
    for number, (title, code, kind, days) in enumerate(ORGANISATIONS):
        page = factories.OrganisationPageFactory(
            title=title,
            slug=f"organisation-{number}",
            parent=offices[countries[code].region.slug],
            country=countries[code],
            kind=factories.KindFactory(slug=kind),
        )
        factories.admitted(page, ends=None if days is None else today + datetime.timedelta(days=days))
        OtherName.objects.create(organisation=page, name=f"Other {title}", language="en")
        OrganisationText.objects.create(organisation=page, language="en", summary="We look at the sky.")
    SetAside.objects.all().delete()
