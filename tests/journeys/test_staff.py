"""Staff change something in the admin, and the public sees it at once."""

import re
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cms.demo.users import PASSWORD
from tests.journeys.conftest import PHONE

NAME = "Club de chimie « Palmier Bleu »"


@pytest.fixture
def sign_in(visit):
    def signed_in(username, **options):
        page = visit("/admin/login/", **({"bypass_csp": False} | options))
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/admin/")
        return page

    return signed_in


def found(page):
    page.goto("/en/network/organisations/?q=palmier+bleu&country=tn")
    return [name for name in page.locator(".card__name").all_inner_texts() if "Palmier" in name]


def decide(page, link, button):
    page.goto("/admin/register/organisations/?q=Palmier")
    page.get_by_role("link", name=re.compile("Palmier")).first.click()
    page.goto(f"/admin/register/decide/{link}/{page.url.split('/')[-3]}/")
    if page.get_by_label("Reason").count():
        page.get_by_label("Reason").fill("A journey of the tests")
    page.get_by_role("button", name=button).click()


def test_a_regional_editor_hides_an_organisation_and_shows_it_again(sign_in, visit):
    editor, visitor = sign_in("africa"), visit("/en/")
    assert found(visitor) == [NAME]
    decide(editor, "hide", "Hide")
    assert found(visitor) == []
    expect(visitor.locator("#results-title")).to_have_text("No organisation found")
    decide(editor, "show", re.compile("Show"))
    assert found(visitor) == [NAME]


def test_the_secretariat_publishes_a_change_and_visitors_find_it(sign_in, visit):
    # A club that no other journey asks for: the change stays.
    staff, visitor = sign_in("secretariat"), visit("/en/network/organisations/?country=kz&kind=club&sort=name")
    name = visitor.locator(".card__name").first.inner_text()
    staff.goto(f"/admin/register/organisations/?{urlencode({'q': name})}")
    staff.get_by_role("link", name=name, exact=True).first.click()
    title = staff.locator("textarea[name=title], input[name=title]")
    title.fill(f"{name} Xenon")
    staff.get_by_role("button", name=re.compile("More actions|Toggle"), exact=False).last.click()
    staff.get_by_role("button", name="Publish", exact=True).click()
    staff.wait_for_load_state()
    visitor.goto("/en/network/organisations/?q=xenon")
    expect(visitor.locator(".card__name")).to_have_text([f"{name} Xenon"])


def test_a_regional_editor_sees_the_organisations_of_one_region_alone(sign_in):
    page = sign_in("africa")
    page.goto("/admin/register/organisations/")
    regions = page.locator("table tbody td:nth-child(3)").all_inner_texts()
    assert {region.strip() for region in regions} == {"Africa"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_secretariat_sees_that_the_index_is_well(sign_in, scheme):
    page = sign_in("secretariat", bypass_csp=True, color_scheme=scheme)
    page.goto("/admin/reports/search-index/")
    expect(page.locator(".index-sentence")).to_have_text("The index has followed every change of the register.")
    violations = Axe().run(page, context="#main .nice-padding").response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
