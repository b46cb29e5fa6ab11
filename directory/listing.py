"""The one rule of what the public may see.
In: organisations and a day. Out: those that are listed on it; or, for the index, the days on which each is listed.
Next: every page, card, map, answer and count goes through here.

Listed: the page is live, a membership is in force (or in grace), nobody has hidden it, and no view restriction
lies on the page or above it. All but the membership changes only when somebody writes; the membership changes
with the day alone, and so is asked for by day.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.query import PageQuerySet

from directory.models import Hiding, Membership, OrganisationPage

Interval: TypeAlias = tuple[datetime.date, datetime.date | None]


def listed(organisations: PageQuerySet | None = None, *, on: datetime.date | None = None) -> PageQuerySet:
    """Return the organisations (all when None) that the public may see on a day (today when None)."""
    return _presentable(organisations).public().filter(_in_force(on))


def is_listed(organisation: OrganisationPage, *, on: datetime.date | None = None) -> bool:
    """Tell whether the public may see one organisation on a day (today when None)."""
    return bool(listed(_only(organisation), on=on).exists())


def is_listed_but_restricted(organisation: OrganisationPage, *, on: datetime.date | None = None) -> bool:
    """Tell whether only a view restriction keeps an organisation from the public."""
    return bool(_presentable(_only(organisation)).not_public().filter(_in_force(on)).exists())


def listed_days(organisations: PageQuerySet) -> dict[int, list[Interval]]:
    """Return, for each organisation that could be listed, the days on which it is: disjoint, in order.

    A last day of None is open. An organisation that is not live, hidden, restricted or was never a member is absent.
    """
    candidates = _presentable(organisations).public().order_by().values("pk")
    memberships = (
        Membership.objects.listing()
        .filter(organisation__in=candidates)
        .order_by("organisation_id", "starts")
        .values_list("organisation_id", "starts", "ends", "grace_until")
    )
    days: defaultdict[int, list[Interval]] = defaultdict(list)
    for organisation_id, starts, ends, grace_until in memberships:
        last = None if ends is None else max(ends, grace_until or ends)
        days[organisation_id].append((starts, last))
    return {organisation_id: _merged(intervals) for organisation_id, intervals in days.items()}


def _presentable(organisations: PageQuerySet | None) -> PageQuerySet:
    hiding = Hiding.objects.filter(organisation=OuterRef("pk"), ended_at=None)
    return (OrganisationPage.objects.all() if organisations is None else organisations).live().exclude(Exists(hiding))


def _in_force(on: datetime.date | None) -> Exists:
    return Exists(Membership.objects.filter(organisation=OuterRef("pk")).in_force(on or timezone.localdate()))


def _only(organisation: OrganisationPage) -> PageQuerySet:
    return OrganisationPage.objects.filter(pk=organisation.pk)


def _merged(intervals: Iterable[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    one_day = datetime.timedelta(days=1)
    for starts, last in sorted(intervals, key=lambda interval: interval[0]):
        if last is not None and last < starts:
            continue
        if merged:
            earlier_start, earlier_last = merged[-1]
            if earlier_last is None or starts <= earlier_last + one_day:
                longest = None if earlier_last is None or last is None else max(earlier_last, last)
                merged[-1] = (earlier_start, longest)
                continue
        merged.append((starts, last))
    return merged
