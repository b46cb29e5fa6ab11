"""Admit, renew, suspend, lapse: how an organisation becomes, stays and ceases to be a member.
In: an organisation, dates, who decided and why. Out: rows of Membership, never overwritten but for their last day.
Next: the change log; listing.py reads the rows by day.
"""

import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
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
    return _begin(MembershipStatus.MEMBER, "admitted", organisation, category, starts, ends, decided_by, reason, by)


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
        MembershipStatus.MEMBER,
        "renewed",
        organisation,
        category or latest.category,
        latest.ends + ONE_DAY,
        ends,
        decided_by,
        reason,
        by,
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
    """End the membership in force on the day before `on`, and record a suspension from `on` to `until`.

    Writes both rows and one Change. Raises Refused without a reason or a membership in force.
    """
    need_reason(reason)
    with changes.event("suspended", by=by):
        category = _close(organisation, on).category
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


def lapse(
    *,
    organisation: OrganisationPage,
    on: datetime.date,
    reason: str,
    decided_by: str = "",
    by: Any = None,
) -> Membership:
    """End the membership in force on `on`: that day is the first on which it no longer counts; no grace.

    Writes its last day, a row that says why, and one Change. Returns the row that says why. Raises Refused
    without a reason or a membership in force.
    """
    need_reason(reason)
    with changes.event("lapsed", by=by):
        category = _close(organisation, on).category
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


def _begin(  # noqa: PLR0917 - the two verbs above say all of it, in its order
    status: MembershipStatus,
    kind: str,
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
        # One decision at a time for one organisation: the second waits here and then sees the first.
        OrganisationPage.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        running = Membership.objects.filter(organisation=organisation).exclude(status=MembershipStatus.LAPSED)
        overlapping = running.filter(Q(ends=None) | Q(ends__gte=starts))
        if ends is not None:
            overlapping = overlapping.filter(starts__lte=ends)
        if overlapping.exists():
            raise Refused(_("Another membership runs on some of these days; end it first."))
        return Membership.objects.create(
            organisation=organisation,
            category=category,
            status=status,
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


def _close(organisation: OrganisationPage, on: datetime.date) -> Membership:
    # Why it ended is said in the row that follows, so that the first decision keeps its own words.
    OrganisationPage.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    in_force = Membership.objects.filter(organisation=organisation).in_force(on).order_by("starts").last()
    if in_force is None:
        raise Refused(_("No membership is in force on that day."))
    if in_force.starts >= on:
        raise Refused(_("The membership begins on that day or later; choose a later day."))
    in_force.ends = on - ONE_DAY
    in_force.grace_until = None
    in_force.save(update_fields=["ends", "grace_until"])
    return in_force
