"""The admin's first page: what waits for its reader, and what is new, each within the branch that is theirs.
In: a user. Out: two panels beside Wagtail's own (moderation, recent edits), in a fixed number of queries.
Next: each line leads to the list or the editor where the work is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component

from directory.admin.log import Line, lines
from directory.admin.organisation_filters import STATUS, ending_soon, unconfirmed
from directory.admin.permissions import organisations_for
from directory.admin.standing import with_last_day
from directory.listing import listed
from directory.models import Change, Membership, OrganisationPage

SHOWN = 5
# Of the latest lines only the last about each subject is shown, so more are read than shown.
READ = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits: the first few, how many there are, and where all are."""

    heading: Any
    total: int
    organisations: list[OrganisationPage]
    url: str


class WaitingPanel(Component):
    """Drafts never published, memberships that end soon, profiles not confirmed for long."""

    name = "register_waits"
    order = 100
    template_name = "directory/admin/home_waiting.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Gather what waits for the user."""
        user = parent_context["request"].user
        mine = organisations_for(user).select_related("country")
        is_draft = STATUS["draft"][1]
        gathered = [
            _waiting(
                _("Drafts, never published"), is_draft(mine).order_by("-latest_revision_created_at"), "status=draft"
            ),
            _waiting(_("Memberships that end within 60 days"), with_last_day(ending_soon(mine)), "membership=ending"),
            _waiting(
                _("Not confirmed within 12 months"),
                unconfirmed(listed(mine)).order_by("title"),
                "status=listed&confirmed=older",
            ),
        ]
        return {"waiting": [kind for kind in gathered if kind.total]}


class NewsPanel(Component):
    """Who was admitted last, and what happened last."""

    name = "register_news"
    order = 260
    template_name = "directory/admin/home_news.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Gather what is new to the user."""
        user = parent_context["request"].user
        keys = organisations_for(user).order_by()
        admitted = (
            Membership.objects.listing()
            .filter(organisation__in=keys.values("pk"))
            .select_related("organisation__country", "category")
            .order_by("-recorded_at", "-pk")[:SHOWN]
        )
        return {"admitted": list(admitted), "lines": latest_lines(keys)}


def latest_lines(organisations: QuerySet) -> list[Line]:
    """Return the last line about each of the organisations that changed last."""
    keys = organisations.annotate(key=Cast("pk", CharField())).values("key")
    recent = Change.objects.filter(subject_type="organisation", subject_id__in=keys).select_related("actor")
    of_each: dict[str, Change] = {}
    for change in recent.order_by("-pk")[:READ]:
        of_each.setdefault(change.subject_id, change)
    return lines(list(of_each.values())[:SHOWN])


def _waiting(heading: Any, organisations: QuerySet, query: str) -> Waiting:
    first = list(organisations[: SHOWN + 1])
    return Waiting(
        heading=heading,
        total=len(first) if len(first) <= SHOWN else organisations.count(),
        organisations=first[:SHOWN],
        url=f"{reverse('register_organisations:index')}?{query}",
    )


class OrganisationsSummary(SummaryItem):
    """How many organisations the user looks after, and how many of them the public sees."""

    order = 50
    template_name = "directory/admin/summary_organisations.html"

    @cached_property
    def mine(self) -> Any:
        """The organisations of the user."""
        return organisations_for(self.request.user).order_by()

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        """Count."""
        return {"total": self.mine.count(), "listed": listed(self.mine).count()}

    def is_shown(self) -> bool:
        """Show it to whoever looks after any."""
        return bool(self.mine.exists())


def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Put both panels among Wagtail's, for whoever looks after organisations."""
    if organisations_for(request.user).exists():
        panels += [WaitingPanel(), NewsPanel()]
