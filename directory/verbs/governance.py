"""Seat, unseat: people take and leave seats on committees and in regional offices.
In: a person, a committee or a region, dates, whom the person speaks for. Out: rows of Term, never overwritten.
Next: committee and office pages show the terms in force.
"""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from directory import changes
from directory.models import Committee, Country, Person, Region, Term
from directory.refusals import Refused


def seat(
    *,
    person: Person,
    committee: Committee | None = None,
    region: Region | None = None,
    role: str = "",
    starts: datetime.date,
    ends: datetime.date | None = None,
    represents_country: Country | None = None,
    represents_region: Region | None = None,
    is_sample: bool = False,
    by: Any = None,
) -> Term:
    """Seat a person on a committee, or in the office of a region, from `starts` to `ends` (included).

    Writes one Term and one Change. Raises Refused unless exactly one of committee and region is given, when
    the days are out of order, or when the person holds the same role there on some of these days.
    """
    if (committee is None) == (region is None):
        raise Refused(_("A term is on one committee, or in one regional office."))
    if ends is not None and ends < starts:
        raise Refused(_("The last day is before the first."))
    with changes.event("seated", by=by):
        Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        same = Term.objects.filter(person=person, committee=committee, region=region, role=role)
        if any(_overlap(term, starts, ends) for term in same):
            raise Refused(_("This person already holds that seat on some of these days."))
        term = Term.objects.create(
            person=person,
            committee=committee,
            region=region,
            role=role,
            starts=starts,
            ends=ends,
            represents_country=represents_country,
            represents_region=represents_region,
            is_sample=is_sample,
        )
        _record(term, "seated")
    return term


def unseat(*, term: Term, on: datetime.date, by: Any = None) -> Term:
    """End a term: `on` is its last day.

    Writes the last day and one Change. Raises Refused when the term has ended already or begins later.
    """
    with changes.event("unseated", by=by):
        term = Term.objects.select_for_update(of=("self",)).get(pk=term.pk)
        if term.ends is not None and term.ends <= on:
            raise Refused(_("The term has ended already."))
        if term.starts > on:
            raise Refused(_("The term begins after that day."))
        term.ends = on
        term.save(update_fields=["ends"])
        _record(term, "unseated")
    return term


def _overlap(term: Term, starts: datetime.date, ends: datetime.date | None) -> bool:
    return (term.ends is None or term.ends >= starts) and (ends is None or term.starts <= ends)


def _record(term: Term, kind: str) -> None:
    if term.committee_id is not None:
        changes.record("committee", term.committee_id, kind)
    else:
        changes.record("region", term.region_id, kind)
