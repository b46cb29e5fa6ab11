"""A young person finds an organisation though the index is gone, and the site forgets about it afterwards."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_finding import WAYS, choose
from tests.search.folder_faults import gone

FINDER = "/en/network/organisations/"
RESTING = ".resting__title"


@pytest.fixture
def index(site, tmp_path_factory):
    """The folder of the site's index."""
    (folder,) = tmp_path_factory.getbasetemp().glob("site[0-9]/index")
    return folder


@WAYS
def test_by_words_and_filters_while_the_index_is_gone_and_as_ever_when_it_is_back(visit, index, size, javascript):
    with gone(index):
        page = visit(FINDER, size=size, javascript=javascript)
        expect(page.locator(RESTING)).to_have_text("The search is resting")
        everything = page.locator("#results-title").inner_text()
        choose(page, "region", "africa", size=size, javascript=javascript)
        expect(page.locator("#results-title")).not_to_have_text(everything)
        expect(page.locator(RESTING)).to_be_visible()
        africa = page.locator("#results-title").inner_text()
    page = visit(f"{FINDER}?region=africa", size=size, javascript=javascript)
    expect(page.locator("#results-title")).to_have_text(africa)
    expect(page.locator(RESTING)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_resting_finder(visit, index, scheme):
    with gone(index):
        page = visit(
            f"{FINDER}?region=africa&q=club",
            size=DESKTOP if scheme == "light" else PHONE,
            color_scheme=scheme,
            bypass_csp=True,
        )
        expect(page.locator(RESTING)).to_be_visible()
        violations = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_resting_finder_is_no_wider_than_a_phone(visit, index, direction):
    with gone(index):
        page = visit(FINDER, size=PHONE)
        page.evaluate(f"document.documentElement.dir = '{direction}'")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
