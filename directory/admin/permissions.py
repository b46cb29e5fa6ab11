"""Who may see and write the rows beside an organisation's page: whoever may edit, or publish, that page.
In: a user and what they want to do. Out: the organisations and rows about which they may.
Next: every list, export, form and button of the register asks here, so that they cannot disagree.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.query import PageQuerySet

from directory.models import Confirmation, ContactPoint, Hiding, Membership, OrganisationPage

# What a user must be allowed to do with a page (any of these) …
TO_READ = frozenset({"change", "publish"})  # … to see the rows beside it,
TO_KEEP = frozenset({"change"})  # … to keep what the organisation itself says: contact points, confirmations,
TO_DECIDE = frozenset({"publish"})  # … to decide for the federation: membership, hiding, country.

pages = PagePermissionPolicy.for_model(OrganisationPage)


def organisations_for(user: Any, actions: Iterable[str] = TO_READ) -> PageQuerySet:
    """Return the organisations with whose pages a user may do any of `actions`."""
    return pages.instances_user_has_any_permission_for(user, set(actions))


def organisations_to_keep(user: Any) -> PageQuerySet:
    """Return the organisations whose contact points and confirmations a user may write."""
    return organisations_for(user, TO_KEEP)


def organisations_to_decide(user: Any) -> PageQuerySet:
    """Return the organisations about which a user may decide for the federation."""
    return organisations_for(user, TO_DECIDE)


def may_decide(user: Any) -> bool:
    """Tell whether there can be an organisation about which the user may decide for the federation."""
    return bool(pages.user_has_any_permission(user, set(TO_DECIDE)))


def may_keep(user: Any) -> bool:
    """Tell whether there can be an organisation whose contact points and confirmations the user may write."""
    return bool(pages.user_has_any_permission(user, set(TO_KEEP)))


def decides_about(user: Any, organisation: OrganisationPage) -> bool:
    """Tell whether the user may decide about one organisation for the federation."""
    return bool(pages.user_has_any_permission_for_instance(user, set(TO_DECIDE), organisation))


def keeps(user: Any, organisation: OrganisationPage) -> bool:
    """Tell whether the user may write one organisation's contact points and confirmations."""
    return bool(pages.user_has_any_permission_for_instance(user, set(TO_KEEP), organisation))


class BesidePolicy(BasePermissionPolicy):
    """Permission on rows beside an organisation's page, derived from permission on the page."""

    def __init__(self, model: type[models.Model], *, to_write: frozenset[str]) -> None:
        super().__init__(model)
        self.to_write = to_write

    def _on_page(self, actions: Iterable[str]) -> set[str]:
        wanted = set(actions)
        return set(TO_READ if "view" in wanted else ()) | set(self.to_write if wanted - {"view"} else ())

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether there can be a row with which the user may do `action`."""
        return bool(pages.user_has_any_permission(user, self._on_page({action})))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Tell whether the user may do `action` with one row."""
        return bool(pages.user_has_any_permission_for_instance(user, self._on_page({action}), instance.organisation))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> models.QuerySet:
        """Return the rows with which the user may do any of `actions`."""
        rows = self.model._default_manager.all()  # noqa: SLF001 - the manager that Wagtail uses as well
        if user.is_active and user.is_superuser:
            return rows
        allowed = organisations_for(user, self._on_page(actions)).order_by().values("pk")
        return rows.filter(organisation__in=allowed)

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet:
        """Return the users who can have such a row."""
        users: models.QuerySet = pages.users_with_any_permission(self._on_page(actions))
        return users if self._on_page(actions) else get_user_model().objects.none()


def register_policies() -> None:
    """Have Wagtail ask these policies; before anything else asks about these models."""
    for model, to_write in {
        Membership: TO_DECIDE,
        Hiding: TO_DECIDE,
        ContactPoint: TO_KEEP,
        Confirmation: TO_KEEP,
    }.items():
        register_permission_policy(model, BesidePolicy(model, to_write=to_write))
