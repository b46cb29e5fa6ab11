"""The network section: the federation's regions and countries.
In: the register. Out: a page of regions and, below it, one for every country with members.
Next: regional offices and the finder lie below it.
"""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

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
        context = Page.get_context(self, request) | country_context(code, request)
        return TemplateResponse(request, "pages/country.html", context)
