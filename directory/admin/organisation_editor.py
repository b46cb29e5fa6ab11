"""How Wagtail edits an organisation's page: with how it stands beside it, without what is never done with one.
In: Wagtail's own editor of pages. Out: the same, with one more panel and fewer buttons.
Next: the form is directory/forms.py's, its layout directory/panels.py's.
"""

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets.button import Button

from directory.admin.organisation_filters import OrganisationFilterSet
from directory.admin.organisations import COLUMNS, OfficeIndexView
from directory.admin.standing_panel import StandingSidePanel
from directory.models import OrganisationPage

NEVER = ("wagtailadmin_pages:copy", "wagtail_localize:submit_page_translation")


class OrganisationEditView(EditView):
    """The editor of an organisation's page, with how it stands at its side."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Leave out what is not done with an organisation: it exists once, in no copy and no translation."""
        never = [reverse(name, args=[self.page.pk]) for name in NEVER]
        return [each for each in super().header_more_buttons if not str(each.url).startswith(tuple(never))]

    def get_side_panels(self) -> MediaContainer:
        """Add the panel beside Wagtail's own."""
        side_panels = list(super().get_side_panels())
        if not self.expects_json_response and not self.hydrate_create_view:
            side_panels.append(StandingSidePanel(self.page, self.request))
        return MediaContainer(side_panels)


class OrganisationPageViewSet(PageViewSet):
    """How Wagtail edits an organisation's page and explores an office's branch."""

    model = OrganisationPage
    index_view_class = OfficeIndexView
    edit_view_class = OrganisationEditView
    columns = [column for column in COLUMNS if column.name != "region"]
    filterset_class = OrganisationFilterSet
