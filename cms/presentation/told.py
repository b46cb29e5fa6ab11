"""Home, network, governance and prose, as their pages show them.
In: a page of cms.models. Out: the context of its template.
Next: templates/pages/.
"""

from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.presentation.counts import (
    Census,
    country_links,
    country_text,
    offices_by_region,
    region_cards,
    take_census,
)
from cms.presentation.parts import CountryGroup, Link, Total
from cms.presentation.site import Places, places
from cms.worldmap import WorldMap, world_map
from directory.listing import listed
from directory.models import CommitteePage, Field, Region

FIELDS_SHOWN = 12


def home_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return what the template needs to show the home page."""
    site, census = places(request), take_census()
    return {
        **_overview(census, site, request),
        "title": page.headline or page.title,
        "introduction": page.introduction,
        "body": page.body,
        "ways": [_way(child, request) for child in page.get_children().live().public().in_menu().specific()],
        "fields": _fields(site),
        "page_title": "",
        "page_description": page.search_description or page.introduction,
        "crumbs": [],
    }


def network_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return what the template needs to show the network section."""
    site, census = places(request), take_census()
    groups = [
        CountryGroup(region.label(), country_links(census, census.of_region(region), site.country))
        for region in Region.objects.all()
    ]
    return {
        **_overview(census, site, request),
        "title": page.title,
        "introduction": page.introduction,
        "body": page.body,
        "countries": [group for group in groups if group.links],
        "page_title": page.title,
        "page_description": page.search_description or page.introduction,
        "crumbs": [Link(_("Home"), site.home), Link(page.title, "")],
    }


def governance_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return what the template needs to show the governance section."""
    children = list(page.get_children().live().public().select_related("content_type").specific())
    committees = [child for child in children if isinstance(child, CommitteePage)]
    return {
        **_prose(page, request),
        "committees": [
            Link(each.title, each.get_url(request) or "", each.committee.get_kind_display()) for each in committees
        ],
        "children": [_way(child, request) for child in children if not isinstance(child, CommitteePage)],
    }


def content_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return what the template needs to show a page of prose."""
    siblings = page.get_siblings().live().public().type(type(page))
    below = page.get_children().live().public()
    return {
        **_prose(page, request),
        "siblings": [Link(each.title, each.get_url(request) or "", current=each.pk == page.pk) for each in siblings],
        "children": [Link(each.title, each.get_url(request) or "") for each in below],
        "updated": page.last_published_at.date() if page.last_published_at else None,
    }


def _prose(page: Any, request: HttpRequest) -> dict[str, Any]:
    above = page.get_ancestors().filter(depth__gt=1).live()
    return {
        "title": page.title,
        "introduction": page.introduction,
        "body": page.body,
        "page_title": page.title,
        "page_description": page.search_description or page.introduction,
        "crumbs": [*(Link(each.title, each.get_url(request) or "") for each in above), Link(page.title, "")],
    }


def _overview(census: Census, site: Places, request: HttpRequest) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    regions = region_cards(census, offices_by_region(language, settings.LANGUAGE_CODE), site.finder, request)
    return {
        "finder_url": site.finder,
        "totals": [
            Total(str(census.total), ngettext("organisation", "organisations", census.total)),
            Total(str(len(census.counts)), ngettext("country", "countries", len(census.counts))),
            Total(str(len(regions)), ngettext("region", "regions", len(regions))),
        ],
        "map": _world(census, site),
        "regions": regions,
    }


def _world(census: Census, site: Places) -> WorldMap:
    labels = {code: census.countries[code].label() for code in census.counts}
    return world_map(
        census.counts,
        labels=labels,
        hrefs={code: site.country.format(code=code.lower()) for code in census.counts},
        texts={code: country_text(labels[code], count) for code, count in census.counts.items()},
    )


def _fields(site: Places) -> list[Link]:
    counts = listed().order_by().filter(fields__isnull=False).values_list("fields").annotate(number=Count("pk"))
    fields = Field.objects.in_bulk()
    most = sorted(counts, key=lambda pair: (-pair[1], fields[pair[0]].order))[:FIELDS_SHOWN]
    return [Link(fields[pk].label(), f"{site.finder}?field={fields[pk].slug}", count=number) for pk, number in most]


def _way(page: Page, request: HttpRequest) -> Link:
    return Link(page.title, page.get_url(request) or "", getattr(page, "introduction", ""))
