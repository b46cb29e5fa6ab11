"""Contact points: how an organisation is reached, and who may see it. Personal data: each sees their own branch.
In: a type, a value, a visibility. Out: the verbs' rows, listed; add, change, remove are forms of their own.
Next: directory/verbs/contacts.py writes them; pages show those that are public.
"""

from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from directory.admin.decisions import Decision, DecisionForm, OrganisationDecisionForm, register
from directory.admin.permissions import keeps, may_keep, organisations_to_keep
from directory.admin.records import RecordViewSet
from directory.models import ContactPoint, Region, Visibility
from directory.verbs import add_contact, change_contact, remove_contact


class AddContactForm(OrganisationDecisionForm):
    """One more way to reach an organisation."""

    type = forms.ChoiceField(label=_("Type"), choices=ContactPoint.Type.choices)
    value = forms.CharField(label=_("Value"), max_length=254)
    label = forms.CharField(
        label=_("For"), max_length=120, required=False, help_text=_("For example: registrations, press")
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it"), choices=Visibility.choices, initial=Visibility.OFFICE, widget=forms.RadioSelect
    )

    def decide(self, subject: Any, facts: dict[str, Any], by: Any) -> ContactPoint:
        """Add."""
        return add_contact(organisation=subject, by=by, **facts)


class ChangeContactForm(DecisionForm):
    """Another value, purpose or visibility."""

    value = forms.CharField(label=_("Value"), max_length=254)
    label = forms.CharField(label=_("For"), max_length=120, required=False)
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=Visibility.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.initial = getattr(self.subject, name)

    def decide(self, subject: Any, facts: dict[str, Any], by: Any) -> ContactPoint:
        """Change."""
        return change_contact(contact=subject, by=by, **facts)


class RemoveContactForm(DecisionForm):
    """No more."""

    explanation = _("The contact point is deleted; nothing of it is kept.")

    def decide(self, subject: Any, facts: dict[str, Any], by: Any) -> None:
        """Remove."""
        remove_contact(contact=subject, by=by, **facts)


def of_organisation(organisation: Any) -> str:
    """Return the address of the list of an organisation's contact points."""
    return f"{reverse('register_contacts:index')}?organisation={organisation.pk}"


def contacts_to_keep(user: Any) -> QuerySet:
    """Return the contact points that a user may write."""
    return ContactPoint.objects.filter(organisation__in=organisations_to_keep(user).order_by().values("pk"))


ADD = register(
    Decision(
        name="add-contact",
        label=_("Add a contact point"),
        done=_("contact point added."),
        icon="mail",
        form=AddContactForm,
        subjects=organisations_to_keep,
        back=of_organisation,
        may_start=may_keep,
    )
)
CHANGE = register(
    Decision(
        name="change-contact",
        label=_("Change"),
        done=_("changed."),
        icon="edit",
        form=ChangeContactForm,
        subjects=contacts_to_keep,
        back=lambda contact: of_organisation(contact.organisation),
    )
)
REMOVE = register(
    Decision(
        name="remove-contact",
        label=_("Remove"),
        done=_("removed."),
        icon="bin",
        form=RemoveContactForm,
        subjects=contacts_to_keep,
        back=lambda contact: of_organisation(contact.organisation),
    )
)


class ContactFilterSet(WagtailFilterSet):
    """Type, visibility, region; and one organisation, for the links that lead here."""

    type = django_filters.ChoiceFilter(
        label=_("Type"), choices=ContactPoint.Type.choices, widget=forms.RadioSelect, empty_label=_("All")
    )
    visibility = django_filters.ChoiceFilter(
        label=_("Who may see it"), choices=Visibility.choices, widget=forms.RadioSelect, empty_label=_("All")
    )
    region = django_filters.ModelMultipleChoiceFilter(
        label=_("Region"),
        field_name="organisation__country__region",
        queryset=Region.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    organisation = django_filters.NumberFilter(label=_("Number of the organisation"), field_name="organisation_id")

    class Meta:
        model = ContactPoint
        fields: list[str] = []


def buttons_about(contact: ContactPoint, user: Any) -> Iterator[Button]:
    """Offer to change or remove."""
    if keeps(user, contact.organisation):
        yield CHANGE.button(contact)
        yield REMOVE.button(contact)


class ContactViewSet(RecordViewSet):
    """The entry “Contact points” of the register's menu."""

    model = ContactPoint
    name = "register_contacts"
    url_prefix = "register/contacts"
    icon = "mail"
    filterset_class = ContactFilterSet
    search_fields = ["organisation__title", "value", "label"]
    ordering = "organisation__title"
    related = ("organisation__country__region",)
    start = ADD
    decisions = staticmethod(buttons_about)
    title = ("value", _("Value"), "value")
    list_display = [
        Column("organisation", label=_("Organisation"), sort_key="organisation__title"),
        Column("region", label=_("Region"), accessor="organisation.country.region"),
        Column("type", label=_("Type"), accessor="get_type_display", sort_key="type"),
        Column("label", label=_("For")),
        Column("visibility", label=_("Who may see it"), accessor="get_visibility_display", sort_key="visibility"),
    ]
    inspect_view_fields = ["organisation", "type", "value", "label", "visibility"]
    export_filename = "contact-points"
    export_columns = {
        "organisation": _("Organisation"),
        "organisation.country.region": _("Region"),
        "organisation.country": _("Country"),
        "get_type_display": _("Type"),
        "value": _("Value"),
        "label": _("For"),
        "get_visibility_display": _("Who may see it"),
    }
