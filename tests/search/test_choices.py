"""What can be chosen, as the register has it."""

import pytest
from django.utils.translation import override

from search.choices import Choices, read_choices
from tests import factories
from tests.search.registers import CHOICES

pytestmark = pytest.mark.django_db


def test_choices_are_read_from_the_register(federation):
    factories.FieldFactory(slug="astronomy", names={"fr": "Astronomie"})
    choices = read_choices()

    assert choices.labels["region"] == {"africa": "Africa", "europe": "Europe"}
    assert choices.labels["country"] == {"cz": "Czechia", "fr": "France", "ma": "Morocco", "tn": "Tunisia"}
    assert choices.labels["kind"] == {"club": "Club", "museum": "Museum"}
    assert choices.labels["field"] == {"astronomy": "Astronomy"}
    assert choices.labels["programme"] == {}
    assert list(choices.labels["age"]) == ["6-9", "10-12", "13-15", "16-18", "19-25", "26-plus"]
    assert choices.labels["language"]["ar"] == "Arabic"
    assert {region: set(codes) for region, codes in choices.countries.items()} == {
        "africa": {"ma", "tn"},
        "europe": {"cz", "fr"},
    }


def test_labels_are_in_the_active_language_or_the_one_asked_for(federation):
    with override("fr"):
        assert read_choices().labels["country"]["tn"] == "Tunisie"
    french = read_choices("fr").labels
    assert (french["country"]["tn"], french["language"]["ar"]) == ("Tunisie", "arabe")


def test_reading_them_costs_as_many_queries_however_many_there_are(federation, django_assert_num_queries):
    with django_assert_num_queries(5):
        read_choices()
    for number in range(20):
        factories.KindFactory(slug=f"kind-{number}")
        factories.CountryFactory(code=f"A{chr(65 + number)}", region=federation.regions["africa"])
    with django_assert_num_queries(5):
        read_choices()


@pytest.mark.parametrize(
    ("chosen", "places"),
    [
        ({}, None),
        ({"kind": ("club",)}, None),
        ({"region": ("europe",)}, {"cz", "fr"}),
        ({"region": ("europe",), "country": ("fr",)}, {"fr"}),
        ({"region": ("africa",), "country": ("fr",)}, {"ke", "ma", "tn", "fr"}),
        ({"region": ("africa", "europe"), "country": ("fr",)}, {"ke", "ma", "tn", "fr"}),
        ({"country": ("fr", "tn")}, {"fr", "tn"}),
        ({"region": ("nowhere",)}, set()),
    ],
)
def test_regions_and_countries_amount_to_countries(chosen, places):
    assert CHOICES.places(chosen) == places


def test_a_value_is_known_or_not():
    choices = Choices(labels={"kind": {"club": "Club"}}, countries={})

    assert (choices.has("kind", "club"), choices.has("kind", "tree")) == (True, False)
