"""The finder as a person meets it: box, facets, chips, cards, pages, and clear words when something is off."""

import pytest
from bs4 import BeautifulSoup

from search.index import engine


@pytest.fixture
def page(client, urls):
    def fetch(query="", status=200):
        response = client.get(f"{urls.finder}{query}")
        assert response.status_code == status
        return BeautifulSoup(response.content, "html.parser")

    return fetch


def names(soup):
    return [heading.get_text(strip=True) for heading in soup.select(".card__name")]


@pytest.fixture
def four(organise, build_index):
    """Two clubs in Tunisia, a museum in Morocco, a club in France."""
    organise("Astro Tunis", city="Tunis")
    organise("Bio Tunis", city="Tunis")
    organise("Casa Museum", country="MA", kind="museum")
    organise("Dijon Club", country="FR")
    build_index()


def test_everything_is_found_without_a_question(page, four):
    soup = page()
    assert names(soup) == ["Astro Tunis", "Bio Tunis", "Casa Museum", "Dijon Club"]
    assert soup.select_one("#results-title").get_text() == "4 organisations"


def test_region_and_country_filter(page, four):
    assert names(page("?region=africa")) == ["Astro Tunis", "Bio Tunis", "Casa Museum"]
    assert names(page("?region=africa&country=ma")) == ["Casa Museum"]
    assert names(page("?region=europe&country=tn")) == ["Astro Tunis", "Bio Tunis", "Dijon Club"]


def test_words_and_facets_narrow_together(page, four):
    assert names(page("?q=tunis&kind=club")) == ["Astro Tunis", "Bio Tunis"]
    assert names(page("?q=tunis&kind=museum")) == []


def test_each_facet_is_a_fieldset_of_checkboxes_with_counts(page, four):
    choices = {
        box["value"]: (box.has_attr("checked"), box.find_parent("label").select_one(".choice__count").get_text())
        for box in page("?kind=club").select("input[name=kind], input[name=region], input[name=country]")
    }
    assert choices == {
        "club": (True, "3"),
        "museum": (False, "1"),
        "africa": (False, "2"),
        "europe": (False, "1"),
        "tn": (False, "2"),
        "fr": (False, "1"),
    }


def test_a_chip_takes_its_choice_away(page, four, urls):
    chips = {chip.get_text(" ", strip=True): chip["href"] for chip in page("?q=tunis&kind=club").select(".chips a")}
    hrefs = set(chips.values())
    assert f"{urls.finder}?q=tunis" in hrefs
    assert f"{urls.finder}?kind=club" in hrefs


def test_an_unknown_parameter_or_value_is_left_out_with_a_notice(page, four):
    soup = page("?flavour=mint&country=zz&kind=museum")
    said = " ".join(notice.get_text(" ", strip=True) for notice in soup.select("#results .notice"))
    assert names(soup) == ["Casa Museum"]
    assert "flavour" in said
    assert "zz" in said


@pytest.mark.parametrize(
    "text",
    ['"', "*", "AND", "a:b", "(((", "x" * 10_000, "a%00b", "🚀", "%F0%9F", "<script>alert(1)</script>", "\\", "'"],
)
def test_nothing_that_people_type_breaks_it(client, urls, four, text):
    for address in (urls.finder, urls.api):
        response = client.get(f"{address}?q={text}")
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


def test_nothing_found_says_what_helps(page, four):
    soup = page("?q=xylophone&country=tn")
    assert soup.select_one("#results-title").get_text() == "No organisation found"
    suggestions = [link.get_text(strip=True) for link in soup.select(".empty .index a")]
    assert suggestions == ["Search without the words", "Search without “Tunisia”"]


def test_htmx_gets_the_part_that_changes_and_caches_are_told(client, urls, four):
    whole, part = client.get(urls.finder), client.get(urls.finder, headers={"HX-Request": "true"})
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part.headers["Vary"]


def test_going_back_gets_the_whole_page(client, urls, four):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(urls.finder, headers=headers).content.decode()


def test_pages_link_to_each_other_and_keep_the_search(organise, build_index, page, urls):
    for number in range(5):
        organise(f"Club {number}")
    build_index()
    soup = page("?kind=club&page_size=2&page=2")
    assert names(soup) == ["Club 2", "Club 3"]
    assert soup.select_one("a[rel=next]")["href"] == f"{urls.finder}?kind=club&page=3&page_size=2"
    assert soup.select_one("a[rel=prev]")["href"] == f"{urls.finder}?kind=club&page_size=2"


