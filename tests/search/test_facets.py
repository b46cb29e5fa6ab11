from search.choices import Choices
from search.facets import label_counts
from search.query import Query
from tests.search.registers import CHOICES

COUNTS = {
    "country": {"fr": 3, "cz": 5, "tn": 2},
    "kind": {"club": 2, "museum": 2, "school": 9},
    "age": {"26-plus": 9, "6-9": 1},
    "field": {"alchemy": 1},
}


def shown(name, query=None):
    facet = label_counts(COUNTS, query or Query(), CHOICES)[name]
    return [(value.label, value.count) for value in facet.values]


def test_facets_come_in_the_order_of_the_schema_with_regions_first():
    facets = label_counts(COUNTS, Query(), CHOICES)

    assert [(name, facet.name) for name, facet in facets.items()] == [
        (name, name) for name in ("region", "country", "kind", "field", "age", "language", "programme")
    ]
    assert [facet.label for facet in facets.values()][:3] == ["Region", "Country", "Kind"]


def test_each_facet_has_an_order_of_its_own():
    assert shown("kind") == [("School", 9), ("Club", 2), ("Museum", 2)]
    assert shown("country") == [("Czechia", 5), ("France", 3), ("Tunisia", 2)]
    assert shown("age") == [("6–9", 1), ("26+", 9)]


def test_labels_are_in_order_whatever_their_accents():
    labels = {**CHOICES.labels, "country": {"a": "Zoo", "b": "Éa", "c": "Eb"}}
    choices = Choices(labels=labels, countries={})

    facet = label_counts({"country": {"a": 1, "b": 1, "c": 1}}, Query(), choices)["country"]

    assert [value.label for value in facet.values] == ["Éa", "Eb", "Zoo"]


def test_a_chosen_value_is_kept_though_nothing_is_found():
    query = Query(chosen={"language": ("ar",), "region": ("vostok",), "country": ("ma",)})
    facets = label_counts(COUNTS, query, CHOICES)

    assert [(value.value, value.count, value.selected) for value in facets["language"].values] == [("ar", 0, True)]
    assert [(value.value, value.count, value.selected) for value in facets["region"].values] == [
        ("africa", 2, False),
        ("europe", 8, False),
        ("vostok", 0, True),
    ]
    assert [child.value for child in facets["region"].values[0].children] == ["ma", "tn"]
    assert [facet.name for facet in facets.values() for _value in facet.selected] == ["region", "country", "language"]


def test_a_value_that_the_register_does_not_know_is_shown_by_its_name():
    assert shown("field") == [("alchemy", 1)]


def test_a_value_carries_the_address_that_toggles_it():
    query = Query(text="a", chosen={"kind": ("club",)}, page=3)
    kinds = label_counts(COUNTS, query, CHOICES)["kind"].values

    assert {value.value: (value.parameter, value.selected, value.params) for value in kinds} == {
        "club": ("kind", True, {"q": ["a"]}),
        "museum": ("kind", False, {"q": ["a"], "kind": ["club", "museum"]}),
        "school": ("kind", False, {"q": ["a"], "kind": ["club", "school"]}),
    }


def test_a_region_is_the_sum_of_its_countries():
    (africa, europe) = label_counts(COUNTS, Query(chosen={"country": ("fr",)}), CHOICES)["region"].values

    assert (africa.count, europe.count) == (2, 8)
    assert [(child.value, child.selected) for child in europe.children] == [("cz", False), ("fr", True)]
    assert africa.params == {"region": ["africa"], "country": ["fr"]}
