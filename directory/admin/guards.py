"""What Wagtail's tree would let staff do, and the register does not: copy an organisation, delete one with a history.
In: a page about to be copied or deleted. Out: a sentence and the way back, or nothing.
Next: Wagtail goes on when nothing is returned.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from directory.models import Membership, OrganisationPage, RegionalOfficePage


def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to copy an organisation, or an office with its organisations: each exists once."""
    if not isinstance(page.specific, OrganisationPage | RegionalOfficePage):
        return None
    messages.error(request, _("An organisation exists once in the register, so its page is not copied."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def refuse_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete pages of organisations that are or were members: their memberships are facts to keep."""
    if not _has_history([page]):
        return None
    messages.error(
        request,
        _("“%s” has memberships on record, which are kept. Lapse, hide or unpublish it instead.") % page.title,
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def refuse_bulk_deletion(
    request: HttpRequest,
    action_type: str,
    objects: Iterable[Any],
    action: Any,  # noqa: ARG001 - the hook's signature
) -> HttpResponse | None:
    """Refuse the same when many pages are deleted at once."""
    pages = [each for each in objects if isinstance(each, Page)]
    if action_type != "delete" or not _has_history(pages):
        return None
    messages.error(request, _("Some of these organisations have memberships on record, which are kept."))
    return redirect("wagtailadmin_explore_root")


def _has_history(pages: list[Page]) -> bool:
    return any(
        Membership.objects.filter(
            organisation__in=OrganisationPage.objects.descendant_of(page, inclusive=True).order_by().values("pk")
        ).exists()
        for page in pages
    )
