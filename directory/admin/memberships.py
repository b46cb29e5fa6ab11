"""Memberships in the admin: every stretch of every organisation, listed and read; nobody can rewrite one.
In: rows that the verbs wrote. Out: a list with filters and export, and one organisation's stretches together.
Next: the buttons lead to the decisions of admin/membership_decisions.py.
"""

from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from directory.admin.columns import DayColumn
from directory.admin.decisions import edit_page
from directory.admin.membership_decisions import ADMIT, decisions_about, overview
from directory.admin.permissions import decides_about, organisations_for
from directory.admin.records import RecordViewSet
from directory.models import Membership, MembershipCategory, MembershipStatus, Region


class OverviewView(WagtailAdminTemplateMixin, TemplateView):
    """All stretches of an organisation's membership, and what may be decided next."""

    template_name = "directory/admin/memberships.html"
    page_title = _("Membership")
    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the organisation among those of the user."""
        super().setup(request, *args, **kwargs)
        found = organisations_for(request.user).prefetch_related("memberships__category", "memberships__recorded_by")
        self.organisation = get_object_or_404(found, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the organisation."""
        return str(self.organisation)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the organisation's editor."""
        editor = {"url": edit_page(self.organisation), "label": str(self.organisation)}
        return [*self.breadcrumbs_items, editor, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the stretches, the latest first, and the decisions."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        decides = decides_about(self.request.user, self.organisation)
        offered = decisions_about(self.organisation) if decides else []
        rows = sorted(self.organisation.memberships.all(), key=lambda row: (row.starts, row.pk), reverse=True)
        return context | {
            "memberships": rows,
            "decisions": [(decision, decision.url(self.organisation)) for decision in offered],
        }


class MembershipFilterSet(WagtailFilterSet):
    """Status, category, region, first and last day."""

    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=MembershipStatus.choices, widget=forms.CheckboxSelectMultiple
    )
    category = django_filters.ModelMultipleChoiceFilter(
        label=_("Category"), queryset=MembershipCategory.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    region = django_filters.ModelMultipleChoiceFilter(
        label=_("Region"),
        field_name="organisation__country__region",
        queryset=Region.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    starts = django_filters.DateFromToRangeFilter(label=_("First day"), widget=DateRangePickerWidget)
    ends = django_filters.DateFromToRangeFilter(label=_("Last day"), widget=DateRangePickerWidget)

    class Meta:
        model = Membership
        fields: list[str] = []


def buttons_about(membership: Membership, user: Any) -> Iterator[Button]:  # noqa: ARG001 - as elsewhere
    """Offer the way to the organisation's memberships, where decisions are made."""
    yield Button(_("Memberships of this organisation"), url=overview(membership.organisation), icon_name="group")


class MembershipViewSet(RecordViewSet):
    """The entry “Memberships” of the register's menu."""

    model = Membership
    name = "register_memberships"
    url_prefix = "register/memberships"
    icon = "calendar-check"
    filterset_class = MembershipFilterSet
    search_fields = ["organisation__title"]
    ordering = "-starts"
    related = ("organisation__country__region", "category", "recorded_by")
    start = ADMIT
    decisions = staticmethod(buttons_about)
    title = ("organisation", _("Organisation"), "organisation__title")
    list_display = [
        Column("region", label=_("Region"), accessor="organisation.country.region"),
        Column("category", label=_("Category")),
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
        DayColumn("starts", label=_("First day"), sort_key="starts"),
        DayColumn("ends", label=_("Last day"), sort_key="ends"),
        Column("decided_by", label=_("Decided by")),
    ]
    inspect_view_fields = [
        "organisation",
        "category",
        "status",
        "starts",
        "ends",
        "grace_until",
        "reason",
        "decided_by",
        "recorded_by",
        "recorded_at",
    ]
    export_filename = "memberships"
    export_columns = {
        "organisation": _("Organisation"),
        "organisation.country.region": _("Region"),
        "organisation.country": _("Country"),
        "category": _("Category"),
        "get_status_display": _("Status"),
        "starts": _("First day"),
        "ends": _("Last day"),
        "grace_until": _("In grace until"),
        "reason": _("Reason"),
        "decided_by": _("Decided by"),
        "recorded_by": _("Recorded by"),
        "recorded_at": _("Recorded at"),
    }
