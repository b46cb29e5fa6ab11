"""The two moves: an organisation to another country, a country to another region, each with its reason.
In: where to, and why. Out: the verbs' calls; the reason is kept in the history of the page or the country.
Next: directory/verbs/places.py moves the pages to their office's branch.
"""

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.log_actions import log
from wagtail.permission_policies.pages import PagePermissionPolicy

from directory.admin.decisions import Decision, DecisionForm, OrganisationDecisionForm, edit_page, register
from directory.admin.permissions import may_decide, organisations_to_decide
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
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"] = CountryChoice(label=_("Country"), queryset=countries_for(self.user))
        self.order_fields(self.field_order)

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
