"""People and committees in the admin: records that staff edit, beside the terms that only verbs write.
In: names, countries, seats. Out: rows.
Next: admin/terms.py seats people; committee and office pages show who serves.
"""

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, RelatedObjectsColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from directory.admin.terms import TermListLink
from directory.admin.viewsets import ListView, VocabularyViewSet
from directory.models import Committee, CommitteeKind, Person, Region


def terms_today() -> Count:
    """Count the terms that run today."""
    today = timezone.localdate()
    running = Q(terms__starts__lte=today) & (Q(terms__ends=None) | Q(terms__ends__gte=today))
    return Count("terms", filter=running, distinct=True)


class ServingListView(ListView):
    """A list with the number of terms that run today."""

    def get_base_queryset(self) -> QuerySet:
        """Count with one query for all."""
        return super().get_base_queryset().annotate(serving=terms_today())


class EditWithTermsView(generic.EditView):
    """The form of somebody or something with terms, and the way to them."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Lead to the terms."""
        return [TermListLink(self.object), *super().header_more_buttons]


class PersonFilterSet(WagtailFilterSet):
    """The region of one of a person's countries."""

    region = django_filters.ModelMultipleChoiceFilter(
        label=_("Region"),
        field_name="countries__region",
        queryset=Region.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Person
        fields: list[str] = []


class PersonViewSet(VocabularyViewSet):
    """The entry “People” of the register's menu."""

    model = Person
    name = "register_people"
    url_prefix = "register/people"
    icon = "user"
    index_view_class = ServingListView
    edit_view_class = EditWithTermsView
    filterset_class = PersonFilterSet
    ordering = "sort_name"
    sort_order_field = None
    search_fields = ["name", "sort_name"]
    together = ("countries",)
    list_display = [
        "name",
        Column("sort_name", label=_("Sorted as"), sort_key="sort_name"),
        RelatedObjectsColumn("countries", label=_("Countries")),
        Column("serving", label=_("Terms today"), sort_key="serving"),
    ]
    export_filename = "people"
    export_columns = {"name": _("Name"), "sort_name": _("Sorted as"), "serving": _("Terms today")}


class CommitteeFilterSet(WagtailFilterSet):
    """The kind."""

    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=CommitteeKind.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Committee
        fields: list[str] = []


class CommitteeViewSet(VocabularyViewSet):
    """The entry “Committees” of the register's menu."""

    model = Committee
    name = "register_committees"
    url_prefix = "register/committees"
    icon = "group"
    index_view_class = ServingListView
    edit_view_class = EditWithTermsView
    filterset_class = CommitteeFilterSet
    list_display = [
        "name",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("seats", label=_("Seats"), sort_key="seats"),
        Column("serving", label=_("Terms today"), sort_key="serving"),
    ]
    export_filename = "committees"
    export_columns = {
        "name": _("Name"),
        "get_kind_display": _("Kind"),
        "seats": _("Seats"),
        "serving": _("Terms today"),
    }
