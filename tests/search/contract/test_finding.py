"""What is found: by words, by days, by choices, by distance; in which order; and what is counted."""

import datetime

import pytest

from search.engines.contract import WINDOW, Sort
from search.find import find
from search.geo import Point
from search.query import Query
from tests.search.registers import CHOICES, REGIONS, TODAY, documents, load, profile, question

QUEBEC, ACADEMY, MOSCOW, TUNIS, PEKING, IVORY, FIJI, FIJI_EAST, SCIENCE, MUSEUM = range(1, 11)

WORLD = documents(
    profile(QUEBEC, "Club de science de Québec", country=["fr"], kind=["club"], field=["astronomy", "biology"],
            latitude=46.8139, longitude=-71.2080, acronyms=("CSQ",)),
    profile(ACADEMY, "Academy of Youth", country=["fr"], kind=["school"], field=["astronomy"], language=["en", "fr"],
            texts=(("We love the CSQ and everything about Québec.", "en"),)),
    profile(MOSCOW, "«Москва» — молодёжный клуб", country=["ru"], kind=["club"], latitude=55.75, longitude=37.62,
            other_names=(("Moscow Youth Club", "en"),)),
    profile(TUNIS, "نادي العلوم بتونس", country=["tn"], kind=["club"], latitude=36.8, longitude=10.18,
            other_names=(("Club des sciences de Tunis", "fr"),), language=["ar", "fr"]),
    profile(PEKING, "北京大学", country=["cz"], kind=["school"], age=["6-9", "26-plus"]),
    profile(IVORY, "Étoile de Côte d’Ivoire", country=["ma"], kind=["club"]),
    profile(FIJI, "Fiji West", country=["ke"], kind=["museum"], latitude=-17.8, longitude=177.4),
    profile(FIJI_EAST, "Fiji East", country=["ke"], kind=["museum"], latitude=-17.8, longitude=-179.9),
    profile(SCIENCE, "Science", country=["tn"], kind=["school"],
            listed=((datetime.date(2010, 1, 1), TODAY), (datetime.date(2026, 6, 1), datetime.date(2026, 6, 30)))),
    profile(MUSEUM, "Science Museum", country=["tn"], kind=["museum"], listed=((datetime.date(2020, 1, 1), None),)),
)  # fmt: skip


@pytest.fixture(scope="session")
def world(open_index):
    return load(open_index("world"), WORLD)


def found(engine, text="", **facts):
    return set(engine.search(question(text, **facts)).ids)


@pytest.mark.parametrize("text", ["quebec", "Québec", "QUEBEC", "quebc", "queb", "Que\u0301bec", "qubeec", "  québec!"])
def test_quebec_is_found_however_it_is_typed(world, text):
    assert found(world, text) == {QUEBEC, ACADEMY}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("москва", {MOSCOW}),
        ("Москве", {MOSCOW}),
        ("moskva", {MOSCOW}),
        ("молодежный", {MOSCOW}),
        ("moscow youth", {MOSCOW}),
        ("العلوم", {TUNIS}),
        ("علوم", {TUNIS}),
        ("النَّادِي", {TUNIS}),
        ("tunis", {TUNIS}),
        ("北京", {PEKING}),
        ("大学", {PEKING}),
        ("beijing", {PEKING}),
        ("cote d'ivoire", {IVORY}),
        ("Cote d`Ivoire", {IVORY}),
        ("ivoire etoile", {IVORY}),
        ("C.S.Q.", {QUEBEC, ACADEMY}),
        ("museum of science", {MUSEUM}),
        ("moscow tunis", set()),
    ],
)
def test_a_name_is_found_in_its_script_and_in_any_other(world, text, expected):
    assert found(world, text) == expected


@pytest.mark.parametrize(
    "text",
    ['"', "*", "AND", "a:b", "(((", "x" * 10_000, "a " * 5_000, "\0", "qu\0ebec", "😀", "\ud800", "status:active",
     "-club", "club~2", "cl?b", "/club/", "[a TO b]", "\\", "{", "'; drop table --", "\u202equebec", "a" * 40 + "*"],
)  # fmt: skip
def test_whatever_people_type_is_data(world, text):
    query, _notices = Query.from_params({"q": [text]}, CHOICES)

    results = find(query, choices=CHOICES, today=TODAY, engine=world)

    assert results.total == len(results.ids)


