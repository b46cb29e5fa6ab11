"""What search engines are told of: editorial pages, countries, and the organisations that are listed now.
In: a request. Out: addresses with the day of their last change.
Next: config/urls.py mounts the view.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from wagtail.contrib.sitemaps import Sitemap as EditorialSitemap
from wagtail.contrib.sitemaps.views import sitemap as sitemap_view

from cms.presentation.counts import take_census
from cms.presentation.site import places
from directory.listing import listed
from directory.models import OrganisationPage


class EditorialPages(EditorialSitemap):
    """Every public page but organisations, which have a rule of their own."""

    def items(self) -> Any:
        """Return the pages in the order of the tree."""
        return super().items().not_type(OrganisationPage)


class Organisations(Sitemap):
    """The listed organisations at their public addresses."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def items(self) -> Any:
        """Return the organisations that the public may see."""
        organisations = listed().only("pk", "slug", "last_published_at").order_by("pk")
        return organisations if places(self.request).finder else organisations.none()

    def location(self, item: OrganisationPage) -> str:
        """Return the path of the public address."""
        return item.get_url(self.request) or ""

    def lastmod(self, item: OrganisationPage) -> datetime.datetime | None:
        """Return when the page was last published."""
        return item.last_published_at


class Countries(Sitemap):
    """The countries that have members."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def items(self) -> Iterable[str]:
        """Return the codes."""
        return sorted(take_census().counts)

    def location(self, item: str) -> str:
        """Return the path of the country's page."""
        return places(self.request).country.format(code=item.lower())


def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer /sitemap.xml."""
    sections = {
        "pages": EditorialPages(request),
        "organisations": Organisations(request),
        "countries": Countries(request),
    }
    response: HttpResponse = sitemap_view(request, sections)
    return response
