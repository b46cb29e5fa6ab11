"""Loads the demo federation's pages: home, network, finder, offices, governance, committees, prose.
In: pages.json, regions.json, committees.json. Out: published pages; those that are there already stay as they are.
Next: organisations.py adds pages below the offices.
"""

from typing import Any

from django.conf import settings
from django.utils.html import format_html
from wagtail.models import Locale, Page, Site

from cms.demo.files import read
from cms.models import ContentPage, FinderPage, GovernancePage, HomePage, NetworkPage, SiteSettings
from directory.models import Committee, CommitteePage, Region, RegionalOfficePage

TYPES: dict[str, type[Page]] = {"home": HomePage, "network": NetworkPage, "governance": GovernancePage}
SITE_NAME = "MILSET"
# Sections of the main menu.
IN_MENU = {"about", "network", "governance"}
PORT = 8000


def load_tree() -> None:
    """Write the pages and make the home page the site's root."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    _remove_welcome()
    pages: dict[str, Page] = {}
    for record in read("pages")["pages"]:
        parent = pages[record["parent"]] if record["parent"] else Page.objects.get(depth=1)
        pages[record["key"]] = _told_page(record, parent)
    _site(pages["home"])
    _publish(
        pages["network"],
        FinderPage(
            title="Find organisations",
            slug="organisations",
            search_description="Clubs, science centres, museums and associations for curious young people.",
        ),
    )
    _offices(pages["network"])
    _committees(pages["governance"])


def _told_page(record: dict[str, Any], parent: Page) -> Page:
    facts = {"title": record["title"], "slug": record["slug"], "introduction": record["lead"]}
    if record["key"] == "home":
        facts["headline"] = record["hero_title"]
    body = [_block(block) for block in record["body"]]
    model = TYPES.get(record["key"], ContentPage)
    return _publish(parent, model(**facts, body=body, show_in_menus=record["key"] in IN_MENU))


def _offices(network: Page) -> None:
    prose = {office["region"]: office for office in read("pages")["offices"]}
    for record in read("regions")["regions"]:
        office = prose[record["slug"]]
        introduction = [("paragraph", _paragraph(office["lead"])), *(_block(block) for block in office["body"])]
        _publish(
            network,
            RegionalOfficePage(
                title=record["office"]["title"],
                slug=record["office"]["slug"],
                region=Region.objects.get(slug=record["slug"]),
                introduction=introduction,
            ),
        )


def _committees(governance: Page) -> None:
    for record in read("committees")["committees"]:
        mandate = [("paragraph", _paragraph(text)) for text in record["mandate"]]
        committee = Committee.objects.get(slug=record["slug"])
        page = CommitteePage(title=record["name"], slug=record["slug"], committee=committee, mandate=mandate)
        _publish(governance, page)


def _publish(parent: Page, page: Page) -> Page:
    """Add a page below `parent` and publish it, unless one with its slug is there."""
    there = parent.get_children().filter(slug=page.slug).first()
    if there is not None:
        return there.specific
    page = Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return page


def _remove_welcome() -> None:
    """Delete the page with which Wagtail greets a new installation; its site goes with it."""
    welcome = Page.objects.filter(depth=2, content_type__app_label="wagtailcore", content_type__model="page")
    for page in welcome.filter(slug="home", numchild=0):
        page.delete()


def _site(home: Page) -> None:
    site, is_new = Site.objects.get_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": PORT, "site_name": SITE_NAME, "root_page": home},
    )
    if is_new:
        facts = {"tagline": "The youth science movement", "shows_samples": True}
        SiteSettings.objects.update_or_create(site=site, defaults=facts)


def _block(block: dict[str, Any]) -> tuple[str, Any]:
    match block["type"]:
        case "heading" | "notice":
            return block["type"], block["text"]
        case "list":
            return "list", block["items"]
        case "quote":
            return "quote", {"text": block["text"], "attribution": block["attribution"]}
        case _:
            return "paragraph", _paragraph(block["text"])


def _paragraph(text: str) -> str:
    return format_html("<p>{}</p>", text)
