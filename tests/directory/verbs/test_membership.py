"""Admit, renew, suspend, lapse."""

import datetime

import pytest

from directory import verbs
from directory.listing import is_listed
from directory.models import Membership
from directory.refusals import Refused

NEW_YEAR = datetime.date(2026, 1, 1)
LAST_DAY = datetime.date(2026, 12, 31)


@pytest.fixture
def club(organise):
    return organise(member=False)


def rows(club):
    return [
        (row.status, row.starts, row.ends)
        for row in Membership.objects.filter(organisation=club).order_by("starts", "pk")
    ]


def admit(club, federation, **days):
    return verbs.admit(organisation=club, category=federation.category, **({"starts": NEW_YEAR} | days))


def test_admit_records_who_decided_and_why(club, federation, admin_user):
    membership = verbs.admit(
        organisation=club,
        category=federation.category,
        starts=NEW_YEAR,
        decided_by="General Assembly",
        reason="Vote 12",
        by=admin_user,
    )
    assert (membership.decided_by, membership.reason, membership.recorded_by) == (
        "General Assembly",
        "Vote 12",
        admin_user,
    )


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(NEW_YEAR, None), (LAST_DAY, None), (datetime.date(2025, 1, 1), NEW_YEAR), (datetime.date(2025, 1, 1), None)],
)
def test_admit_refuses_days_on_which_another_membership_runs(club, federation, starts, ends):
    admit(club, federation, ends=LAST_DAY)
    with pytest.raises(Refused, match="Another membership runs on some of these days"):
        admit(club, federation, starts=starts, ends=ends)


def test_admit_refuses_a_last_day_before_the_first(club, federation):
    with pytest.raises(Refused, match="before the first"):
        admit(club, federation, ends=datetime.date(2025, 12, 31))


def test_renew_follows_the_latest_membership_on_the_next_day(club, federation):
    admit(club, federation, ends=LAST_DAY)
    renewed = verbs.renew(organisation=club, ends=datetime.date(2027, 12, 31))
    assert (renewed.starts, renewed.ends) == (datetime.date(2027, 1, 1), datetime.date(2027, 12, 31))
    assert renewed.category == federation.category


def test_renew_refuses_where_there_is_nothing_to_follow(club, federation):
    with pytest.raises(Refused, match="no membership to renew"):
        verbs.renew(organisation=club)
    admit(club, federation)
    with pytest.raises(Refused, match="no last day"):
        verbs.renew(organisation=club)


def test_lapse_ends_the_membership_on_the_day_before_and_says_why_in_a_row_of_its_own(club, federation):
    admit(club, federation)
    verbs.lapse(organisation=club, on=LAST_DAY, reason="Dissolved")
    assert rows(club) == [("member", NEW_YEAR, datetime.date(2026, 12, 30)), ("lapsed", LAST_DAY, LAST_DAY)]


def test_after_a_lapse_an_organisation_can_be_admitted_again(club, federation):
    admit(club, federation)
    verbs.lapse(organisation=club, on=LAST_DAY, reason="Dissolved")
    assert admit(club, federation, starts=LAST_DAY).starts == LAST_DAY


def test_suspend_takes_its_days_out_of_the_membership_which_goes_on_afterwards(club, federation):
    admit(club, federation)
    verbs.suspend(organisation=club, on=datetime.date(2026, 6, 1), until=LAST_DAY, reason="Fees")
    assert rows(club) == [
        ("member", NEW_YEAR, datetime.date(2026, 5, 31)),
        ("suspended", datetime.date(2026, 6, 1), LAST_DAY),
        ("member", datetime.date(2027, 1, 1), None),
    ]


@pytest.mark.parametrize("verb", [verbs.lapse, verbs.suspend])
def test_a_reason_is_needed(club, federation, verb):
    admit(club, federation)
    with pytest.raises(Refused, match="Say why"):
        verb(organisation=club, on=LAST_DAY, reason="  ")
    assert rows(club) == [("member", NEW_YEAR, None)]


@pytest.mark.parametrize("day", [datetime.date(2025, 6, 1), NEW_YEAR])
def test_lapse_refuses_a_day_without_a_membership_to_end(club, federation, day):
    admit(club, federation)
    with pytest.raises(Refused):
        verbs.lapse(organisation=club, on=day, reason="Dissolved")
    assert rows(club) == [("member", NEW_YEAR, None)]


@pytest.mark.parametrize("verb", [verbs.lapse, verbs.suspend])
def test_a_renewal_made_early_does_not_bring_the_organisation_back(club, federation, verb):
    admit(club, federation, ends=LAST_DAY)
    verbs.renew(organisation=club)
    verb(organisation=club, on=datetime.date(2026, 6, 1), reason="Dissolved")
    days = [datetime.date(2026, 5, 31), datetime.date(2026, 6, 1), datetime.date(2027, 6, 1)]
    assert [is_listed(club, on=day) for day in days] == [True, False, False]


def test_the_grace_of_an_earlier_membership_ends_with_a_lapse(club, federation, settings):
    settings.MEMBERSHIP_GRACE_DAYS = 60
    admit(club, federation, ends=LAST_DAY)
    verbs.renew(organisation=club)
    verbs.lapse(organisation=club, on=datetime.date(2027, 1, 10), reason="Dissolved")
    assert not is_listed(club, on=datetime.date(2027, 1, 10))


def test_a_lapse_within_grace_leaves_the_last_day_as_it_was(club, federation, settings):
    settings.MEMBERSHIP_GRACE_DAYS = 60
    admit(club, federation, ends=LAST_DAY)
    verbs.lapse(organisation=club, on=datetime.date(2027, 1, 10), reason="Dissolved")
    assert rows(club)[0] == ("member", NEW_YEAR, LAST_DAY)
    assert not is_listed(club, on=datetime.date(2027, 1, 10))


def test_reinstate_ends_a_suspension(club, federation):
    admit(club, federation)
    verbs.suspend(organisation=club, on=datetime.date(2026, 6, 1), reason="Fees")
    verbs.reinstate(organisation=club, on=datetime.date(2026, 9, 1), reason="Paid")
    days = [datetime.date(2026, 5, 31), datetime.date(2026, 8, 31), datetime.date(2026, 9, 1)]
    assert [is_listed(club, on=day) for day in days] == [True, False, True]
    with pytest.raises(Refused, match="No suspension"):
        verbs.reinstate(organisation=club, on=datetime.date(2026, 10, 1), reason="Paid")


def test_a_suspended_organisation_can_lapse(club, federation):
    admit(club, federation)
    verbs.suspend(organisation=club, on=datetime.date(2026, 6, 1), until=LAST_DAY, reason="Fees")
    verbs.lapse(organisation=club, on=datetime.date(2026, 9, 1), reason="Dissolved")
    assert not is_listed(club, on=datetime.date(2027, 6, 1))
    assert admit(club, federation, starts=datetime.date(2027, 6, 1)).starts == datetime.date(2027, 6, 1)


def test_a_suspension_out_of_order_is_refused(club, federation):
    admit(club, federation)
    with pytest.raises(Refused, match="before the first"):
        verbs.suspend(organisation=club, on=LAST_DAY, until=NEW_YEAR, reason="Fees")
