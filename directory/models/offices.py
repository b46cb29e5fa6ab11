"""The page of a regional office: prose in one language about a region whose facts are recorded once.
In: an introduction by staff. Out: a page with the region's countries, organisations, officers and contacts.
Next: it is also the branch of the tree below which the region's organisations lie.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from directory.forms import OfficeForm
from directory.models.places import Region
from directory.page_context import ContextFromHooks
from directory.prose import ProseBlock


class RegionalOfficePage(ContextFromHooks, Page):
    """A regional office of the federation."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="offices", verbose_name=_("region"))
    introduction = StreamField(ProseBlock(), blank=True, verbose_name=_("introduction"))

    base_form_class = OfficeForm
    template = "pages/regional_office.html"
    parent_page_types = ["cms.NetworkPage"]
    subpage_types = ["directory.OrganisationPage"]

    content_panels = [*Page.content_panels, FieldPanel("region"), FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("regional office")
        verbose_name_plural = _("regional offices")
