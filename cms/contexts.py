"""Which context each type of page is shown with: a table.
In: a page and a request, through the hook of directory/page_context.py. Out: the context of its template.
Next: cms/wagtail_hooks.py registers it.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from cms.models import ContentPage, GovernancePage, HomePage, NetworkPage
from cms.presentation.committee import committee_context
from cms.presentation.office import office_context
from cms.presentation.organisation import organisation_context
from cms.presentation.told import content_context, governance_context, home_context, network_context
from directory.models import CommitteePage, OrganisationPage, RegionalOfficePage

CONTEXTS: dict[type[Page], Callable[[Any, HttpRequest], dict[str, Any]]] = {
    HomePage: home_context,
    NetworkPage: network_context,
    GovernancePage: governance_context,
    ContentPage: content_context,
    RegionalOfficePage: office_context,
    CommitteePage: committee_context,
    OrganisationPage: organisation_context,
}


def page_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """Return the context for a page; nothing for a type that makes its own."""
    construct = CONTEXTS.get(type(page))
    return construct(page, request) if construct else {}
