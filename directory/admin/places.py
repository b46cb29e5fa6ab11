"""Regions and countries in the admin: their names, and how many organisations a country has.
In: names that staff give. Out: rows; a country's region is changed by a decision, not here.
Next: admin/place_decisions.py has the two moves.
"""

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from directory.admin.place_decisions import REASSIGN
from directory.admin.viewsets import ListView, VocabularyViewSet
from directory.models import Country, Region


class RegionViewSet(VocabularyViewSet):
    """The entry “Regions” of the register's menu."""

    model = Region
    name = "register_regions"
    url_prefix = "register/regions"
    icon = "globe"


class CountryFilterSet(WagtailFilterSet):
    """The region, and whether the assignment to it is a sample."""

    region = django_filters.ModelMultipleChoiceFilter(
        label=_("Region"), queryset=Region.objects.all(), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Country
        fields = ["is_sample"]


class CountryListView(ListView):
    """Countries, each with the number of its organisations."""

    def get_base_queryset(self) -> QuerySet:
        """Count with one query for all."""
        return super().get_base_queryset().annotate(organisations_count=Count("organisations"))

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Keep the countries whose name, which the database does not know, or code has what was typed."""
        if not self.is_searching:
            return queryset
        typed = self.search_query.casefold()
        named = [country.pk for country in Country.objects.all() if typed in country.label().casefold()]
        return queryset.filter(Q(pk__in=named) | Q(pk__iexact=typed))

    def get_list_more_buttons(self, instance: Country) -> list[Any]:
        """Offer the move to another region."""
        move = [REASSIGN.button(instance)] if self.user_has_permission("change") else []
        return [*super().get_list_more_buttons(instance), *move]


class CountryEditView(generic.EditView):
    """A country's own names; its region is changed by a decision."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Offer the move to another region."""
        return [REASSIGN.button(self.object)]


class CountryViewSet(VocabularyViewSet):
    """The entry “Countries” of the register's menu: every ISO code is there, so none is added or deleted."""

    model = Country
    name = "register_countries"
    url_prefix = "register/countries"
    icon = "site"
    index_view_class = CountryListView
    edit_view_class = CountryEditView
    filterset_class = CountryFilterSet
    ordering = "code"
    sort_order_field = None
    search_fields = ["code"]
    related = ("region",)
    list_display = [
        "__str__",
        Column("code", label=_("Code"), sort_key="code"),
        Column("region", label=_("Region"), sort_key="region__order"),
        Column("organisations_count", label=_("Organisations"), sort_key="organisations_count"),
        BooleanColumn("is_sample", label=_("Assignment is a sample"), sort_key="is_sample"),
    ]
    export_filename = "countries"
    export_columns = {
        "code": _("Code"),
        "label": _("Country"),
        "region": _("Region"),
        "organisations_count": _("Organisations"),
        "is_sample": _("Assignment is a sample"),
    }

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Name no view that adds or deletes."""
        return super().get_common_view_kwargs(add_url_name=None, delete_url_name=None, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave out the addresses that add or delete."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in {"add", "delete"}]
