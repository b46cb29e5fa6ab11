"""Membership as dated facts, separate from the page and from the country.
In: rows written by verbs (admit, renew, lapse, suspend). Out: which memberships are in force on a day.
Next: listing.py builds the rule of what the public may see on it.
"""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.models.tracked import OfOrganisation, TrackedQuerySet
from directory.models.vocabulary import MembershipCategory


class MembershipStatus(models.TextChoices):
    """What a membership's row says while its days run."""

    CANDIDATE = "candidate", _("candidate")
    MEMBER = "member", _("member")
    SUSPENDED = "suspended", _("suspended")
    LAPSED = "lapsed", _("lapsed")


class MembershipQuerySet(TrackedQuerySet["Membership"]):
    """Memberships by what they allow."""

    def listing(self) -> "MembershipQuerySet":
        """Those whose status lets an organisation be listed while their days run."""
        return self.filter(status=MembershipStatus.MEMBER)

    def in_force(self, on: datetime.date) -> "MembershipQuerySet":
        """Those that list their organisation on a day: begun, and not past their last day or grace."""
        open_ended = Q(ends=None)
        not_over = Q(ends__gte=on) | Q(grace_until__gte=on)
        return self.listing().filter(open_ended | not_over, starts__lte=on)


class Membership(OfOrganisation):
    """One stretch of days on which an organisation has a status in the federation.

    `ends` and `grace_until` are last days, included; `ends` is None while the stretch is open.
    """

    organisation = models.ForeignKey(
        "directory.OrganisationPage",
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    category = models.ForeignKey(
        MembershipCategory, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("category")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=MembershipStatus.choices, default=MembershipStatus.MEMBER
    )
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"), null=True, blank=True)
    grace_until = models.DateField(_("in grace until"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()  # type: ignore  # noqa: PGH003 - what is wrong has two names

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organisation_id", "-starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="membership_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(grace_until=None) | Q(grace_until__gte=F("ends")), name="grace_follows_the_last_day"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "status", "starts", "ends"])]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_status_display()} {self.starts}–{self.ends or ''}"
