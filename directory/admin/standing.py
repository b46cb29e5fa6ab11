"""How an organisation stands: listed or why not, its membership, when it was confirmed, what changed last.
In: the keys of a page of organisations. Out: a Standing for each, in a fixed number of queries.
Next: lists, the edit page's side panel and exports show it. The rule of what is listed is directory/listing.py's.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState, get_default_page_content_type

from directory.models import (
    Change,
    Confirmation,
    Hiding,
    Membership,
    MembershipCategory,
    MembershipStatus,
    OrganisationPage,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What staff need to know of an organisation beside its profile."""

    obstacles: tuple[str, ...]  # why the public does not see it; none = it is listed
    notes: tuple[str, ...]  # what goes on with its page
    category: str  # of the membership in force; "" where none is
    membership: str  # in words: "until 31 Dec 2026", "suspended", "ended 3 May 2024", …
    confirmed_on: datetime.date | None
    changed_at: datetime.datetime | None
    changed: str  # what happened then
    is_hidden: bool

    @property
    def is_listed(self) -> bool:
        """Whether the public sees it."""
        return not self.obstacles

    @property
    def label(self) -> str:
        """The standing in one line."""
        return _("listed") if self.is_listed else _("not listed: %s") % ", ".join(self.obstacles)


def open_hidings() -> QuerySet:
    """Return the hidings that are open, of the organisation of the outer query."""
    return Hiding.objects.filter(organisation=OuterRef("pk"), ended_at=None)


def memberships_in_force(on: datetime.date | None = None) -> QuerySet:
    """Return the memberships in force on a day (today when None), of the organisation of the outer query."""
    return Membership.objects.filter(organisation=OuterRef("pk")).in_force(on or timezone.localdate())


def begun_memberships(on: datetime.date | None = None) -> QuerySet:
    """Return the stretches that have begun by a day, the latest first, of the organisation of the outer query."""
    begun = Membership.objects.filter(organisation=OuterRef("pk"), starts__lte=on or timezone.localdate())
    return begun.order_by("-starts", "-pk")


def latest_confirmation() -> Subquery:
    """Return the day of the latest confirmation of the organisation of the outer query."""
    confirmations = Confirmation.objects.filter(organisation=OuterRef("pk")).order_by("-confirmed_on")
    return Subquery(confirmations.values("confirmed_on")[:1])


def standings(keys: Iterable[int]) -> dict[int, Standing]:
    """Return how each of the organisations stands today."""
    keys = list(keys)
    in_force = memberships_in_force().order_by("-starts")
    latest = begun_memberships()
    everybody = OrganisationPage.objects.order_by()
    rows = everybody.filter(pk__in=keys).values(
        "pk",
        "live",
        "first_published_at",
        "has_unpublished_changes",
        "locked",
        restricted=ExpressionWrapper(everybody.private_q(), output_field=BooleanField()),
        hidden=Exists(open_hidings()),
        member=Exists(in_force),
        category=Subquery(in_force.values("category")[:1]),
        ends=Subquery(in_force.values("ends")[:1]),
        grace=Subquery(in_force.values("grace_until")[:1]),
        latest_status=Subquery(latest.values("status")[:1]),
        latest_ends=Subquery(latest.values("ends")[:1]),
        confirmed_on=latest_confirmation(),
    )
    categories = {category.pk: category.label() for category in MembershipCategory.objects.all()}
    changes = latest_changes(keys)
    moderated = in_moderation(keys)
    return {
        row["pk"]: _standing(
            row | {"moderated": row["pk"] in moderated}, categories.get(row["category"], ""), changes.get(row["pk"])
        )
        for row in rows
    }


def in_moderation(keys: Iterable[int]) -> set[int]:
    """Return those of the organisations whose pages somebody has submitted and nobody has approved yet."""
    states = WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type(), object_id__in=[str(key) for key in keys]
    )
    return {int(key) for key in states.values_list("object_id", flat=True)}


def latest_changes(keys: Iterable[int]) -> dict[int, Change]:
    """Return the last line of the change log about each of the organisations."""
    of_each = (
        Change.objects.filter(subject_type="organisation", subject_id__in=[str(key) for key in keys])
        .order_by()
        .values("subject_id")
        .annotate(last=Max("pk"))
        .values("last")
    )
    return {int(change.subject_id): change for change in Change.objects.filter(pk__in=of_each)}


def _standing(row: dict[str, Any], category: str, change: Change | None) -> Standing:
    draft = _("unpublished") if row["first_published_at"] else _("draft")
    obstacles = {
        draft: not row["live"],
        _("hidden"): row["hidden"],
        _("restricted"): row["restricted"],
        _("no membership in force"): not row["member"],
    }
    notes = {
        _("in moderation"): row["moderated"],
        _("changes not yet published"): row["live"] and row["has_unpublished_changes"] and not row["moderated"],
        _("locked"): row["locked"],
    }
    return Standing(
        obstacles=tuple(obstacle for obstacle, applies in obstacles.items() if applies),
        notes=tuple(note for note, applies in notes.items() if applies),
        category=category,
        membership=_membership(row),
        confirmed_on=row["confirmed_on"],
        changed_at=change.at if change else None,
        changed=change.kind if change else "",
        is_hidden=row["hidden"],
    )


def _membership(row: dict[str, Any]) -> str:
    today = timezone.localdate()
    if row["member"]:
        if row["ends"] is None:
            return _("open-ended")
        if row["ends"] < today:
            return _("in grace until %s") % _written(row["grace"])
        return _("until %s") % _written(row["ends"])
    if row["latest_status"] is None:
        return _("never a member")
    runs = row["latest_ends"] is None or row["latest_ends"] >= today
    if runs and row["latest_status"] in {MembershipStatus.SUSPENDED, MembershipStatus.CANDIDATE}:
        return str(MembershipStatus(row["latest_status"]).label)
    return _("ended %s") % _written(row["latest_ends"])


def _written(day: datetime.date) -> str:
    return date_format(day, "j M Y")


def with_last_day(organisations: Any) -> Any:
    """Return the organisations with the last day of the membership in force, the soonest first."""
    ends = memberships_in_force().order_by("-starts").values("ends")[:1]
    return organisations.annotate(last_day=Subquery(ends)).order_by("last_day", "title")