def test_all_words_are_required_each_in_any_field(world):
    assert found(world, "quebec love") == {ACADEMY}
    assert found(world, "quebec science") == {QUEBEC}


def test_numbers_and_short_words_have_no_typos(engine):
    load(engine, documents(profile(1, "Club 1987"), profile(2, "Club 1988"), profile(3, "ab"), profile(4, "ac")))

    assert found(engine, "1987") == {1}
    assert found(engine, "ab") == {3}


def test_a_swap_of_neighbours_is_one_typo(engine):
    load(engine, documents(profile(1, "abcd"), profile(2, "abdce"), profile(3, "acbed")))

    assert found(engine, "abdc") == {1, 2}


def test_every_word_within_reach_is_found_though_there_are_hundreds(engine):
    names = [f"a{one}{two}cde" for one in "abcdefghijklmnopqrstuvwxyz" for two in "abcdefghijklmnopqrstuvwxyz"]
    load(engine, documents(*(profile(number, name) for number, name in enumerate(names, start=1))))

    assert engine.search(question("azzcde")).total == len(names)
    assert engine.search(question("a")).total == len(names)


def test_a_full_name_comes_first_and_a_full_acronym_next(engine):
    load(
        engine,
        documents(
            profile(1, "Science club science club", texts=(("science " * 20, "en"),)),
            profile(2, "The Science"),
            profile(3, "Nothing", acronyms=("S.C.I.E.N.C.E.",)),
            profile(4, "Something else", other_names=(("sCiencé", "fr"),)),
            profile(5, "Scientists"),
        ),
    )

    assert engine.search(question("Science")).ids[:2] == (4, 3)


def test_a_name_that_begins_as_was_typed_comes_before_one_that_has_the_words(engine):
    names = [
        "Institute of Chemistry, Paris",
        "Paris Institute",
        "Institute of Parisian Studies",
        "Paris, the Institute",
    ]
    load(engine, documents(*map(profile, range(1, 5), names)))

    assert engine.search(question("Institute of Paris")).ids[0] == 3
    assert engine.search(question("paris inst")).ids[0] == 2


def test_an_exact_word_comes_before_a_typo(engine):
    load(engine, documents(profile(1, "Museum of sciemce"), profile(2, "Museum of science")))

    assert engine.search(question("science museum")).ids == (2, 1)


def test_an_organisation_is_listed_on_the_days_of_its_intervals_alone(world):
    day = datetime.date
    on = {
        when: SCIENCE in found(world, day=when)
        for when in (day(2009, 12, 31), day(2010, 1, 1), TODAY, day(2026, 5, 2), day(2026, 5, 31), day(2026, 6, 1),
                     day(2026, 6, 30), day(2026, 7, 1))
    }  # fmt: skip

    assert list(on.values()) == [False, True, True, False, False, True, True, False]


def test_choices_inside_a_facet_are_alternatives_and_facets_are_conditions(world):
    assert found(world, kind=["club"]) == {QUEBEC, MOSCOW, TUNIS, IVORY}
    assert found(world, kind=["club", "museum"]) == {QUEBEC, MOSCOW, TUNIS, IVORY, FIJI, FIJI_EAST, MUSEUM}
    assert found(world, kind=["club", "school"], country=["fr"]) == {QUEBEC, ACADEMY}
    assert found(world, kind=["club"], field=["biology"], country=["ru"]) == set()
    assert found(world, kind=[]) == set()


def test_counts_ignore_their_own_facet_and_respect_the_others(world):
    counts = world.search(question(kind=["school"], country=["fr", "tn"])).counts

    assert counts["kind"] == {"club": 2, "school": 2, "museum": 1}
    assert counts["country"] == {"fr": 1, "tn": 1, "cz": 1}
    assert counts["field"] == {"astronomy": 1}
    assert counts["language"] == {"en": 1, "fr": 1}
    assert counts["age"] == {}


def test_only_the_facets_asked_for_are_counted(world):
    assert world.search(question(kind=["club"], counted=("country",))).counts == {
        "country": {"fr": 1, "ru": 1, "tn": 1, "ma": 1}
    }
    assert world.search(question(counted=())).counts == {}


