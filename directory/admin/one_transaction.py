"""Whatever a form of the admin writes is written in one transaction, with its lines of the change log.
In: a request that may write, below the admin's address. Out: the view's response, committed; or nothing written.
Next: the change log has one line for each subject that the form touched; who listens is told once.

Wagtail's views write a page, its revision, its log entries and its restrictions one after another.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class AdminInOneTransaction:
    """The last of the middlewares: it calls the view itself, so that what a view raises undoes what it wrote."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        """Answer a request that may write; leave others to Django."""
        if request.method in READING or not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        if not request.user.is_authenticated:  # who signs in, or asks for a password by mail, keeps nobody waiting
            return None
        with transaction.atomic():
            response: HttpResponseBase = view(request, *args, **kwargs)
        return response
