"""A regional office as its page shows it: its countries, organisations, officers and how to write to it.
In: an office's page. Out: an OfficeView, a map of the region, the newest organisations.
Next: templates/pages/regional_office.html.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models.settings import SiteSettings
from cms.presentation.cards import cards, presentable
from cms.presentation.counts import (
    by_label,
    countries_text,
    country_links,
    country_text,
    organisations_text,
    take_census,
)
from cms.presentation.parts import Contact, Link, Person
from cms.presentation.people import people
from cms.presentation.site import places
from cms.worldmap import world_map
from directory.models import OrganisationPage, RegionalOfficePage, RegionContact

NEWEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """All that a regional office's page shows beside its organisations."""

    region: str
    introduction: Any
    organisations_text: str
    countries_text: str
    finder_href: str
    countries: list[Link]
    countries_without: list[str]
    officers: list[Person]
    contacts: list[Contact]
    is_sample: bool


def office_context(page: RegionalOfficePage, request: HttpRequest) -> dict[str, Any]:
    """Return what the template needs to show a regional office."""
    region, site, census = page.region, places(request), take_census()
    counts = census.of_region(region)
    mine = [country for country in census.countries.values() if country.region_id == region.pk]
    finder_href = f"{site.finder}?region={region.slug}"
    newest = presentable(OrganisationPage.objects.filter(country__region=region)).order_by("-first_published_at", "pk")
    officers = region.officers.in_force(timezone.localdate()).with_people().order_by("person__sort_name")
    total = sum(counts.values())
    view = OfficeView(
        region=region.label(),
        introduction=page.introduction,
        organisations_text=organisations_text(total),
        countries_text=countries_text(len(counts)),
        finder_href=finder_href,
        countries=country_links(census, counts, site.country),
        countries_without=[label for country, label in by_label(mine) if country.code not in counts],
        officers=people(officers, set(census.counts), request),
        contacts=[contact for row in region.contacts.all() for contact in _contacts(row)],
        is_sample=SiteSettings.for_request(request).shows_samples,
    )
    labels = {country.code: label for country, label in by_label(mine)}
    return {
        "title": page.title,
        "office": view,
        "map": world_map(
            counts,
            labels=labels,
            hrefs={code: site.country.format(code=code.lower()) for code in counts},
            focus=list(counts) or list(labels),
            texts={code: country_text(labels[code], count) for code, count in counts.items()},
        ),
        "cards": cards(newest[:NEWEST], request),
        "more_href": finder_href if total > NEWEST else "",
        "more_text": _("See all %(organisations)s") % {"organisations": organisations_text(total)},
        "page_title": page.title,
        "crumbs": [Link(_("Home"), site.home), Link(_("Network"), site.network), Link(page.title, "")],
    }


def _contacts(row: RegionContact) -> list[Contact]:
    ways = (("email", row.email), ("phone", row.phone), ("web", row.website))
    return [Contact(kind, row.label, value) for kind, value in ways if value]
