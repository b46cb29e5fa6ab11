"""Fixtures that any test may ask for: a small federation with two regions, its pages, and a way to add to it.
In: nothing. Out: a tree of pages (home, network, finder, two offices) and functions that make organisations.
Next: the tests of each part build on it.
"""

import itertools
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from wagtail.models import Locale, Page, Site

from search import breaker, log
from search.index import engine as configured_engine
from search.rebuild import rebuild
from tests import factories


@pytest.fixture(autouse=True)
def _fresh_memory():
    cache.clear()
    breaker.forget()
    translation.activate(settings.LANGUAGE_CODE)  # whichever language the test before spoke
    yield
    cache.clear()
    breaker.forget()


@pytest.fixture
def federation(db):
    """Regions africa (TN, MA) and europe (FR, CZ), kinds club and museum, a site with its pages."""
    Locale.objects.get_or_create(language_code="en")
    root = Page.objects.get(depth=1)
    root.get_children().delete()
    root = Page.objects.get(depth=1)
    home = factories.HomePageFactory(parent=root)
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="Test federation")
    network = factories.NetworkPageFactory(parent=home)
    finder = factories.FinderPageFactory(parent=network)
    governance = factories.GovernancePageFactory(parent=home)
    offices, countries = {}, {}
    for order, (slug, codes) in enumerate({"africa": ["TN", "MA"], "europe": ["FR", "CZ"]}.items()):
        region = factories.RegionFactory(slug=slug, order=order)
        offices[slug] = factories.OfficePageFactory(region=region, parent=network, slug=slug)
        for code in codes:
            countries[code] = factories.CountryFactory(code=code, region=region)
    return SimpleNamespace(
        home=home,
        network=network,
        finder=finder,
        governance=governance,
        offices=offices,
        countries=countries,
        regions={slug: office.region for slug, office in offices.items()},
        kinds={slug: factories.KindFactory(slug=slug) for slug in ("club", "museum")},
        category=factories.CategoryFactory(),
    )


@pytest.fixture
def organise(federation):
    """A function that adds a live organisation; `member=False` leaves it without a membership."""

    count = itertools.count(1)

    def add(title=None, *, country="TN", kind="club", member=True, starts=factories.LONG_AGO, ends=None, **facts):
        land = federation.countries[country]
        page = factories.OrganisationPageFactory(
            title=title or f"Club {next(count)}",
            parent=federation.offices[land.region.slug],
            country=land,
            kind=federation.kinds[kind],
            **facts,
        )
        if member:
            factories.admitted(page, starts=starts, ends=ends, category=federation.category)
        return page

    return add


@pytest.fixture
def build_index(federation):
    """The configured engine, emptied; call it to build the index from the register as it is at that moment."""
    engine = configured_engine()
    engine.drop()
    rebuild(engine)
    yield lambda: rebuild(engine)
    engine.drop()


@pytest.fixture
def followed(federation, monkeypatch):
    """The configured engine, built from the register as it is when the test begins; `follow(followed)` goes on."""
    # A test is one transaction that never commits; to follow within it, its own changes count as settled.
    monkeypatch.setattr(log, "_OLDEST_OPEN", "pg_current_xact_id()::text::bigint + 1")
    engine = configured_engine()
    engine.drop()
    rebuild(engine)
    yield engine
    engine.drop()
