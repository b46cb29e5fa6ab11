import pytest
from django.utils import timezone

from directory.importing.columns import NAMES, Columns, columns_of
from directory.importing.kinds import read_kinds
from directory.importing.rows import BadRow, Row
from directory.importing.words import read_words
from directory.models import RegionalOfficePage
from tests.factories import FieldFactory, ProgrammeFactory


@pytest.fixture
def read(federation):
    FieldFactory(slug="astronomy", name="Astronomy", names={"fr": "Astronomie"})
    ProgrammeFactory(slug="esi", name="Expo-Sciences International")

    def do(**cells):
        words = read_words()
        row = Row(7, {"name": "Club", "country": "TN", "kind": "club"} | cells)
        return Columns(words, read_kinds(None, words.kinds)).read(row)

    return do


FULL = {
    "external_id": "x1",
    "name": "=Étoile",
    "other_names": "ar:نجمة|:Stella",
    "acronyms": "ET|E2",
    "kind": "Museum",
    "country": "tn",
    "city": "Tunis",
    "latitude": "36.8",
    "longitude": "10.2",
    "website": "https://example.org",
    "email": "a@example.org",
    "phone": "+216 71 000 000",
    "languages": "fr|ar",
    "fields": "Astronomie",
    "programmes": "esi",
    "age_from": "6",
    "age_to": "18",
    "founded": "1998",
    "summary": "Looks up.",
}


def test_every_column_is_read(read):
    entry = read(**FULL)
    assert entry.line == 7
    assert entry.kind == "museum"
    assert entry.said == {
        "external_id": "x1",
        "name": "=Étoile",
        "other_names": (("ar", "نجمة"), ("", "Stella")),
        "acronyms": ("ET", "E2"),
        "kind": "museum",
        "country": "TN",
        "city": "Tunis",
        "latitude": 36.8,
        "longitude": 10.2,
        "website": "https://example.org",
        "email": "a@example.org",
        "phone": "+216 71 000 000",
        "languages": ("fr", "ar"),
        "fields": ("astronomy",),
        "programmes": ("esi",),
        "age_from": 6,
        "age_to": 18,
        "founded": 1998,
        "summary": "Looks up.",
    }


def test_the_columns_that_are_known_are_the_columns_that_are_read(read):
    assert set(columns_of(read_words())) | {"kind"} == set(NAMES) == set(FULL)


def test_an_empty_cell_says_nothing(read):
    assert read(city="", fields=" | ", age_from=" ").said == {"name": "Club", "country": "TN", "kind": "club"}


def test_a_row_gives_all_its_reasons(read):
    assert read(name=" ", country="ZZ", kind="palace", founded="soon", fields="magic", programmes="fair") == BadRow(
        7,
        (
            "name: is empty",
            'country: "ZZ" is not the ISO code of a country of the register, such as TN',
            'fields: "magic" is no field of science of the register',
            'programmes: "fair" is no programme of the register',
            f'founded: "soon" is not a year between 500 and {timezone.localdate().year}',
            'kind: "palace" is no kind of the register; say with --kinds what it is',
        ),
    )


def test_coordinates_come_in_pairs(read):
    reason = "latitude and longitude: one is there without the other"
    assert read(latitude="1") == read(longitude="1") == BadRow(7, (reason,))


def test_ages_are_in_order(read):
    assert read(age_from="12", age_to="6") == BadRow(7, ("age_to: 6 is below age_from, which is 12",))
    assert read(age_from="12", age_to="12").said["age_to"] == 12


def test_a_country_whose_region_has_no_office_page_is_refused(read, federation):
    RegionalOfficePage.objects.get(pk=federation.offices["europe"].pk).delete()
    assert read(country="FR") == BadRow(
        7, ("country: FR is in Europe, a region that has no office page in the tree yet",)
    )


def test_the_identity_is_the_folded_name_country_and_city(read):
    assert read(name="ÉTOILE  2000", city="Tunis").identity == read(name="Etoile 2000", city="TUNIS").identity
    assert read(name="Étoile", city="Tunis").identity != read(name="Étoile", city="Sfax").identity
    assert read(name="Étoile", country="MA").identity != read(name="Étoile", country="TN").identity


def test_a_summary_is_in_the_first_language_of_the_row_or_of_the_site(read):
    assert read(languages="ar|fr").text_language == "ar"
    assert read().text_language == "en"
