"""Confirmations: the organisation, or its office for it, has said that the profile is right.
In: a day and a note. Out: the verb's row, listed with who recorded it.
Next: directory/verbs/standing.py writes it; pages show the latest, staff see who has not confirmed for long.
"""

from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, UserColumn
from wagtail.admin.widgets import AdminDateInput

from directory.admin.columns import DayColumn
from directory.admin.decisions import Decision, OrganisationDecisionForm, edit_page, register
from directory.admin.permissions import may_keep, organisations_to_keep
from directory.admin.records import RecordViewSet
from directory.models import Confirmation, Region
from directory.verbs import confirm


class ConfirmForm(OrganisationDecisionForm):
    """Records that a profile is right."""

    explanation = _("The organisation has said that everything on its page is right.")
    on = forms.DateField(label=_("Confirmed on"), widget=AdminDateInput, initial=timezone.localdate)
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("For example: by telephone, with the president")
    )

    def decide(self, subject: Any, facts: dict[str, Any], by: Any) -> Confirmation:
        """Confirm."""
        return confirm(organisation=subject, by=by, **facts)


CONFIRM = register(
    Decision(
        name="confirm",
        label=_("Confirm"),
        done=_("confirmed."),
        icon="check",
        form=ConfirmForm,
        subjects=organisations_to_keep,
        back=edit_page,
        may_start=may_keep,
    )
)


class ConfirmationFilterSet(WagtailFilterSet):
    """The day, and the region."""

    confirmed_on = django_filters.DateFromToRangeFilter(label=_("Confirmed on"), widget=DateRangePickerWidget)
    region = django_filters.ModelMultipleChoiceFilter(
        label=_("Region"),
        field_name="organisation__country__region",
        queryset=Region.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Confirmation
        fields: list[str] = []


class ConfirmationViewSet(RecordViewSet):
    """The entry “Confirmations” of the register's menu."""

    model = Confirmation
    name = "register_confirmations"
    url_prefix = "register/confirmations"
    icon = "check"
    filterset_class = ConfirmationFilterSet
    search_fields = ["organisation__title", "note"]
    ordering = "-confirmed_on"
    related = ("organisation__country__region", "confirmed_by")
    start = CONFIRM
    title = ("organisation", _("Organisation"), "organisation__title")
    list_display = [
        Column("region", label=_("Region"), accessor="organisation.country.region"),
        DayColumn("confirmed_on", label=_("Confirmed on"), sort_key="confirmed_on"),
        UserColumn("confirmed_by", label=_("Recorded by")),
        Column("note", label=_("Note")),
    ]
    inspect_view_fields = ["organisation", "confirmed_on", "confirmed_by", "note"]
    export_filename = "confirmations"
    export_columns = {
        "organisation": _("Organisation"),
        "organisation.country.region": _("Region"),
        "organisation.country": _("Country"),
        "confirmed_on": _("Confirmed on"),
        "confirmed_by": _("Recorded by"),
        "note": _("Note"),
    }
