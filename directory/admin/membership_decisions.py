"""Decisions about membership: admit, renew, suspend, reinstate, lapse, each with who decided and why.
In: what staff decided. Out: the verbs' calls; a stretch once written is not rewritten.
Next: directory/verbs/membership.py writes the rows; admin/memberships.py lists them.
"""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput

from directory.admin.decisions import Decision, OrganisationDecisionForm, register
from directory.admin.permissions import may_decide, organisations_to_decide
from directory.models import Membership, MembershipCategory, MembershipStatus, OrganisationPage
from directory.verbs import admit, lapse, reinstate, renew, suspend


def overview(organisation: OrganisationPage) -> str:
    """Return the address of an organisation's memberships."""
    return reverse("directory_memberships", args=[organisation.pk])


class MembershipForm(OrganisationDecisionForm):
    """What every decision about a membership says: who decided, and why."""

    decided_by = forms.CharField(
        label=_("Decided by"), max_length=200, required=False, help_text=_("For example: Executive Committee, 3 May")
    )
    reason = forms.CharField(label=_("Reason"), max_length=400, required=False, widget=AdminAutoHeightTextInput)


class ReasonedForm(MembershipForm):
    """A decision that is not made without its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=AdminAutoHeightTextInput)


def _category(**kwargs: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(label=_("Category"), queryset=MembershipCategory.objects.all(), **kwargs)


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=AdminDateInput, **kwargs)


class AdmitForm(MembershipForm):
    """A first membership, or one after an interruption."""

    explanation = _("The organisation becomes a member. It is listed once its page is published.")
    field_order = ["organisation", "category", "starts", "ends", "decided_by", "reason"]
    category = _category()
    starts = _day(_("First day"), initial=timezone.localdate)
    ends = _day(_("Last day"), required=False, help_text=_("Empty: without a last day."))

    def decide(self, subject: Any, facts: dict[str, Any], by: Any) -> Membership:
        """Admit."""
        return admit(organisation=subject, by=by, **facts)


class RenewForm(MembershipForm):
    """A membership that follows the latest."""

    explanation = _("Another membership begins on the day after the last day of the latest one.")
    field_order = ["organisation", "category", "ends", "decided_by", "reason"]
    category = _category(required=False, empty_label=_("the same as before"))
    ends = _day(_("Last day"), required=False, help_text=_("Empty: without a last day."))

    def decide(self, subject: Any, facts: dict[str, Any], by: Any) -> Membership:
        """Renew."""
        return renew(organisation=subject, by=by, **facts)


class SuspendForm(ReasonedForm):
    """A membership in force that is suspended."""

    explanation = _("The organisation is not listed on these days; what remains of its membership goes on afterwards.")
    field_order = ["organisation", "on", "until", "decided_by", "reason"]
    on = _day(_("Suspended from"), initial=timezone.localdate)
    until = _day(_("Suspended until"), required=False, help_text=_("Empty: until further notice."))

    def decide(self, subject: Any, facts: dict[str, Any], by: Any) -> Membership:
        """Suspend."""
        return suspend(organisation=subject, by=by, **facts)


class ReinstateForm(ReasonedForm):
    """A suspension that ends."""

    explanation = _("The suspension ends on the day before; from that day the organisation is a member again.")
    field_order = ["organisation", "on", "ends", "decided_by", "reason"]
    on = _day(_("Member again from"), initial=timezone.localdate)
    ends = _day(_("Last day"), required=False, help_text=_("Empty: without a last day."))

    def decide(self, subject: Any, facts: dict[str, Any], by: Any) -> Membership:
        """Reinstate."""
        return reinstate(organisation=subject, by=by, **facts)


class LapseForm(ReasonedForm):
    """A membership in force that ends."""

    explanation = _("That day is the first on which the membership no longer counts; there is no grace.")
    field_order = ["organisation", "on", "decided_by", "reason"]
    on = _day(_("Lapsed from"), initial=timezone.localdate)

    def decide(self, subject: Any, facts: dict[str, Any], by: Any) -> Membership:
        """Lapse."""
        return lapse(organisation=subject, by=by, **facts)


def _decision(name: str, label: Any, done: Any, icon: str, form: type[MembershipForm]) -> Decision:
    return register(
        Decision(
            name=name,
            label=label,
            done=done,
            icon=icon,
            form=form,
            subjects=organisations_to_decide,
            back=overview,
            may_start=may_decide,
        )
    )


ADMIT = _decision("admit", _("Admit"), _("admitted."), "plus", AdmitForm)
RENEW = _decision("renew", _("Renew"), _("membership renewed."), "rotate", RenewForm)
SUSPEND = _decision("suspend", _("Suspend"), _("membership suspended."), "circle-xmark", SuspendForm)
REINSTATE = _decision("reinstate", _("Reinstate"), _("membership reinstated."), "circle-check", ReinstateForm)
LAPSE = _decision("lapse", _("Lapse"), _("membership lapsed."), "cross", LapseForm)


def decisions_about(organisation: OrganisationPage) -> list[Decision]:
    """Return the decisions that an organisation's memberships allow today."""
    today = timezone.localdate()
    rows = list(organisation.memberships.all())
    member = [row for row in rows if row.status == MembershipStatus.MEMBER]
    in_force = [row for row in member if row.starts <= today and (row.ends is None or row.ends >= today)]
    suspended = [row for row in rows if row.status == MembershipStatus.SUSPENDED]
    if any(row.starts <= today and (row.ends is None or row.ends >= today) for row in suspended):
        return [REINSTATE, LAPSE]
    if not in_force:
        return [ADMIT, RENEW] if member else [ADMIT]
    return [RENEW, SUSPEND, LAPSE] if all(row.ends for row in in_force) else [SUSPEND, LAPSE]
