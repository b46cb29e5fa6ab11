"""A young person finds an organisation."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE

WAYS = pytest.mark.parametrize(
    ("size", "javascript"),
    [(DESKTOP, True), (DESKTOP, False), (PHONE, True), (PHONE, False)],
    ids=["desktop", "desktop without JavaScript", "phone", "phone without JavaScript"],
)


def choose(page, name, value, *, size, javascript):
    if size == PHONE and page.locator("#filters").get_attribute("open") != "":
        page.locator("#filters > summary").click()
    box = page.locator(f"input[name={name}][value={value}]")
    page.locator(f"#facet-{'region' if name == 'country' else name}").wait_for()
    box.check()
    if not javascript:
        page.get_by_role("button", name=re.compile("Show results|Search")).first.click()
    expect(page).to_have_url(re.compile(f"{name}={value}"))


@WAYS
def test_by_region_then_country_then_opens_an_organisation(visit, size, javascript):
    page = visit("/en/", size=size, javascript=javascript)
    page.get_by_role("link", name="Find organisations").first.click()
    everything = page.locator("#results-title").inner_text()
    choose(page, "region", "africa", size=size, javascript=javascript)
    expect(page.locator("#results-title")).not_to_have_text(everything)
    africa = page.locator("#results-title").inner_text()
    choose(page, "country", "tn", size=size, javascript=javascript)
    expect(page.locator("#results-title")).not_to_have_text(africa)
    assert {place.split(", ")[-1] for place in page.locator(".card .place").all_inner_texts()} == {"Tunisia"}
    name = page.locator(".card__name a").first.inner_text()
    page.locator(".card__name a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@pytest.mark.parametrize("typed", ["quebec", "Québec", "QUEBEC", "quebc", "queb"])
def test_by_name_however_it_is_typed(visit, typed):
    page = visit("/en/", javascript=False)
    page.get_by_role("searchbox").fill(typed)
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_have_attribute("data-q", typed)
    assert "Québec" in " ".join(page.locator(".card").all_inner_texts())


@pytest.mark.parametrize(("typed", "country"), [("Алматы", "Kazakhstan"), ("تونس", "Tunisia")])
def test_in_another_script(visit, typed, country):
    page = visit("/en/network/organisations/")
    page.get_by_role("searchbox").fill(typed)
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_have_attribute("data-q", typed)
    assert country in " ".join(page.locator(".card .place").all_inner_texts())


def test_by_a_country_on_the_map(visit):
    page = visit("/en/network/organisations/")
    page.get_by_role("link", name=re.compile("^Tunisia: ")).first.dispatch_event("click")
    expect(page).to_have_url(re.compile("country=tn"))
    assert {place.split(", ")[-1] for place in page.locator(".card .place").all_inner_texts()} == {"Tunisia"}


def test_with_the_keyboard_alone(visit):
    page = visit("/en/network/organisations/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("astronomy")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=astronomy"))
    page.locator("#facet-kind > summary").focus()
    expanded = page.locator("#facet-kind").get_attribute("open") is not None
    if not expanded:
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("kind="))
    expect(page.locator(":focus")).to_be_checked()


def test_going_back_restores_the_search_before(visit):
    page = visit("/en/network/organisations/?region=africa")
    count = page.locator("#results-title").inner_text()
    choose(page, "country", "tn", size=DESKTOP, javascript=True)
    expect(page.locator("#results-title")).not_to_have_text(count)
    page.go_back()
    expect(page.locator("#results-title")).to_have_text(count)


def test_a_link_shows_another_person_the_same(visit):
    address = "/en/network/organisations/?country=tn&kind=club&sort=name"
    one, other = visit(address), visit(address, javascript=False)
    assert one.locator(".card__name").all_inner_texts() == other.locator(".card__name").all_inner_texts() != []


def test_nothing_found_helps_on(visit):
    page = visit("/en/network/organisations/?q=xylophone&country=tn")
    page.get_by_role("link", name="Search without the words").click()
    expect(page.locator(".card").first).to_be_visible()
