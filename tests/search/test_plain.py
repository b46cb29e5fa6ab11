"""What the database finds by itself: as the index does, but for words."""

import datetime

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from directory import verbs
from directory.models import Acronym, OtherName, WorkingLanguage
from search.choices import read_choices
from search.find import find
from search.plain import find_plainly
from search.query import Query
from tests import factories

pytestmark = pytest.mark.django_db

# title, country, kind, city, place, ages, fields, languages, first day
REGISTER = [
    ("Astro Tunis", "TN", "club", "Tunis", (36.8, 10.18), (10, 15), ["astronomy"], ["ar", "fr"], 2003),
    ("Bio Sfax", "TN", "museum", "Sfax", (34.74, 10.76), (6, None), ["biology", "astronomy"], ["fr"], 2001),
    ("casa lab", "MA", "club", "Casablanca", (33.57, -7.59), (None, 12), ["biology"], [], 2010),
    ("Dateline West", "FR", "club", "Taveuni", (-16.8, 179.98), (26, None), [], ["en"], 2004),
    ("Dateline East", "FR", "museum", "Rabi", (-16.5, -179.97), (None, None), ["chemistry"], ["en", "fr"], 2002),
    ("Everywhere", "CZ", "club", "", None, (16, 18), ["astronomy", "chemistry"], ["cs"], 2001),
]


@pytest.fixture
def register(organise, build_index):
    for title, country, kind, city, place, (age_from, age_to), fields, languages, year in REGISTER:
        page = organise(
            title,
            country=country,
            kind=kind,
            city=city,
            latitude=place and place[0],
            longitude=place and place[1],
            age_from=age_from,
            age_to=age_to,
            starts=datetime.date(year, 1, 1),
        )
        page.fields.set([factories.FieldFactory(slug=slug) for slug in fields])
        page.working_languages.set([WorkingLanguage(code=code) for code in languages])
        page.save()
    page.programmes.add(factories.ProgrammeFactory())
    page.save()
    build_index()


def query(address):
    given = {}
    for name, value in (part.split("=") for part in address.split("&") if part):
        given.setdefault(name, []).append(value.replace("+", " "))
    choices = read_choices()
    asked, notices = Query.from_params(given, choices)
    assert notices == []
    return asked, choices


def plain(address=""):
    return find_plainly(*query(address))


def titles(address):
    """The titles of what is found, by the register's numbers."""
    from_pk = {page.pk: page.title for page in factories.models.OrganisationPage.objects.all()}
    return [from_pk[pk] for pk in plain(address).ids]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sort=newest",
        "page_size=2",
        "page_size=2&page=2",
        "page_size=2&page=9",
        "region=africa",
        "region=africa&region=europe",
        "region=africa&country=ma",
        "region=europe&country=tn",
        "country=fr&country=cz",
        "kind=museum",
        "field=astronomy",
        "field=astronomy&field=biology",
        "field=astronomy&kind=club",
        "language=fr",
        "language=en&language=ar",
        "programme=expo-sciences",
        *(f"age={band}" for band in ("6-9", "10-12", "13-15", "16-18", "19-25", "26-plus")),
        "age=6-9&age=26-plus&country=fr",
        "near=36.8,10.18",
        "near=36.8,10.18&within=300",
        "near=36.8,10.18&within=300&sort=name",
        "near=36.8,10.18&sort=newest&page_size=3",
        "near=-16.6,180&within=100",
        "near=-16.6,-180&within=100&sort=newest",
        "near=89.9,0&within=20000",
        "kind=museum&near=0,0&within=12000&language=fr",
    ],
)
def test_without_words_it_finds_what_the_index_finds_in_the_same_order(register, address):
    asked, choices = query(address)
    right, found = find(asked, choices=choices), find_plainly(asked, choices)

    assert (found.ids, found.total, found.pages) == (right.ids, right.total, right.pages)
    assert {chip.label for chip in found.chosen} == {chip.label for chip in right.chosen}


