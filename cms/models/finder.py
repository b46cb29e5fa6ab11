"""The finder: the index of organisations, and the address below which each is read in every language.
In: the parameters of a search, or an organisation's slug. Out: a page of hits, or the organisation.
Next: cms/presentation/finder.py asks cms/finding.py; organisations are served through the listing rule.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django_htmx.middleware import HtmxDetails
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.addresses import UrlParts, address_in, finder_addresses
from cms.models.told import ToldPage
from cms.presentation.finder import finder_context
from directory.listing import listed
from directory.models import OrganisationPage


class FinderPage(RoutablePageMixin, ToldPage):
    """Search box, facets, map and cards; one such page a language."""

    template = "pages/finder.html"
    parent_page_types = ["cms.NetworkPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("finder")

    @classmethod
    def address_of(cls, slug: str, language: str | None, request: HttpRequest | None = None) -> UrlParts | None:
        """Return the parts of an organisation's public address in a language; None where there is no finder."""
        address = address_in(finder_addresses(cls.objects.all(), request), language)
        if address is None:
            return None
        site_id, root_url, finder_path = address
        return site_id, root_url, f"{finder_path}{slug}/"

    @path("")
    def search(self, request: HttpRequest) -> HttpResponse:
        """Answer a search: the whole page, or for htmx the part that changes."""
        htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
        is_partial = htmx and not htmx.history_restore_request
        template = "components/finder_results.html" if is_partial else self.template
        context = self.get_context(request) | finder_context(
            title=self.title,
            introduction=self.introduction,
            description=self.search_description,
            action=request.path,
            request=request,
        )
        response = TemplateResponse(request, template, context)
        patch_vary_headers(response, ["HX-Request"])
        return response

    @path("<slug:slug>/")
    def organisation(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show a listed organisation; send readers of an earlier address to the present one; else 404."""
        organisation = listed().filter(slug=slug).first()
        if organisation is not None:
            request.is_preview = False  # type: ignore[attr-defined]
            return TemplateResponse(request, organisation.template, organisation.get_context(request))
        renamed = listed(OrganisationPage.objects.filter(earlier_slugs__slug=slug)).first()
        if renamed is not None:
            return redirect(renamed.get_url(request), permanent=True)
        raise Http404