def test_past_the_last_page_there_is_a_sentence_and_a_way_back(page, urls, four):
    for query, last in (("?page=7&page_size=2", "?page=2&page_size=2"), ("?page=7", "")):
        soup = page(query)
        assert names(soup) == []
        assert "There is no such page" in soup.select_one("#results").get_text()
        assert soup.select(".empty") == []
        assert soup.select_one("a[rel=prev]")["href"].removeprefix(urls.finder) == last


def test_past_ten_thousand_hits_there_is_a_clear_answer(page, four):
    assert "first 10000 organisations" in page("?page=501").select_one("#results").get_text()


def test_the_map_links_each_country_to_its_selection(page, four, urls):
    links = {
        link["aria-label"] if link.has_attr("aria-label") else link.get_text(strip=True): link["href"]
        for link in page().select("svg a")
    }
    assert links["Tunisia: 2 organisations"] == f"{urls.finder}?country=tn"


@pytest.fixture
def resting(four):
    """The four organisations, and no index to find them in."""
    engine().drop()


def test_without_an_index_the_database_answers_and_the_page_says_so(page, resting):
    soup = page("?country=fr")
    assert names(soup) == ["Dijon Club"]
    assert soup.select_one("#results-title").get_text() == "1 organisation"
    assert soup.select_one(".resting__title").get_text() == "The search is resting"


def test_while_the_index_answers_nothing_is_said_of_it(page, four):
    assert page().select(".resting") == []


def test_plain_filters_are_checkboxes_and_chips_without_numbers(page, resting, urls):
    soup = page("?q=tunis&kind=club")
    assert names(soup) == ["Astro Tunis", "Bio Tunis"]
    assert {box["value"]: box.has_attr("checked") for box in soup.select(".facet input")} == {
        "africa": False, "ma": False, "tn": False, "europe": False, "fr": False, "club": True, "museum": False,
        "6-9": False, "10-12": False, "13-15": False, "16-18": False, "19-25": False, "26-plus": False,
    }  # fmt: skip
    assert soup.select(".choice__count, .choice--none") == []
    assert [chip["href"] for chip in soup.select(".chips a")] == [
        f"{urls.finder}?kind=club",
        f"{urls.finder}?q=tunis",
        urls.finder,
    ]


def test_a_plain_page_offers_the_orders_that_the_database_knows(page, resting):
    def offered(query):
        choices = page(query).select("#sort option")
        return [(choice["value"], choice.get_text(), choice.has_attr("selected")) for choice in choices]

    assert offered("?q=tunis&sort=relevance") == [("", "Name", True), ("newest", "Newest", False)]
    assert offered("?sort=newest") == [("", "Name", False), ("newest", "Newest", True)]
    assert [value for value, _label, _selected in offered("?near=36.8,10.2")] == ["", "name", "newest"]


def test_a_plain_map_links_countries_and_shades_none_darker(page, resting, urls):
    soup = page()
    assert {link["aria-label"]: link["href"] for link in soup.select("svg a")} == {
        "France": f"{urls.finder}?country=fr",
        "Morocco": f"{urls.finder}?country=ma",
        "Tunisia": f"{urls.finder}?country=tn",
    }
    assert len({link["class"][1] for link in soup.select("svg a")}) == 1
    assert soup.select_one(".legend").get_text(strip=True) == "Countries with organisations"


def test_plain_pages_link_to_each_other(organise, page, urls, resting):
    soup = page("?page_size=3&page=2")
    assert names(soup) == ["Dijon Club"]
    assert soup.select_one("a[rel=prev]")["href"] == f"{urls.finder}?page_size=3"
    assert "There is no such page" in page("?page_size=3&page=3").select_one("#results").get_text()


def test_htmx_gets_the_plain_part_with_its_notice(client, urls, resting):
    part = client.get(urls.finder, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "The search is resting" in part


def test_nothing_found_plainly_says_what_helps(page, resting):
    soup = page("?q=xylophone&country=tn")
    assert soup.select_one("#results-title").get_text() == "No organisation found"
    assert [link.get_text(strip=True) for link in soup.select(".empty .index a")] == [
        "Search without the words",
        "Search without “Tunisia”",
    ]


def test_the_page_loads_from_the_site_alone_under_a_strict_policy(client, urls, four):
    response = client.get(urls.finder)
    soup = BeautifulSoup(response.content, "html.parser")
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert [tag for tag in soup.select("script") if not tag.get("src")] == []
    assert soup.select("[style], style") == []
    assert [tag["src"] for tag in soup.select("[src]") if not tag["src"].startswith("/")] == []
