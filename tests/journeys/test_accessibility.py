"""Every kind of page can be used by everybody: axe finds nothing, nothing overflows, in both directions and schemes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import DESKTOP, PHONE

PAGES = {
    "home": "/en/",
    "finder": "/en/network/organisations/?region=africa&q=club",
    "nothing found": "/en/network/organisations/?q=xylophone",
    "organisation": "/en/network/organisations/club-de-chimie-palmier-bleu/",
    "network": "/en/network/",
    "office": "/en/network/milset-africa/",
    "country": "/en/network/countries/tn/",
    "governance": "/en/governance/",
    "committee": "/en/governance/youth-advisory-committee/",
    "content": "/en/about/charter/",
    "not found": "/en/nowhere/",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [name for name in PAGES if name != "not found"])
def test_axe_finds_nothing(visit, name, scheme):
    page = visit(PAGES[name], size=DESKTOP if scheme == "light" else PHONE, color_scheme=scheme, bypass_csp=True)
    violations = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("name", [name for name in PAGES if name != "not found"])
def test_nothing_is_wider_than_a_phone(visit, name, direction):
    page = visit(PAGES[name], size=PHONE)
    page.evaluate(f"document.documentElement.dir = '{direction}'")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("name", ["home", "finder", "organisation"])
def test_twice_the_size_of_text_still_fits(visit, name):
    page = visit(PAGES[name], size={"width": 640, "height": 900}, bypass_csp=True)
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
