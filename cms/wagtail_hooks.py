"""Registrations with Wagtail: contexts of pages, how pages are served, how the finder's index is.
In: Wagtail's hooks. Out: the functions of contexts.py and serving.py in their places; a page of the admin's reports.
Next: Wagtail calls them.
"""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks

from cms import contexts, serving
from cms.admin import index_banner, index_page
from directory.page_context import HOOK

# Wagtail's own check of view restrictions has order 0: it must stand outside these.
WITHIN_RESTRICTIONS = 100

hooks.register(HOOK, contexts.page_context)
hooks.register("on_serve_page", serving.at_public_address, order=WITHIN_RESTRICTIONS)
hooks.register("on_serve_page", serving.in_own_language, order=WITHIN_RESTRICTIONS + 1)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Register the page that tells how the index is."""
    return [path("reports/search-index/", index_page.SearchIndexView.as_view(), name=index_page.NAME)]


@hooks.register("register_reports_menu_item")
def register_menu_item() -> index_page.SearchIndexMenuItem:
    """Lead there from the reports."""
    return index_page.SearchIndexMenuItem()


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Let superusers give a group the permission to see it."""
    return index_banner.permissions()


@hooks.register("insert_global_admin_css")
def style() -> str:
    """Add the few rules of the page and the banner."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
