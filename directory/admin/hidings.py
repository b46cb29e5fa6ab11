"""Hiding an organisation from the public, and showing it again.
In: a reason. Out: the verbs' rows, listed with who hid what, since when, and why.
Next: directory/verbs/standing.py writes them; listing.py asks whether one is open.
"""

from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, UserColumn
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.admin.widgets.button import Button

from directory.admin.decisions import Decision, OrganisationDecisionForm, edit_page, register
from directory.admin.permissions import decides_about, may_decide, organisations_to_decide
from directory.admin.records import RecordViewSet
from directory.models import Hiding, Region
from directory.verbs import hide, show


class HideForm(OrganisationDecisionForm):
    """Keeps an organisation from the public."""

    explanation = _("From this moment the public sees the organisation nowhere: not its page, no card, no count.")
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=AdminAutoHeightTextInput)

    def decide(self, subject: Any, facts: dict[str, Any], by: Any) -> Hiding:
        """Hide."""
        return hide(organisation=subject, by=by, **facts)


class ShowForm(OrganisationDecisionForm):
    """Shows an organisation to the public again."""

    explanation = _("From this moment the organisation is listed again, if its page and its membership allow it.")

    def decide(self, subject: Any, facts: dict[str, Any], by: Any) -> Hiding:
        """Show."""
        return show(organisation=subject, by=by, **facts)


HIDE = register(
    Decision(
        name="hide",
        label=_("Hide"),
        done=_("hidden from the public."),
        icon="no-view",
        form=HideForm,
        subjects=organisations_to_decide,
        back=edit_page,
        may_start=may_decide,
    )
)
SHOW = register(
    Decision(
        name="show",
        label=_("Show again"),
        done=_("no longer hidden."),
        icon="view",
        form=ShowForm,
        subjects=organisations_to_decide,
        back=edit_page,
    )
)


def hide_or_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the one of the two that can be done: a list of organisations need not ask for each."""
    organisation = get_object_or_404(organisations_to_decide(request.user), pk=pk)
    is_hidden = organisation.hidings.filter(ended_at=None).exists()
    return redirect((SHOW if is_hidden else HIDE).url(organisation, request.GET.get("next", "")))


class HidingFilterSet(WagtailFilterSet):
    """Open or ended, and the region."""

    is_open = django_filters.ChoiceFilter(
        label=_("Hidden"),
        choices=[("now", _("Now")), ("before", _("In the past"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="at",
    )
    region = django_filters.ModelMultipleChoiceFilter(
        label=_("Region"),
        field_name="organisation__country__region",
        queryset=Region.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Hiding
        fields: list[str] = []

    def at(self, hidings: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep what is open now, or what has ended."""
        return hidings.filter(ended_at__isnull=value == "now")


def buttons_about(hiding: Hiding, user: Any) -> Iterator[Button]:
    """Offer to end a hiding that is open."""
    if hiding.ended_at is None and decides_about(user, hiding.organisation):
        yield SHOW.button(hiding.organisation)


class HidingViewSet(RecordViewSet):
    """The entry “Hidings” of the register's menu."""

    model = Hiding
    name = "register_hidings"
    url_prefix = "register/hidings"
    icon = "no-view"
    filterset_class = HidingFilterSet
    search_fields = ["organisation__title", "reason"]
    ordering = "-began_at"
    related = ("organisation__country__region", "began_by", "ended_by")
    start = HIDE
    decisions = staticmethod(buttons_about)
    title = ("organisation", _("Organisation"), "organisation__title")
    list_display = [
        Column("region", label=_("Region"), accessor="organisation.country.region"),
        Column("reason", label=_("Reason")),
        DateColumn("began_at", label=_("Hidden"), sort_key="began_at"),
        UserColumn("began_by", label=_("By")),
        DateColumn("ended_at", label=_("Shown again"), sort_key="ended_at"),
    ]
    inspect_view_fields = ["organisation", "reason", "began_at", "began_by", "ended_at", "ended_by"]
    export_filename = "hidings"
    export_columns = {
        "organisation": _("Organisation"),
        "organisation.country.region": _("Region"),
        "organisation.country": _("Country"),
        "reason": _("Reason"),
        "began_at": _("Hidden at"),
        "began_by": _("Hidden by"),
        "ended_at": _("Shown again at"),
        "ended_by": _("Shown again by"),
    }
