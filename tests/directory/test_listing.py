"""The one rule of what the public may see."""

import datetime

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from directory import verbs
from directory.listing import is_listed, is_listed_but_restricted, listed, listed_days
from directory.models import OrganisationPage

TODAY = datetime.date(2026, 6, 15)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _mid_june():
    with time_machine.travel(datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC)):
        yield


def test_a_live_page_with_a_membership_in_force_is_listed(organise):
    club = organise()
    assert list(listed()) == [club]
    assert is_listed(club)


def test_a_page_without_a_membership_is_not_listed(organise):
    assert not is_listed(organise(member=False))


def test_a_draft_is_not_listed(organise):
    assert not is_listed(organise(live=False))


def test_a_membership_counts_on_its_first_and_last_day_and_on_no_other(organise):
    club = organise(starts=TODAY, ends=TODAY + DAY)
    days = [TODAY - DAY, TODAY, TODAY + DAY, TODAY + 2 * DAY]
    assert [is_listed(club, on=day) for day in days] == [False, True, True, False]


def test_a_membership_that_ends_at_midnight_is_gone_at_midnight_with_nothing_written(organise):
    club = organise(ends=TODAY)
    with time_machine.travel(datetime.datetime(2026, 6, 15, 23, 59, 59, tzinfo=datetime.UTC)):
        assert is_listed(club)
    with time_machine.travel(datetime.datetime(2026, 6, 16, 0, 0, 0, tzinfo=datetime.UTC)):
        assert not is_listed(club)


def test_grace_keeps_an_organisation_listed_after_its_last_day(organise, settings):
    settings.MEMBERSHIP_GRACE_DAYS = 10
    club = organise(ends=TODAY)
    assert is_listed(club, on=TODAY + 10 * DAY)
    assert not is_listed(club, on=TODAY + 11 * DAY)


def test_a_lapse_leaves_no_grace(organise, settings):
    settings.MEMBERSHIP_GRACE_DAYS = 10
    club = organise(ends=TODAY + 100 * DAY)
    verbs.lapse(organisation=club, on=TODAY, reason="Dissolved")
    assert is_listed(club, on=TODAY - DAY)
    assert not is_listed(club, on=TODAY)


def test_a_suspended_organisation_is_not_listed(organise):
    club = organise()
    verbs.suspend(organisation=club, on=TODAY, reason="Fees")
    assert not is_listed(club)


def test_a_hidden_organisation_is_not_listed_until_it_is_shown_again(organise):
    club = organise()
    verbs.hide(organisation=club, reason="They asked")
    assert not is_listed(club)
    verbs.show(organisation=club)
    assert is_listed(club)


@pytest.mark.parametrize("restricted", ["the page", "its office"])
def test_a_view_restriction_on_the_page_or_above_it_unlists_it(organise, federation, restricted):
    club, neighbour = organise(), organise("Musée", country="FR")
    page = club if restricted == "the page" else federation.offices["africa"]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert list(listed()) == [neighbour]
    assert is_listed_but_restricted(club)
    assert not is_listed_but_restricted(neighbour)


def test_the_days_of_memberships_that_touch_or_overlap_are_one_interval(organise):
    club = organise(starts=TODAY, ends=TODAY + DAY)
    verbs.renew(organisation=club, ends=TODAY + 3 * DAY)
    assert listed_days(OrganisationPage.objects.all()) == {club.pk: [(TODAY, TODAY + 3 * DAY)]}


def test_days_apart_stay_apart_and_an_open_end_is_none(organise, federation):
    club = organise(starts=TODAY, ends=TODAY + DAY)
    verbs.admit(organisation=club, category=federation.category, starts=TODAY + 5 * DAY)
    assert listed_days(OrganisationPage.objects.all()) == {club.pk: [(TODAY, TODAY + DAY), (TODAY + 5 * DAY, None)]}


def test_an_organisation_that_could_not_be_listed_has_no_days(organise):
    organise(live=False)
    organise(member=False)
    verbs.hide(organisation=organise(), reason="They asked")
    assert listed_days(OrganisationPage.objects.all()) == {}


def test_the_rule_costs_a_fixed_number_of_queries(organise, django_assert_num_queries):
    for number in range(4):
        organise(f"Club {number}")
    with django_assert_num_queries(2):  # view restrictions, organisations
        assert len(listed()) == 4
