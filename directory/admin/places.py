"""Regions and countries in the admin; and the two moves: an organisation to a country, a country to a region.
In: names that staff give; a move and its reason. Out: rows, and the verbs' moves of pages to their office's branch.
Next: directory/verbs/places.py moves; the reason is kept in the history of the page or the country.
"""

from typing import Any

import django_filters
from django import forms
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.permission_policies.pages import PagePermissionPolicy

from directory.admin.decisions import Decision, DecisionForm, OrganisationDecisionForm, edit_page, register
from directory.admin.permissions import may_decide, organisations_to_decide
from directory.admin.viewsets import ListView, VocabularyViewSet
from directory.models import Country, OrganisationPage, Region, RegionalOfficePage
from directory.verbs import reassign, relocate


def _reason() -> forms.CharField:
    return forms.CharField(label=_("Reason"), max_length=400, widget=AdminAutoHeightTextInput)


class CountryChoice(forms.ModelChoiceField):
    """A country, by name, in the order of the names."""

    def label_from_instance(self, obj: Country) -> str:
        """Name the region too: it says where the page goes."""
        return f"{obj.label()} ({obj.region.label()})"


def countries_for(user: Any) -> QuerySet:
    """Return the countries of the regions below whose offices a user may publish."""
    offices = PagePermissionPolicy.for_model(RegionalOfficePage).instances_user_has_permission_for(user, "publish")
    return Country.objects.filter(region__in=offices.order_by().values("region")).select_related("region")


class RelocateForm(OrganisationDecisionForm):
    """Another country."""

    explanation = _("The page moves to the branch of the regional office that looks after the country.")
    field_order = ["organisation", "country", "reason"]
    country = CountryChoice(label=_("Country"), queryset=Country.objects.none())
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = countries_for(self.user)

    def clean_country(self) -> Country:
        """Refuse the country where the organisation is."""
        country: Country = self.cleaned_data["country"]
        if self.subject is not None and self.subject.country_id == country.pk:
            raise forms.ValidationError(_("The organisation is in this country already."))
        return country

    def decide(self, subject: OrganisationPage, facts: dict[str, Any], by: Any) -> OrganisationPage:
        """Relocate, and keep the reason in the page's history."""
        earlier = subject.country
        with transaction.atomic():
            page = relocate(organisation=subject, country=facts["country"], by=by)
            said = {"from": earlier.pk, "to": page.country_id, "reason": facts["reason"]}
            log(instance=page, action="directory.relocate", user=by, data=said)
        return page


class ReassignForm(DecisionForm):
    """Another region."""

    explanation = _("Every organisation of the country moves to the branch of the region's office.")
    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.all())
    reason = _reason()

    def clean_region(self) -> Region:
        """Refuse the region in which the country is."""
        region: Region = self.cleaned_data["region"]
        if self.subject.region_id == region.pk:
            raise forms.ValidationError(_("The country is in this region already."))
        return region

    def decide(self, subject: Country, facts: dict[str, Any], by: Any) -> Country:
        """Reassign, and keep the reason in the country's history."""
        earlier = subject.region
        with transaction.atomic():
            country = reassign(country=subject, region=facts["region"], by=by)
            said = {"from": earlier.slug, "to": country.region.slug, "reason": facts["reason"]}
            log(instance=country, action="directory.reassign", user=by, data=said)
        return country


def edit_country(country: Country) -> str:
    """Return the address of a country's form."""
    return reverse("register_countries:edit", args=[country.pk])


def countries_to_reassign(user: Any) -> QuerySet:
    """Return the countries that a user may give to another region."""
    return Country.objects.all() if user.has_perm("directory.change_country") else Country.objects.none()


RELOCATE = register(
    Decision(
        name="relocate",
        label=_("Relocate"),
        done=_("moved to another country."),
        icon="globe",
        form=RelocateForm,
        subjects=organisations_to_decide,
        back=edit_page,
        may_start=may_decide,
    )
)
REASSIGN = register(
    Decision(
        name="reassign",
        label=_("Give to another region"),
        done=_("given to another region."),
        icon="globe",
        form=ReassignForm,
        subjects=countries_to_reassign,
        back=edit_country,
    )
)


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
