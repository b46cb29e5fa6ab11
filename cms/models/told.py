"""Pages that tell: the home page, governance, and prose of any subject.
In: an introduction and blocks of prose by staff. Out: pages in the tree, translated like any other.
Next: cms/presentation builds what their templates show.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from directory.page_context import ContextFromHooks
from directory.prose import ProseBlock


class ToldPage(ContextFromHooks, Page):
    """A page with an introduction and prose."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600)
    body = StreamField(ProseBlock(), blank=True, verbose_name=_("text"))

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        abstract = True


class HomePage(ToldPage):
    """The first page: what the federation is, and the way to its organisations."""

    headline = models.CharField(_("headline"), max_length=120, blank=True)

    template = "pages/home.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        *ToldPage.content_panels[len(Page.content_panels) :],
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.NetworkPage", "cms.GovernancePage", "cms.ContentPage"]

    class Meta:
        verbose_name = _("home page")


class GovernancePage(ToldPage):
    """The section of committees and governance texts."""

    template = "pages/governance.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["directory.CommitteePage", "cms.ContentPage"]

    class Meta:
        verbose_name = _("governance section")


class ContentPage(ToldPage):
    """Prose: a charter, a mission, a policy, a history."""

    template = "pages/content.html"
    parent_page_types = ["cms.HomePage", "cms.NetworkPage", "cms.GovernancePage", "cms.ContentPage"]
    subpage_types = ["cms.ContentPage"]

    class Meta:
        verbose_name = _("content page")
