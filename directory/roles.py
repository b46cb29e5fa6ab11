"""The groups of people who work on the register, and what each may do: permissions as data.
In: regions and their offices' pages. Out: Wagtail groups with their permissions on branches of the tree, idempotent.
Next: the admin asks permissions, never groups; the moderation workflow (admin/workflow.py) names a region's reviewers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from directory.models import (
    Award,
    Change,
    Committee,
    Country,
    Field,
    Kind,
    MembershipCategory,
    OrganisationPage,
    Person,
    Programme,
    Region,
    RegionalOfficePage,
    Term,
)

SECRETARIAT = "Secretariat"
ALL = ("add", "change", "delete", "view")
# What the secretariat may do with the register's own records. Rows beside an organisation's page are not here:
# who may write them follows from the page (admin/permissions.py).
REGISTER: dict[type[models.Model], tuple[str, ...]] = {
    Region: ALL,
    Country: ("change", "view"),
    Kind: ALL,
    Field: ALL,
    Programme: ALL,
    Award: ALL,
    MembershipCategory: ALL,
    Person: ALL,
    Committee: ALL,
    Term: ("add", "change", "view"),
    Change: ("view",),
}
ON_EVERY_PAGE = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
ON_THE_BRANCH = ("add", "change", "publish", "lock", "unlock")
TO_REVIEW = ("change", "publish")
ON_ONE_PAGE = ("change",)


@dataclass(frozen=True, slots=True)
class RegionalGroups:
    """The two groups of a region's office."""

    editors: Group
    reviewers: Group


def ensure_secretariat_group(*, also: Iterable[Permission] = ()) -> Group:
    """Make the group that edits everything, or bring it up to date; `also` are permissions of other applications."""
    group = _group(SECRETARIAT)
    for model, actions in REGISTER.items():
        group.permissions.add(*_permissions(model, actions))
    group.permissions.add(
        *also,
        *Permission.objects.filter(content_type__app_label="wagtailredirects", content_type__model="redirect"),
        *Permission.objects.filter(codename="submit_translation", content_type__app_label="wagtail_localize"),
        *Permission.objects.filter(codename="view_indexreport", content_type__app_label="search"),
    )
    _allow_on_page(group, Page.get_first_root_node(), ON_EVERY_PAGE)
    _allow_media(group, ("add", "change", "choose"))
    return group


def ensure_regional_groups(region: Region, office_pages: Iterable[RegionalOfficePage]) -> RegionalGroups:
    """Make a region's editors and reviewers, or bring them up to date, on the office's page in every locale.

    Editors write and publish in the branch; reviewers approve what others submit there. A person may be both.
    """
    groups = RegionalGroups(editors=_group(editors_of(region)), reviewers=_group(reviewers_of(region)))
    for page in office_pages:
        _allow_on_page(groups.editors, page, ON_THE_BRANCH)
        _allow_on_page(groups.reviewers, page, TO_REVIEW)
    _allow_media(groups.editors, ("add", "choose"))
    _allow_media(groups.reviewers, ("choose",))
    return groups


def ensure_steward_group(organisation: OrganisationPage) -> Group:
    """Make the group whose people edit one organisation's page; what they write is published by others."""
    group = _group(f"Stewards of {organisation.slug}")
    _allow_on_page(group, organisation, ON_ONE_PAGE)
    _allow_media(group, ("add", "choose"))
    return group


def editors_of(region: Region) -> str:
    """Return the name of the group of a region's editors."""
    return f"Editors of {region.name}"


def reviewers_of(region: Region) -> str:
    """Return the name of the group of a region's reviewers."""
    return f"Reviewers of {region.name}"


def _group(name: str) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    return group


def _permissions(model: type[models.Model], actions: Iterable[str]) -> Iterable[Permission]:
    codenames = [f"{action}_{model._meta.model_name}" for action in actions]  # noqa: SLF001 - Django's documented API
    return Permission.objects.filter(content_type=ContentType.objects.get_for_model(model), codename__in=codenames)


def _allow_on_page(group: Group, page: Any, actions: Iterable[str]) -> None:
    for permission in _permissions(Page, actions):
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def _allow_media(group: Group, actions: Iterable[str]) -> None:
    root = Collection.get_first_root_node()
    for model in (get_image_model(), get_document_model()):
        for permission in _permissions(model, actions):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
