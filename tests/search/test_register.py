"""Organisations as the index is to know them, read from the register."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Acronym, OrganisationText, OtherName, WorkingLanguage
from search.register import Register
from search.schema import FACETS
from tests import factories

pytestmark = pytest.mark.django_db


def furnish(page):
    page.fields.add(factories.FieldFactory(slug="astronomy"), factories.FieldFactory(slug="biology"))
    page.programmes.add(factories.ProgrammeFactory())
    page.save()
    OtherName.objects.create(organisation=page, name="Étoile", language="fr")
    Acronym.objects.create(organisation=page, text="T.S.")
    OrganisationText.objects.create(
        organisation=page, language="en", summary="Looks up", description="<p>Moons &amp; <b>planets</b></p>"
    )
    for code in ("fr", "ar"):
        WorkingLanguage.objects.create(organisation=page, code=code)
    return page


def test_everything_that_finds_an_organisation_is_read(organise):
    page = furnish(organise("Tunis Stars", city="Tunis", age_from=8, age_to=12, latitude=36.8, longitude=10.2))

    (document,) = Register().documents_for([page.pk])

    assert document.id == page.pk
    assert document.facets == {
        "country": ("tn",),
        "kind": ("club",),
        "field": ("astronomy", "biology"),
        "age": ("6-9", "10-12"),
        "language": ("ar", "fr"),
        "programme": ("expo-sciences",),
    }
    assert document.full_names == ("tunis stars", "etoile")
    assert document.full_acronyms == ("ts",)
    assert document.ranked["texts"] == ("looks", "up", "moons", "planets")
    assert set(document.ranked["place"]) == {
        "tunis", "tunisia", "tunisie", "tunez", "тунис", "تونس", "twns",
    }  # fmt: skip
    assert set(document.ranked["topics"]) == {"club", "astronomy", "biology", "expo", "sciences", "exposciences"}
    assert (document.point.latitude, document.point.longitude) == (36.8, 10.2)


def test_an_organisation_with_nothing_but_a_name_is_read(organise):
    page = organise("Bare")

    (document,) = Register().documents_for([page.pk])

    assert {name: document.facets[name] for name in FACETS} == {
        "country": ("tn",), "kind": ("club",), "field": (), "age": (), "language": (), "programme": (),
    }  # fmt: skip
    assert (document.point, document.full_acronyms, document.ranked["texts"]) == (None, (), ())


def test_an_organisation_that_is_never_listed_has_no_document(organise):
    assert Register().documents_for([organise(member=False).pk, organise(live=False).pk, 987_654]) == []


def test_reading_many_costs_as_many_queries_as_reading_one(organise):
    pages = [furnish(organise()).pk for _each in range(5)]
    costs = []
    for ids in (pages[:1], pages):
        with CaptureQueriesContext(connection) as queries:
            Register().documents_for(ids)
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 20


def test_names_of_the_federations_own_are_words_to_find_by(organise, federation):
    federation.countries["TN"].names = {"en": "Carthage", "fr": "Carthagène"}
    federation.countries["TN"].save()
    federation.kinds["club"].names = {"fr": "Cercle", "de": "Verein"}
    federation.kinds["club"].save()

    (document,) = Register().documents_for([organise().pk])

    assert {"carthage", "carthagene", "club", "cercle", "verein"} < document.words
    assert {"fr:cercl", "de:verein"} < document.stems
