"""How pages found in the tree are served: organisations at their one address, the others in their own language.
In: Wagtail's serving of a page, after its check of view restrictions. Out: the same, with other answers first.
Next: cms/wagtail_hooks.py registers both.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from wagtail.models import Page

from directory.listing import is_listed, is_listed_but_restricted
from directory.models import OrganisationPage

Serve: TypeAlias = Callable[[Page, HttpRequest, list[Any], dict[str, Any]], HttpResponse]


def at_public_address(serve: Serve) -> Serve:
    """Redirect the tree address of a listed organisation; show a restricted one to those let through; else 404."""

    def answer(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> HttpResponse:
        if not isinstance(page, OrganisationPage):
            return serve(page, request, args, kwargs)
        listed = is_listed(page)
        if listed and page.get_url(request):
            return redirect(page.get_url(request))
        if not listed and not is_listed_but_restricted(page):
            raise Http404
        response = serve(page, request, args, kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def in_own_language(serve: Serve) -> Serve:
    """Redirect a page that was reached below another language's code for want of a translation."""

    def answer(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> HttpResponse:
        if isinstance(page, OrganisationPage) or page.locale.language_code == get_language():
            return serve(page, request, args, kwargs)
        return redirect(page.get_url(request))

    return answer
