"""The network section: the federation's regions and countries.
In: the register. Out: a page of regions and, below it, one for every country with members.
Next: regional offices and the finder lie below it.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.models.told import ToldPage
from cms.presentation.country import country_context


class NetworkPage(RoutablePageMixin, ToldPage):
    """Regions, regional offices and countries."""

    template = "pages/network.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["directory.RegionalOfficePage", "cms.FinderPage", "cms.ContentPage"]

    class Meta:
        verbose_name = _("network section")

    @path("countries/<str:code>/", name="country")
    def country(self, request: HttpRequest, code: str) -> HttpResponse:
        """Show one country that has members; 404 for any other code."""
        response: HttpResponse = self.render(
            request, context_overrides=country_context(code, request), template="pages/country.html"
        )
        return response

    def country_url(self, code: str, request: HttpRequest | None = None) -> str:
        """Return the address of a country's page."""
        return f"{self.get_url(request)}{self.reverse_subpage('country', args=[code.lower()])}"
