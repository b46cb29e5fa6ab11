"""The register's menu, and Wagtail's help without what staff of a federation do not need.
In: the register's view sets. Out: one group “Register”, and a shorter help.
Next: wagtail_hooks.py registers it.
"""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup

from directory.admin.change_log import ChangeViewSet
from directory.admin.confirmations import ConfirmationViewSet
from directory.admin.contacts import ContactViewSet
from directory.admin.hidings import HidingViewSet
from directory.admin.memberships import MembershipViewSet
from directory.admin.organisations import OrganisationListing
from directory.admin.people import CommitteeViewSet, PersonViewSet
from directory.admin.places import CountryViewSet, RegionViewSet
from directory.admin.terms import TermViewSet
from directory.admin.vocabularies import (
    AwardViewSet,
    CategoryViewSet,
    FieldViewSet,
    KindViewSet,
    ProgrammeViewSet,
)

# News of Wagtail's releases are not news of the federation.
UNWANTED = "whats-new-in-wagtail"


class RegisterGroup(ModelViewSetGroup):
    """The group “Register”: each sees the entries whose records are theirs."""

    menu_label = _("Register")
    menu_icon = "group"
    menu_name = "register"
    menu_order = 50
    items = (
        OrganisationListing,
        MembershipViewSet,
        ContactViewSet,
        HidingViewSet,
        ConfirmationViewSet,
        PersonViewSet,
        CommitteeViewSet,
        TermViewSet,
        RegionViewSet,
        CountryViewSet,
        KindViewSet,
        FieldViewSet,
        ProgrammeViewSet,
        AwardViewSet,
        CategoryViewSet,
        ChangeViewSet,
    )


def shorten(request: HttpRequest, items: list[MenuItem]) -> None:  # noqa: ARG001 - the hook's signature
    """Leave what staff of a federation do not need out of the help."""
    items[:] = [item for item in items if not item.name.startswith(UNWANTED)]