def test_every_value_is_counted_however_many_there_are(engine):
    load(engine, documents(*(profile(number, country=[f"c{number}"]) for number in range(1, 400))))

    counts = engine.search(question(country=["c7"])).counts["country"]

    assert counts == {f"c{number}": 1 for number in range(1, 400)}


def test_the_order_by_name_is_of_folded_names(engine):
    load(engine, documents(*map(profile, range(1, 7), ["Zoo", "École", "east", "ямб", "East", "42"])))

    assert engine.search(question(sort=Sort.NAME)).ids == (6, 3, 5, 2, 1, 4)


def test_the_newest_come_first(world):
    newest = world.search(question(sort=Sort.NEWEST)).ids

    assert newest == (MUSEUM, SCIENCE, FIJI_EAST, FIJI, IVORY, PEKING, TUNIS, MOSCOW, ACADEMY, QUEBEC)


def test_the_nearest_come_first_and_what_has_no_place_last(world):
    nearest = world.search(question(sort=Sort.DISTANCE, near=Point(36.8, 10.2))).ids

    assert nearest == (TUNIS, MOSCOW, QUEBEC, FIJI, FIJI_EAST, ACADEMY, PEKING, IVORY, SCIENCE, MUSEUM)


def test_pages_of_the_nearest_follow_each_other(world):
    near = {"sort": Sort.DISTANCE, "near": Point(36.8, 10.2)}
    pages = [world.search(question(**near, offset=offset, limit=3)).ids for offset in (0, 3, 6, 9)]

    assert sum(pages, ()) == world.search(question(**near)).ids


def test_a_distance_crosses_the_antimeridian_and_reaches_over_the_pole(engine):
    load(
        engine,
        documents(
            profile(1, latitude=-17.8, longitude=177.4),
            profile(2, latitude=-17.8, longitude=-179.9),
            profile(3, latitude=89.5, longitude=0),
            profile(4, latitude=89.5, longitude=180),
            profile(5),
        ),
    )

    assert found(engine, near=Point(-17.8, 179.9), within=300) == {1, 2}
    assert found(engine, near=Point(-17.8, -179.9), within=25) == {2}
    assert found(engine, near=Point(89.9, 10), within=120) == {3, 4}
    assert found(engine, near=Point(0, 0), within=20_040) == {1, 2, 3, 4}


def test_counts_respect_the_distance(world):
    answer = world.search(question(near=Point(46, -70), within=500, kind=["museum"]))

    assert (answer.total, answer.counts["kind"], answer.counts["country"]) == (0, {"club": 1}, {})


def test_the_last_page_of_the_window_can_be_shown(world):
    answer = world.search(question(offset=WINDOW - 100, limit=100))

    assert (answer.ids, answer.total) == ((), len(found(world)))


def test_pages_by_relevance_hold_each_organisation_once(world):
    pages = [world.search(question("club", offset=offset, limit=2)).ids for offset in range(0, 6, 2)]

    assert sorted(sum(pages, ())) == sorted(found(world, "club"))


def results_of(engine, **params):
    query, notices = Query.from_params({name: values.split() for name, values in params.items()}, CHOICES)
    assert notices == []
    return find(query, choices=CHOICES, today=TODAY, engine=engine)


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"q": "club"},
        {"region": "europe"},
        {"region": "europe", "country": "fr"},
        {"region": "africa nowhere", "country": "fr ke", "kind": "club museum"},
        {"q": "sciense", "language": "fr ar", "field": "astronomy"},
    ],
)
def test_a_count_is_the_total_with_it_as_the_only_choice_and_a_region_is_the_sum_of_its_countries(world, params):
    results = results_of(world, **params)

    for facet in results.facets.values():
        for value in facet.values:
            place = {"region": "", "country": ""} if facet.name in {"region", "country"} else {}
            alone = results_of(world, **{**params, **place, facet.name: value.value})
            assert value.count == alone.total, (facet.name, value.value)
    countries = {value.value: value.count for value in results.facets["country"].values}
    sums = {region: sum(countries.get(code, 0) for code in codes) for region, codes in REGIONS.items()}
    counted = {value.value: value.count for value in results.facets["region"].values}
    assert {region: count for region, count in sums.items() if count} == {r: c for r, c in counted.items() if c}
