"""Before a page is served: organisations go to their one address, pages are read in their own language.
In: a page that Wagtail has found in its tree, and let the reader through to. Out: another answer, or none.
Next: cms/wagtail_hooks.py registers both, after Wagtail's own check of view restrictions.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from wagtail.models import Page

from directory.listing import is_listed, is_listed_but_restricted
from directory.models import OrganisationPage


def send_to_public_address(
    page: Page, request: HttpRequest, serve_args: tuple[Any, ...], serve_kwargs: dict[str, Any]
) -> HttpResponse | None:
    """Redirect the tree address of a listed organisation; show a restricted one to those let through; else 404."""
    del serve_args, serve_kwargs
    if not isinstance(page, OrganisationPage):
        return None
    if is_listed(page):
        return redirect(page.get_url(request))
    if not is_listed_but_restricted(page):
        raise Http404
    response: HttpResponse = page.serve(request)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


def send_to_own_language(
    page: Page, request: HttpRequest, serve_args: tuple[Any, ...], serve_kwargs: dict[str, Any]
) -> HttpResponse | None:
    """Redirect a page that was reached below another language's code for want of a translation."""
    del serve_args, serve_kwargs
    language = page.locale.language_code
    if isinstance(page, OrganisationPage) or language == get_language():
        return None
    return redirect(page.get_url(request))
