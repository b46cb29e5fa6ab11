"""The page of a committee: prose in one language about a body whose seats and terms are recorded once.
In: a mandate by staff. Out: a page with the mandate and the terms in force.
Next: templates/pages/committee.html shows it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from directory.models.governance import Committee
from directory.page_context import ContextFromHooks
from directory.prose import ProseBlock


class CommitteePage(ContextFromHooks, Page):
    """A committee of the federation: the executive, the secretariat, an advisory committee."""

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="pages", verbose_name=_("committee")
    )
    mandate = StreamField(ProseBlock(), blank=True, verbose_name=_("mandate"))

    template = "pages/committee.html"
    parent_page_types = ["cms.GovernancePage"]
    subpage_types: list[str] = []

    content_panels = [*Page.content_panels, FieldPanel("committee"), FieldPanel("mandate")]
    search_fields = [*Page.search_fields, index.SearchField("mandate")]

    class Meta:
        verbose_name = _("committee page")
        verbose_name_plural = _("committee pages")
