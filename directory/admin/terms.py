"""Terms in the admin: who holds which seat from when to when. A term is ended, never rewritten.
In: a person, a committee or a regional office, days. Out: the verbs' rows, listed.
Next: directory/verbs/governance.py writes them; committee and office pages show those in force.
"""

from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import Button

from directory.admin.columns import DayColumn
from directory.admin.decisions import Decision, DecisionForm, register
from directory.admin.records import RecordViewSet
from directory.models import Committee, Country, Person, Region, Term
from directory.verbs import seat, unseat


class SeatForm(DecisionForm):
    """A person takes a seat on a committee, or in a regional office."""

    explanation = _("One of committee and regional office. Who served before keeps their own term.")
    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.all())
    committee = forms.ModelChoiceField(label=_("Committee"), queryset=Committee.objects.all(), required=False)
    region = forms.ModelChoiceField(label=_("Regional office"), queryset=Region.objects.all(), required=False)
    role = forms.CharField(label=_("Role"), max_length=120, required=False)
    starts = forms.DateField(label=_("First day"), widget=AdminDateInput, initial=timezone.localdate)
    ends = forms.DateField(label=_("Last day"), widget=AdminDateInput, required=False)
    represents_country = forms.ModelChoiceField(
        label=_("Speaks for the country"), queryset=Country.objects.all(), required=False
    )
    represents_region = forms.ModelChoiceField(
        label=_("Speaks for the region"), queryset=Region.objects.all(), required=False
    )

    def decide(self, subject: None, facts: dict[str, Any], by: Any) -> Term:  # noqa: ARG002 - nobody sat there
        """Seat."""
        return seat(by=by, **facts)


class UnseatForm(DecisionForm):
    """A term ends."""

    on = forms.DateField(label=_("Last day"), widget=AdminDateInput, initial=timezone.localdate)

    def decide(self, subject: Term, facts: dict[str, Any], by: Any) -> Term:
        """End the term."""
        return unseat(term=subject, by=by, **facts)


def may_seat(user: Any) -> bool:
    """Tell whether a user may seat people."""
    return bool(user.has_perm("directory.add_term"))


def terms_to_end(user: Any) -> QuerySet:
    """Return the terms that a user may end."""
    return Term.objects.with_people() if user.has_perm("directory.change_term") else Term.objects.none()


def _record(term: Term) -> str:
    return reverse("register_terms:inspect", args=[term.pk])


SEAT = register(
    Decision(
        name="seat",
        label=_("Seat somebody"),
        done=_("seated."),
        icon="user",
        form=SeatForm,
        subjects=lambda _user: Term.objects.none(),
        back=_record,
        may_start=may_seat,
    )
)
UNSEAT = register(
    Decision(
        name="unseat",
        label=_("End the term"),
        done=_("term ended."),
        icon="cross",
        form=UnseatForm,
        subjects=terms_to_end,
        back=_record,
    )
)


class TermListLink(Button):
    """Leads to the terms of a person, a committee or a region."""

    def __init__(self, record: Person | Committee | Region) -> None:
        name = type(record).__name__.lower()
        super().__init__(_("Terms"), url=f"{reverse('register_terms:index')}?{name}={record.pk}", icon_name="history")


class TermFilterSet(WagtailFilterSet):
    """Committee, regional office, person, and whether the term runs today."""

    running = django_filters.ChoiceFilter(
        label=_("Runs today"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="today",
    )
    committee = django_filters.ModelMultipleChoiceFilter(
        label=_("Committee"), queryset=Committee.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    region = django_filters.ModelMultipleChoiceFilter(
        label=_("Regional office"), queryset=Region.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    person = django_filters.ModelChoiceFilter(label=_("Person"), queryset=Person.objects.all())

    class Meta:
        model = Term
        fields: list[str] = []

    def today(self, terms: Any, _name: str, value: str) -> QuerySet:
        """Keep the terms that run today, or the others."""
        running = Term.objects.in_force(timezone.localdate()).values("pk")
        return terms.filter(pk__in=running) if value == "yes" else terms.exclude(pk__in=running)


def buttons_about(term: Term, user: Any) -> Iterator[Button]:
    """Offer to end a term that has not ended."""
    if user.has_perm("directory.change_term") and (term.ends is None or term.ends >= timezone.localdate()):
        yield UNSEAT.button(term)


class TermViewSet(RecordViewSet):
    """The entry “Terms” of the register's menu."""

    model = Term
    name = "register_terms"
    url_prefix = "register/terms"
    icon = "history"
    filterset_class = TermFilterSet
    search_fields = ["person__name", "role"]
    ordering = "person__sort_name"
    related = ("person", "committee", "region", "represents_country", "represents_region")
    start = SEAT
    decisions = staticmethod(buttons_about)
    title = ("person", _("Person"), "person__sort_name")
    list_display = [
        Column("body", label=_("Committee or office"), accessor=lambda term: term.committee or term.region),
        Column("role", label=_("Role"), sort_key="role"),
        DayColumn("starts", label=_("First day"), sort_key="starts"),
        DayColumn("ends", label=_("Last day"), sort_key="ends"),
        Column(
            "represents",
            label=_("Speaks for"),
            accessor=lambda term: term.represents_country or term.represents_region or "",
        ),
        BooleanColumn("is_sample", label=_("Sample"), sort_key="is_sample"),
    ]
    inspect_view_fields = [
        "person",
        "committee",
        "region",
        "role",
        "starts",
        "ends",
        "represents_country",
        "represents_region",
        "is_sample",
        "recorded_at",
    ]
    export_filename = "terms"
    export_columns = {
        "person": _("Person"),
        "committee": _("Committee"),
        "region": _("Regional office"),
        "role": _("Role"),
        "starts": _("First day"),
        "ends": _("Last day"),
        "represents_country": _("Speaks for the country"),
        "represents_region": _("Speaks for the region"),
        "is_sample": _("Dates or assignment are a sample"),
    }
