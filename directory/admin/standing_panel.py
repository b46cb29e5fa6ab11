"""Beside an organisation's editor: how it stands, and the buttons to what may be decided about it.
In: the page that is edited. Out: a side panel, and the same buttons in menus.
Next: the buttons lead to admin/decisions.py.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from directory.admin import contacts
from directory.admin.confirmations import CONFIRM
from directory.admin.hidings import HIDE, SHOW
from directory.admin.membership_decisions import overview
from directory.admin.permissions import decides_about, keeps
from directory.admin.place_decisions import RELOCATE
from directory.admin.standing import standings
from directory.models import OrganisationPage


def buttons_about(organisation: OrganisationPage, user: Any, next_url: str = "") -> Iterator[Button]:
    """Offer what the user may decide about an organisation, without asking the database for each row of a list."""
    if keeps(user, organisation):
        yield CONFIRM.button(organisation, next_url, priority=110)
        yield Button(_("Contact points"), url=contacts.of_organisation(organisation), icon_name="mail", priority=115)
    if decides_about(user, organisation):
        yield Button(_("Membership…"), url=overview(organisation), icon_name="group", priority=100)
        standing = getattr(organisation, "standing", None)
        if standing is None:
            url = reverse("directory_hide_or_show", args=[organisation.pk])
            yield Button(_("Hide or show…"), url=url, icon_name="no-view", priority=120)
        else:
            yield (SHOW if standing.is_hidden else HIDE).button(organisation, next_url, priority=120)
        yield RELOCATE.button(organisation, next_url, priority=130)


def page_buttons(
    page: Page,
    user: Any,
    next_url: str | None = None,
    view_name: str = "",  # noqa: ARG001 - one of the two hooks gives it
) -> Iterator[Button]:
    """Offer them for a page, if it is an organisation's: in the editor's menu and in lists of pages."""
    if isinstance(page, OrganisationPage):
        yield from buttons_about(page, user, next_url or "")


class StandingSidePanel(BaseSidePanel):
    """Listed or why not, the membership, the latest confirmation, contact points."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle standing")
        icon_name = "group"
        has_counter = False

    name = "standing"
    title = _("Standing")
    template_name = "directory/admin/standing_panel.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Ask how the organisation stands."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        standing = standings([self.object.pk])[self.object.pk]
        self.object.standing = standing
        return context | {
            "standing": standing,
            "contacts": list(self.object.contact_points.all()),
            "buttons": sorted(buttons_about(self.object, self.request.user)),
        }
