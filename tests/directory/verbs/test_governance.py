"""Seat and unseat: terms are dated, never overwritten."""

import datetime

import pytest

from directory import verbs
from directory.models import Term
from directory.refusals import Refused
from tests import factories

START = datetime.date(2026, 1, 1)
END = datetime.date(2026, 12, 31)


@pytest.fixture
def yac(db):
    return factories.CommitteeFactory()


@pytest.fixture
def person(db):
    return factories.PersonFactory()


def test_a_person_holds_a_seat_from_a_day_to_a_day(yac, person):
    verbs.seat(person=person, committee=yac, starts=START, ends=END)
    days = [START - datetime.timedelta(days=1), START, END, END + datetime.timedelta(days=1)]
    assert [Term.objects.in_force(day).count() for day in days] == [0, 1, 1, 0]


def test_a_term_is_on_a_committee_or_in_a_region(yac, person, federation):
    africa = federation.regions["africa"]
    for bodies in ({}, {"committee": yac, "region": africa}):
        with pytest.raises(Refused, match="one committee, or in one regional office"):
            verbs.seat(person=person, starts=START, **bodies)
    assert verbs.seat(person=person, region=africa, role="Director", starts=START) == africa.officers.get()


def test_the_same_seat_twice_at_a_time_is_refused(yac, person):
    verbs.seat(person=person, committee=yac, starts=START)
    with pytest.raises(Refused, match="already holds that seat"):
        verbs.seat(person=person, committee=yac, starts=END)
    assert verbs.seat(person=person, committee=yac, role="Chair", starts=END).role == "Chair"


def test_unseat_sets_the_last_day_once(yac, person):
    term = verbs.seat(person=person, committee=yac, starts=START)
    assert verbs.unseat(term=term, on=END).ends == END
    with pytest.raises(Refused, match="ended already"):
        verbs.unseat(term=term, on=END)
    with pytest.raises(Refused, match="begins after"):
        verbs.unseat(term=verbs.seat(person=person, committee=yac, role="Chair", starts=END), on=START)
