"""Everything with which the register enters the Wagtail admin; the things themselves are in directory/admin.
In: Wagtail's hooks. Out: menus, lists, forms, buttons, panels of the admin's first page.
Next: see the module named at each registration.
"""

from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks

from directory.admin import guards, home, menu
from directory.admin.decisions import DecisionView
from directory.admin.hidings import hide_or_show
from directory.admin.history import register_actions
from directory.admin.memberships import OverviewView
from directory.admin.organisation_editor import OrganisationPageViewSet
from directory.admin.permissions import register_policies
from directory.admin.standing_panel import page_buttons
from directory.admin.workflow import watch_translations

# First: Wagtail remembers the policy that it finds when it is first asked.
register_policies()
watch_translations()

hooks.register("register_log_actions", register_actions)
hooks.register("register_page_header_buttons", page_buttons)
hooks.register("register_page_listing_more_buttons", page_buttons)
hooks.register("construct_homepage_panels", home.add_panels)
hooks.register("construct_help_menu", menu.shorten)
hooks.register("before_copy_page", guards.refuse_copy)
hooks.register("before_delete_page", guards.refuse_deletion)
hooks.register("before_bulk_action", guards.refuse_bulk_deletion)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Register the menu group with its lists, and the editor of an organisation's page."""
    return [menu.RegisterGroup(), OrganisationPageViewSet()]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Register the forms that call verbs."""
    return [
        path("register/decide/<slug:name>/", DecisionView.as_view(), name="directory_decide"),
        path("register/decide/<slug:name>/<str:pk>/", DecisionView.as_view(), name="directory_decide"),
        path("register/organisations/<int:pk>/memberships/", OverviewView.as_view(), name="directory_memberships"),
        path("register/organisations/<int:pk>/hide-or-show/", hide_or_show, name="directory_hide_or_show"),
    ]


@hooks.register("construct_homepage_summary_items")
def summarise(request: Any, items: list[Any]) -> None:
    """Count the organisations before the pages."""
    items.append(home.OrganisationsSummary(request))


@hooks.register("insert_global_admin_css")
def style() -> str:
    """Add the few rules of the register's own."""
    return format_html('<link rel="stylesheet" href="{}">', static("directory/admin.css"))
