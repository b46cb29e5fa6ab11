"""The filters of the list of organisations: where, what, how it stands, how long since it was confirmed.
In: what staff chose. Out: a narrower queryset, by the same rule that lists an organisation to the public.
Next: admin/organisations.py lists and exports it; the admin home links to it.
"""

import datetime
import re
from collections.abc import Callable
from typing import Any

import django_filters
from anyascii import anyascii
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from directory.admin.permissions import organisations_for
from directory.admin.standing import begun_memberships, latest_confirmation, memberships_in_force, open_hidings
from directory.listing import listed
from directory.models import (
    Acronym,
    Country,
    Kind,
    Membership,
    MembershipCategory,
    MembershipStatus,
    OrganisationPage,
    OtherName,
    Region,
)

SOON = datetime.timedelta(days=60)
HALF_A_YEAR = datetime.timedelta(days=183)
A_YEAR = datetime.timedelta(days=365)

_of_this_one = Q(organisation=OuterRef("pk"))

Narrowing = Callable[[Any], QuerySet]


def ending_soon(pages: Any) -> QuerySet:
    """Return the organisations whose membership is in force, ends within 60 days, and is followed by none."""
    soon = timezone.localdate() + SOON
    lasting = Membership.objects.listing().filter(organisation=OuterRef("pk")).exclude(ends__lte=soon)
    return pages.filter(Exists(memberships_in_force().filter(ends__lte=soon)), ~Exists(lasting))


def unconfirmed(pages: Any) -> QuerySet:
    """Return the organisations that were not confirmed within twelve months."""
    return _confirmed(pages).filter(Q(confirmed=None) | Q(confirmed__lt=_ago(A_YEAR)))


def _confirmed(pages: Any) -> QuerySet:
    return pages.alias(confirmed=latest_confirmation())


def _ago(time: datetime.timedelta) -> datetime.date:
    return timezone.localdate() - time


def named(pages: Any, typed: str) -> QuerySet:
    """Return the organisations whose name, other name, acronym or address has what was typed.

    Addresses are the names in plain ASCII, so they find accents and other scripts typed in Latin letters. Not
    Wagtail's own index, which SQLite without statistics asks page by page: seconds for a large register.
    """
    address = re.sub(r"[^a-z0-9]+", "-", anyascii(typed).lower()).strip("-")
    found = Q(title__icontains=typed)
    found |= Q(Exists(OtherName.objects.filter(_of_this_one, name__icontains=typed)))
    found |= Q(Exists(Acronym.objects.filter(_of_this_one, text__icontains=typed)))
    return pages.filter(found | Q(slug__contains=address) if address else found)


STATUS: dict[str, tuple[Any, Narrowing]] = {
    "listed": (_("Listed"), listed),
    "not-listed": (_("Not listed"), lambda pages: pages.exclude(pk__in=listed().order_by().values("pk"))),
    "draft": (_("Draft, never published"), lambda pages: pages.filter(live=False, first_published_at=None)),
    "unpublished": (_("Unpublished"), lambda pages: pages.filter(live=False).exclude(first_published_at=None)),
    "changed": (
        _("Published, with changes to publish"),
        lambda pages: pages.filter(live=True, has_unpublished_changes=True),
    ),
    "hidden": (_("Hidden"), lambda pages: pages.filter(Exists(open_hidings()))),
    "restricted": (_("Restricted"), lambda pages: pages.not_public()),
}


def _latest_is(pages: Any, *statuses: str) -> QuerySet:
    return pages.filter(Exists(_running(*statuses)), ~Exists(memberships_in_force()))


def _ended(pages: Any) -> QuerySet:
    running = _running(MembershipStatus.CANDIDATE, MembershipStatus.SUSPENDED)
    return pages.filter(Exists(begun_memberships()), ~Exists(memberships_in_force()), ~Exists(running))


def _running(*statuses: str) -> QuerySet:
    # A stretch of candidacy or suspension counts while its days run.
    return begun_memberships().filter(status__in=statuses).exclude(ends__lt=timezone.localdate())


MEMBERSHIP: dict[str, tuple[Any, Narrowing]] = {
    "in-force": (_("In force"), lambda pages: pages.filter(Exists(memberships_in_force()))),
    "ending": (_("Ends within 60 days"), ending_soon),
    "suspended": (_("Suspended"), lambda pages: _latest_is(pages, MembershipStatus.SUSPENDED)),
    "candidate": (_("Candidate"), lambda pages: _latest_is(pages, MembershipStatus.CANDIDATE)),
    "ended": (_("Ended"), _ended),
    "none": (_("Never a member"), lambda pages: pages.exclude(Exists(begun_memberships()))),
}

CONFIRMED: dict[str, tuple[Any, Narrowing]] = {
    "6-months": (_("Within 6 months"), lambda pages: _confirmed(pages).filter(confirmed__gte=_ago(HALF_A_YEAR))),
    "12-months": (_("Within 12 months"), lambda pages: _confirmed(pages).filter(confirmed__gte=_ago(A_YEAR))),
    "older": (_("Not within 12 months"), unconfirmed),
    "never": (_("Never"), lambda pages: _confirmed(pages).filter(confirmed=None)),
}


class ByRule(django_filters.ChoiceFilter):
    """A choice whose value names a rule in a table."""

    def __init__(self, rules: dict[str, tuple[Any, Narrowing]], **kwargs: Any) -> None:
        self.rules = rules
        choices = [(value, label) for value, (label, _narrowing) in rules.items()]
        super().__init__(choices=choices, widget=forms.RadioSelect, empty_label=_("All"), **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        """Apply the rule that was chosen."""
        return self.rules[value][1](qs) if value in self.rules else qs


def _countries(request: Any) -> QuerySet:
    present = organisations_for(request.user).order_by().values("country")
    return Country.objects.filter(pk__in=present).select_related("region")


class OrganisationFilterSet(WagtailFilterSet):
    """Region, country, kind, status, membership and its category, confirmed."""

    region = django_filters.ModelMultipleChoiceFilter(
        label=_("Region"),
        field_name="country__region",
        queryset=Region.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    country = django_filters.ModelChoiceFilter(label=_("Country"), queryset=_countries)
    kind = django_filters.ModelMultipleChoiceFilter(
        label=_("Kind"), queryset=Kind.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    status = ByRule(STATUS, label=_("Status"))
    membership = ByRule(MEMBERSHIP, label=_("Membership"))
    category = django_filters.ModelMultipleChoiceFilter(
        label=_("Membership category"),
        queryset=MembershipCategory.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        method="in_category",
    )
    confirmed = ByRule(CONFIRMED, label=_("Confirmed"))

    class Meta:
        model = OrganisationPage
        fields: list[str] = []

    def _add_locale_filter(self) -> None:
        """Leave it out: an organisation's page exists once, whatever language it is read in."""

    def in_category(self, pages: QuerySet, _name: str, categories: Any) -> QuerySet:
        """Keep the organisations with a membership in force in one of the categories."""
        if not categories:
            return pages
        return pages.filter(Exists(memberships_in_force().filter(category__in=categories)))
