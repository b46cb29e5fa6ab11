import random

import pytest

from tools.demo_organisations.sources import is_form_of, read_packs, read_places
from tools.demo_organisations.wording import acronym_of, fill, slugify
from tools.make_demo_organisations import DATA, make_all


def test_the_committed_organisations_are_what_the_tool_makes():
    assert make_all() == (DATA / "organisations.json").read_text(encoding="utf-8")


def test_every_place_takes_its_names_from_a_pack_that_exists():
    packs = read_packs(random.Random(0))

    assert {place.pack for place in read_places()} - set(packs) == set()


@pytest.mark.parametrize("pack", read_packs(random.Random(0)).values(), ids=lambda pack: pack.language)
def test_a_pack_uses_every_pattern_before_it_uses_one_twice(pack):
    count = len(pack.patterns)

    drawn = [pack.next_pattern("TN") for _ in range(count)]

    assert len(set(drawn)) == count


def test_a_country_gets_its_own_words_before_the_languages():
    pack = read_packs(random.Random(0))["pt"]
    own = len(pack.local["PT"])

    words = [pack.next_word("PT")[0] for _ in range(own + 1)]

    assert words[:own] == ["Pirilampo", "Azulejo", "Cortiça", "Rosa dos Ventos"]
    assert words[own] == read_packs(random.Random(0))["pt"].words[0]


@pytest.mark.parametrize(
    ("city", "name"),
    [("Alger", "Cercle d’Alger"), ("Québec", "Cercle de Québec"), ("Évry", "Cercle d’Évry")],
)
def test_french_de_loses_its_vowel_before_another(city, name):
    assert fill("Cercle {de}", word="", city=city) == name


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Club d’astronomie « Harfang »", "club-d-astronomie-harfang"),
        ("Zarnitsa Young Chemists’ Club", "zarnitsa-young-chemists-club"),
        ("“Älemgoşar” ýaş matematikler kluby", "alemgosar-yas-matematikler-kluby"),
    ],
)
def test_a_name_becomes_an_ascii_address(name, slug):
    assert slugify(name) == slug


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("Club d’Astronomie « Harfang »", "CAH"),
        ("Museo de las Pequeñas Maravillas «Órbita»", "MPMO"),
        ("Robotics Club", None),
        ("Sunbird School of Science", None),
    ],
)
def test_an_acronym_takes_the_initials_that_count(name, acronym):
    assert acronym_of(name) == acronym


@pytest.mark.parametrize(
    ("form", "known"),
    [("الخرطوم", True), ("ባሕር ዳር", True), ("臺北", True), ("Carthage", False)],
)
def test_a_form_is_known_but_for_article_hyphen_and_the_word_city(form, known):
    city = {"name": "Somewhere", "alternatenames": ["خرطوم", "ባሕር-ዳር", "臺北市"]}

    assert is_form_of(form, city) == known
