"""The entry “Search index” of the admin's reports: how the finder's index is, for those who look after it.
In: a look at the index. Out: a page; a button that has the records set aside tried again.
Next: whatever takes longer than a request is a command, which the page names.
"""

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.admin.index_banner import look, may_see
from cms.admin.index_words import COMMANDS, lasting, number_waiting, sentences
from search.set_aside import try_all_again

NAME = "search_index"
TITLE = _("Search index")


class SearchIndexView(WagtailAdminTemplateMixin, TemplateView):
    """How the index is. For whoever may not see it, there is no such page."""

    template_name = "cms/admin/search_index.html"
    page_title = TITLE
    header_icon = "search"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer as for a page that is not there."""
        if not may_see(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Have all records that are set aside tried again by the next follower."""
        number = try_all_again()
        says = ngettext(
            "%d record will be tried again in a moment.", "%d records will be tried again in a moment.", number
        )
        messages.success(request, says % number)
        return redirect(NAME)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the admin's first page."""
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Look, and put it into words."""
        found = look()
        first, *others = sentences(found)
        return super().get_context_data(**kwargs) | {
            "status": found,
            "first": first,
            "others": others,
            "documents": "" if found.documents is None else intcomma(found.documents),
            "waiting": number_waiting(found),
            "lag": lasting(found.lag or 0, found.at),
            "commands": COMMANDS,
        }


class SearchIndexMenuItem(MenuItem):
    """The way there, for those who may go."""

    def __init__(self) -> None:
        super().__init__(TITLE, reverse(NAME), name="search-index", icon_name="search", order=1200)

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to whoever may see the page."""
        return may_see(request.user)
