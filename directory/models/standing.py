"""What is true at once beside the page: contact points, hidings, confirmations.
In: rows written by verbs. Out: how to reach an organisation, whether it is hidden, when it last said it is right.
Next: listing.py asks for hidings; pages show public contact points and the latest confirmation.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models.tracked import OfOrganisation

ORGANISATION = "directory.OrganisationPage"
phone_number = RegexValidator(r"^\+?[0-9][0-9 ().\-/]{3,38}$", _("Enter a phone number: digits, spaces and +."))


class Visibility(models.TextChoices):
    """Who may see a contact point."""

    PUBLIC = "public", _("everybody")
    MEMBERS = "members", _("members")
    OFFICE = "office", _("the regional office")


class ContactPoint(OfOrganisation):
    """One way to reach an organisation, and who may see it."""

    class Type(models.TextChoices):
        """What the value is."""

        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")
        HOURS = "hours", _("opening hours")

    organisation = models.ForeignKey(
        ORGANISATION, on_delete=models.CASCADE, related_name="contact_points", verbose_name=_("organisation")
    )
    type = models.CharField(_("type"), max_length=10, choices=Type.choices)
    value = models.CharField(_("value"), max_length=254)
    label = models.CharField(_("for"), max_length=120, blank=True)
    visibility = models.CharField(
        _("who may see it"), max_length=10, choices=Visibility.choices, default=Visibility.OFFICE
    )

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        ordering = ["organisation_id", "type", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "type", "value"], name="each_contact_point_once"),
        ]

    def __str__(self) -> str:
        return self.value

    def clean(self) -> None:
        """Check the value by its type."""
        validator: Any = {self.Type.EMAIL: EmailValidator(), self.Type.PHONE: phone_number}.get(self.Type(self.type))
        if validator is not None:
            try:
                validator(self.value)
            except ValidationError as error:
                raise ValidationError({"value": error.messages}) from error


class Hiding(OfOrganisation):
    """A stretch of time in which an organisation is kept from the public; open while `ended_at` is None."""

    organisation = models.ForeignKey(
        ORGANISATION, on_delete=models.CASCADE, related_name="hidings", verbose_name=_("organisation")
    )
    reason = models.CharField(_("reason"), max_length=400)
    began_at = models.DateTimeField(_("hidden at"), auto_now_add=True)
    began_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(_("shown again at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("hiding")
        verbose_name_plural = _("hidings")
        ordering = ["-began_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(ended_at=None), name="hidden_once_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.reason}"


class Confirmation(OfOrganisation):
    """The organisation, or its office for it, has said on a day that the profile is right."""

    organisation = models.ForeignKey(
        ORGANISATION, on_delete=models.CASCADE, related_name="confirmations", verbose_name=_("organisation")
    )
    confirmed_on = models.DateField(_("confirmed on"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-confirmed_on", "-pk"]
        get_latest_by = "confirmed_on"

    def __str__(self) -> str:
        return f"{self.organisation}: {self.confirmed_on}"
