"""Which language an answer is in, and which addresses have a language in them at all.
In: a request and its answer. Out: the same, sent on to the address in a language only where pages have one.
Next: Wagtail's pages live below the code of a language; the admin and the API do not.
"""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse

WITHOUT_LANGUAGE = ("/api/", "/healthz/", "/static/", "/media/")


class SiteLocaleMiddleware(LocaleMiddleware):
    """Django's, but what is missing in the admin or the API is missing, not sought below a language's code."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave a 404 of the admin or the API as it is."""
        prefixes = (reverse("wagtailadmin_home"), *WITHOUT_LANGUAGE)
        if response.status_code == 404 and request.path_info.startswith(prefixes):  # noqa: PLR2004 - not found
            return response
        return super().process_response(request, response)
