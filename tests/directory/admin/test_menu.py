"""The menu: one group, in which each sees the entries whose records are theirs; and the site's own name."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.menu import admin_menu, help_menu

BESIDE = ["Organisations", "Memberships", "Contact points", "Hidings", "Confirmations"]
FEDERATION = [
    "People", "Committees", "Terms", "Regions", "Countries", "Kinds", "Fields", "Programmes", "Awards",
    "Membership categories", "Change log",
]  # fmt: skip


def entries(user):
    # As in a request: the addresses, and with them the menu's groups, are registered before the menu is asked for.
    request = RequestFactory().get(reverse("wagtailadmin_home"))
    request.user = user
    groups = [item for item in admin_menu.menu_items_for_request(request) if item.name == "register"]
    items = [item for group in groups for item in group.menu.menu_items_for_request(request)]
    return [str(item.label) for item in sorted(items, key=lambda item: item.order)]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("admin", [*BESIDE, *FEDERATION]),
        ("secretariat", [*BESIDE, *FEDERATION]),
        ("africa", BESIDE),
        ("steward", BESIDE),
        ("nobody", []),
    ],
)
def test_each_role_has_the_entries_that_are_theirs(staff, role, expected):
    assert entries(getattr(staff, role)) == expected


def test_the_help_has_no_news_of_wagtails_releases(staff):
    request = RequestFactory().get(reverse("wagtailadmin_home"))
    request.user = staff.admin
    assert [item.name for item in help_menu.menu_items_for_request(request)] == [
        "editor-guide",
        "keyboard-shortcuts-trigger",
    ]


def test_the_admin_has_the_sites_name(staff, sign_in, client, settings):
    settings.WAGTAIL_SITE_NAME = "Federation of Tests"
    login = " ".join(client.get("/admin/login/").content.decode().split())
    assert "Sign in to Federation of Tests" in login
    home = " ".join(sign_in(staff.admin).get("/admin/").content.decode().split())
    assert "<title>Dashboard - Federation of Tests </title>" in home
