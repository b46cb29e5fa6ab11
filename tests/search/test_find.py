"""What the public can find, through the one door, in the register as it is."""

import datetime

import pytest
import time_machine
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from directory import verbs
from directory.models import Acronym, OtherName
from search.choices import read_choices
from search.engines.contract import NoIndexError
from search.find import ask, find
from search.follow import follow
from search.query import Query
from tests.search.registers import CHOICES, question

pytestmark = pytest.mark.django_db


def search(**params):
    choices = read_choices()
    query, notices = Query.from_params({name: value.split("|") for name, value in params.items()}, choices)
    assert notices == []
    return find(query, choices=choices)


def found(**params):
    return set(search(**params).ids)


def counts(facet, **params):
    return {value.label: value.count for value in search(**params).facets[facet].values}


def test_an_organisation_is_found_by_its_name_in_any_script(organise, followed):
    page = organise("Québec Science Club", country="FR")
    OtherName.objects.create(organisation=page, name="Клуб науки Москва", language="ru")
    OtherName.objects.create(organisation=page, name="نادي العلوم", language="ar")
    Acronym.objects.create(organisation=page, text="Q.S.C.")
    organise("Nothing alike")
    follow(followed)

    for text in ("quebec", "Québec", "quebc", "queb", "москва", "moskva", "клуба", "علوم", "qsc", "QSC", "франция"):
        assert found(q=text) == {page.pk}, text


def test_a_question_speaks_of_countries_only():
    query, _notices = Query.from_params({"region": ["africa", "europe"], "country": ["fr"], "kind": ["club"]}, CHOICES)

    asked = ask(query, CHOICES, datetime.date(2026, 5, 1))

    assert asked == question(country=["ke", "ma", "tn", "fr"], kind=["club"], limit=20)


def test_without_an_index_there_is_a_sentence_to_help(followed):
    followed.drop()

    with pytest.raises(NoIndexError, match="search_rebuild"):
        find(Query())


def test_labels_are_in_the_language_of_the_reader(organise, followed):
    organise(country="CZ")
    follow(followed)

    with override("fr"):
        assert counts("country") == {"République tchèque": 1}


def test_canaries_that_the_public_may_not_see_are_in_no_hit_and_no_count(organise, federation, followed):
    organise("Canary listed")
    organise("Canary never admitted", member=False, country="FR")
    organise("Canary lapsed", ends=datetime.date(2020, 1, 1), country="FR")
    organise("Canary not yet", starts=datetime.date(2999, 1, 1), country="FR")
    organise("Canary draft", live=False, country="FR")
    verbs.hide(organisation=organise("Canary hidden", country="FR"), reason="asked to")
    private = organise("Canary private", country="FR")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    organise("Canary below a private office", country="CZ")
    follow(followed)
    assert counts("country") == {"Czechia": 1, "Tunisia": 1}

    PageViewRestriction.objects.create(
        page=federation.offices["europe"], restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    follow(followed)

    results = search(q="canary")
    assert (results.total, len(results.ids)) == (1, 1)
    assert counts("country") == {"Tunisia": 1}
    assert counts("region") == {"Africa": 1}


def test_what_stops_being_listed_is_gone_once_the_follower_is_there(organise, followed):
    page = organise("Canary")
    follow(followed)
    assert found() == {page.pk}

    verbs.hide(organisation=page, reason="asked to")
    follow(followed)
    assert (found(), counts("kind"), followed.count()) == (set(), {}, 0)

    verbs.show(organisation=page)
    follow(followed)
    assert found() == {page.pk}

    page.unpublish()
    follow(followed)
    assert found() == set()


def test_a_membership_that_ends_at_midnight_is_gone_at_midnight_with_nothing_written(organise, followed):
    page = organise("Cinderella", ends=datetime.date(2026, 12, 31))
    follow(followed)
    state = followed.state()

    with time_machine.travel(datetime.datetime(2026, 12, 31, 23, 59, 59, tzinfo=datetime.UTC), tick=False):
        assert (found(), counts("country")) == ({page.pk}, {"Tunisia": 1})
    with time_machine.travel(datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC), tick=False):
        assert (found(), counts("country")) == (set(), {})
    assert followed.state() == state


def test_a_country_that_changes_its_region_is_counted_there_with_nothing_written(organise, federation, followed):
    page = organise(country="MA")
    follow(followed)
    assert counts("region") == {"Africa": 1}

    federation.countries["MA"].region = federation.regions["europe"]
    federation.countries["MA"].save()

    assert counts("region") == {"Europe": 1}
    assert (found(region="europe"), found(region="africa")) == ({page.pk}, set())


def test_finding_costs_no_query_beyond_the_choices(organise, followed, django_assert_num_queries):
    for _each in range(3):
        organise()
    follow(followed)
    with django_assert_num_queries(5):
        choices = read_choices()
    with django_assert_num_queries(0):
        assert find(Query(), choices=choices).total == 3