def test_each_word_must_stand_in_a_name_an_acronym_or_the_city(register, organise):
    page = organise("Society of Friends", city="Gabès", kind="club")
    page.other_names.add(OtherName(name="Клуб «Звезда»", language="ru"), OtherName(name="جمعية العلوم", language="ar"))
    page.acronyms.add(Acronym(text="S.O.F."))
    page.save()

    for words in ("friends", "RIEND", "gabès", "GABÈS", "звезда", "ЗВЕЗДА", "клуб society", "العلوم", "s.o.f"):
        assert titles(f"q={words}") == ["Society of Friends"], words
    assert titles("q=friends+dateline") == []
    assert titles("q=freinds") == []


def test_a_word_may_be_the_name_of_a_country_a_kind_a_field_or_a_programme(register):
    assert titles("q=morocco") == ["casa lab"]
    assert titles("q=chemistry+museum") == ["Dateline East"]
    assert titles("q=expo") == ["Everywhere"]
    assert titles("q=tunisia+astronomy+sfax") == ["Bio Sfax"]


def test_words_that_decide_nothing_are_left_out_unless_there_are_no_others(register, organise):
    organise("Société de la Nature", country="FR")
    assert titles("q=the+société+of+nature") == ["Société de la Nature"]
    assert titles("q=de+la") == ["Société de la Nature"]


def test_signs_are_not_searched_for(register):
    assert titles("q=%+_+sfax") == ["Bio Sfax"]


def test_with_words_the_order_is_by_name_or_distance(register):
    assert titles("q=dateline") == ["Dateline East", "Dateline West"]
    assert titles("q=dateline&sort=relevance") == ["Dateline East", "Dateline West"]
    assert titles("q=dateline&near=-16.8,179.98") == ["Dateline West", "Dateline East"]


def values(address=""):
    return {
        name: [(value.value, value.count, value.selected) for value in facet.values]
        for name, facet in plain(address).facets.items()
    }


def test_facets_have_each_value_that_a_listed_organisation_has_and_no_counts(register):
    bands = ("6-9", "10-12", "13-15", "16-18", "19-25", "26-plus")
    assert values() == {
        "region": [("africa", None, False), ("europe", None, False)],
        "country": [("cz", None, False), ("fr", None, False), ("ma", None, False), ("tn", None, False)],
        "kind": [("club", None, False), ("museum", None, False)],
        "field": [("astronomy", None, False), ("biology", None, False), ("chemistry", None, False)],
        "age": [(band, None, False) for band in bands],
        "language": [(code, None, False) for code in ("ar", "cs", "en", "fr")],
        "programme": [("expo-sciences", None, False)],
    }


def test_what_is_chosen_is_among_the_values_though_nobody_has_it(register):
    factories.FieldFactory(slug="zoology")
    assert ("zoology", None, True) in values("field=zoology")["field"]


def test_canaries_that_the_public_may_not_see_are_in_no_hit_and_no_facet(organise, federation):
    organise("Canary listed")
    secret = {"country": "FR", "kind": "museum"}
    organise("Canary never admitted", member=False, **secret)
    organise("Canary lapsed", ends=datetime.date(2020, 1, 1), **secret)
    organise("Canary not yet", starts=datetime.date(2999, 1, 1), **secret)
    organise("Canary draft", live=False, **secret)
    verbs.hide(organisation=organise("Canary hidden", **secret), reason="asked to")
    private = organise("Canary private", **secret)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    organise("Canary below a private office", country="CZ")
    PageViewRestriction.objects.create(
        page=federation.offices["europe"], restriction_type=PageViewRestriction.PASSWORD, password="x"
    )

    assert titles("q=canary") == ["Canary listed"]
    assert plain("q=canary").total == 1
    assert values()["country"] == [("tn", None, False)]
    assert values()["kind"] == [("club", None, False)]


def test_a_membership_that_ends_at_midnight_is_gone_at_midnight(organise):
    organise("Cinderella", ends=datetime.date(2026, 12, 31))
    with time_machine.travel(datetime.datetime(2026, 12, 31, 23, 59, 59, tzinfo=datetime.UTC), tick=False):
        assert titles("") == ["Cinderella"]
    with time_machine.travel(datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC), tick=False):
        assert titles("") == []


@pytest.mark.parametrize("address", ["", "q=tunis+club&field=astronomy&age=10-12", "near=0,0&within=9000"])
def test_the_number_of_queries_is_fixed(register, django_assert_num_queries, address):
    asked, choices = query(address)
    with django_assert_num_queries(7):  # restrictions, the page, and each facet but age
        find_plainly(asked, choices)
