"""Admit, renew, suspend, reinstate, lapse: how an organisation becomes, stays and ceases to be a member.
In: an organisation, dates, who decided and why. Out: rows of Membership, never overwritten but for their last day.
Next: the change log; listing.py reads the rows by day.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from directory import changes
from directory.models import Membership, MembershipStatus, OrganisationPage
from directory.models.vocabulary import MembershipCategory
from directory.refusals import Refused, need_reason

ONE_DAY = datetime.timedelta(days=1)


def admit(
    *,
    organisation: OrganisationPage,
    category: MembershipCategory,
    starts: datetime.date,
    ends: datetime.date | None = None,
    decided_by: str = "",
    reason: str = "",
    by: Any = None,
) -> Membership:
    """Make an organisation a member from `starts` to `ends` (included; open when None).

    Writes one Membership and one Change. Raises Refused when the days are out of order or another stretch
    of candidacy, membership or suspension overlaps them.
    """
    return _begin(
        "admitted",
        organisation=organisation,
        category=category,
        starts=starts,
        ends=ends,
        decided_by=decided_by,
        reason=reason,
        by=by,
    )


def renew(
    *,
    organisation: OrganisationPage,
    ends: datetime.date | None = None,
    category: MembershipCategory | None = None,
    decided_by: str = "",
    reason: str = "",
    by: Any = None,
) -> Membership:
    """Follow the latest membership by another that begins the day after its last.

    Writes one Membership and one Change. Raises Refused when there is none to follow, or it has no last day.
    """
    latest = Membership.objects.listing().filter(organisation=organisation).order_by("starts").last()
    if latest is None:
        raise Refused(_("There is no membership to renew; admit the organisation instead."))
    if latest.ends is None:
        raise Refused(_("The membership has no last day, so there is nothing to renew."))
    return _begin(
        "renewed",
        organisation=organisation,
        category=category or latest.category,
        starts=latest.ends + ONE_DAY,
        ends=ends,
        decided_by=decided_by,
        reason=reason,
        by=by,
    )


def suspend(
    *,
    organisation: OrganisationPage,
    on: datetime.date,
    until: datetime.date | None = None,
    reason: str,
    decided_by: str = "",
    by: Any = None,
) -> Membership:
    """Take the days from `on` to `until` (included; open when None) out of an organisation's membership.

    What remains of it before and after stays in force. Writes the days that are cut, the suspension and one
    Change. Raises Refused without a reason or a membership in force, or when the days are out of order.
    """
    need_reason(reason)
    if until is not None and until < on:
        raise Refused(_("The last day is before the first."))
    with changes.event("suspended", by=by):
        category = _cut(organisation, on, until).category
        return Membership.objects.create(
            organisation=organisation,
            category=category,
            status=MembershipStatus.SUSPENDED,
            starts=on,
            ends=until,
            reason=reason,
            decided_by=decided_by,
            recorded_by=by,
        )


def reinstate(
    *,
    organisation: OrganisationPage,
    on: datetime.date,
    ends: datetime.date | None = None,
    reason: str,
    decided_by: str = "",
    by: Any = None,
) -> Membership:
    """End the suspension that runs on `on`; from that day to `ends` (open when None) the organisation is a member.

    Writes the suspension's last day, one Membership and one Change. Raises Refused without a reason or a suspension,
    or when another membership runs on some of these days.
    """
    need_reason(reason)
    with changes.event("reinstated", by=by):
        suspension = _suspensions(_locked(organisation), on).filter(starts__lte=on).first()
        if suspension is None:
            raise Refused(_("No suspension runs on that day."))
        _end(suspension, on)
        return _begin(
            "reinstated",
            organisation=organisation,
            category=suspension.category,
            starts=on,
            ends=ends,
            decided_by=decided_by,
            reason=reason,
            by=by,
        )


def lapse(
    *,
    organisation: OrganisationPage,
    on: datetime.date,
    reason: str,
    decided_by: str = "",
    by: Any = None,
) -> Membership:
    """End an organisation's membership: `on` is the first day on which it no longer counts; no grace.

    Memberships and suspensions recorded for later days end with it. Writes their last days, a row that says why,
    and one Change. Returns the row that says why. Raises Refused without a reason, or when neither a membership
    is in force nor a suspension runs on that day.
    """
    need_reason(reason)
    with changes.event("lapsed", by=by):
        suspensions = list(_suspensions(_locked(organisation), on))
        category = _cut(organisation, on, None, suspended=suspensions).category
        for suspension in suspensions:
            _end(suspension, on)
        return Membership.objects.create(
            organisation=organisation,
            category=category,
            status=MembershipStatus.LAPSED,
            starts=on,
            ends=on,
            reason=reason,
            decided_by=decided_by,
            recorded_by=by,
        )


def _begin(
    kind: str,
    *,
    organisation: OrganisationPage,
    category: MembershipCategory,
    starts: datetime.date,
    ends: datetime.date | None,
    decided_by: str,
    reason: str,
    by: Any,
) -> Membership:
    if ends is not None and ends < starts:
        raise Refused(_("The last day is before the first."))
    with changes.event(kind, by=by):
        running = Membership.objects.filter(organisation=_locked(organisation)).exclude(status=MembershipStatus.LAPSED)
        overlapping = running.filter(Q(ends=None) | Q(ends__gte=starts))
        if ends is not None:
            overlapping = overlapping.filter(starts__lte=ends)
        if overlapping.exists():
            raise Refused(_("Another membership runs on some of these days; end it first."))
        return Membership.objects.create(
            organisation=organisation,
            category=category,
            status=MembershipStatus.MEMBER,
            starts=starts,
            ends=ends,
            grace_until=grace_after(ends),
            reason=reason,
            decided_by=decided_by,
            recorded_by=by,
        )


def grace_after(ends: datetime.date | None) -> datetime.date | None:
    """Return the last day of grace after `ends`: None where the membership is open or no grace is given."""
    days = settings.MEMBERSHIP_GRACE_DAYS
    return ends + datetime.timedelta(days=days) if ends is not None and days else None


def _locked(organisation: OrganisationPage) -> OrganisationPage:
    """Lock the organisation: one decision at a time, the second waits here and then sees the first."""
    return OrganisationPage.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


def _cut(
    organisation: OrganisationPage,
    first: datetime.date,
    last: datetime.date | None,
    *,
    suspended: Sequence[Membership] = (),
) -> Membership:
    """Take days out of every membership that has some of them, grace included; return the first of these.

    Why it was done is said in a row of its own, so that earlier decisions keep their own words.
    """
    reaching = Q(ends=None) | Q(ends__gte=first) | Q(grace_until__gte=first)
    rows = Membership.objects.listing().filter(reaching, organisation=_locked(organisation)).order_by("starts")
    cut = [row for row in rows if last is None or row.starts <= last]
    decided = [*(row for row in cut if row.starts <= first), *suspended]
    if not decided:
        raise Refused(_("No membership is in force on that day."))
    if decided[0].starts == first:
        raise Refused(_("The membership begins on that day; choose a later day."))
    for row in cut:
        _resume_after(row, last)
        _end(row, first)
    return decided[0]


def _resume_after(row: Membership, last: datetime.date | None) -> None:
    if last is not None and (row.ends is None or row.ends > last):
        Membership.objects.create(
            organisation=row.organisation,
            category=row.category,
            status=row.status,
            starts=last + ONE_DAY,
            ends=row.ends,
            grace_until=row.grace_until,
            reason=row.reason,
            decided_by=row.decided_by,
            recorded_by=row.recorded_by,
        )


def _end(row: Membership, on: datetime.date) -> None:
    """Let a row end on the day before `on`; one that would begin later never comes into force."""
    if row.starts >= on:
        row.status = MembershipStatus.LAPSED
    elif row.ends is None or row.ends >= on:
        row.ends = on - ONE_DAY
    row.grace_until = None
    row.save(update_fields=["status", "ends", "grace_until"])


def _suspensions(organisation: OrganisationPage, on: datetime.date) -> QuerySet[Membership]:
    """Return the suspensions that run on a day or later."""
    rows = Membership.objects.filter(organisation=organisation, status=MembershipStatus.SUSPENDED)
    return rows.filter(Q(ends=None) | Q(ends__gte=on)).order_by("starts")
