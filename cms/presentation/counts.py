"""How many there are, in words, and which organisations each country and region has.
In: the listing rule. Out: counts by country, sentences such as "3 organisations", region cards.
Next: home, network, country and office pages show them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import ngettext

from cms.presentation.parts import Link, RegionCard
from directory.listing import listed
from directory.models import Country, Region, RegionalOfficePage


def organisations_text(count: int) -> str:
    """Say a number of organisations."""
    return ngettext("%(count)s organisation", "%(count)s organisations", count) % {"count": count}


def country_text(country: str, count: int) -> str:
    """Say a country and its number of organisations, as a map's link is read out."""
    words = ngettext("%(country)s: %(count)s organisation", "%(country)s: %(count)s organisations", count)
    return words % {"country": country, "count": count}


def countries_text(count: int) -> str:
    """Say a number of countries."""
    return ngettext("%(count)s country", "%(count)s countries", count) % {"count": count}


@dataclass(frozen=True, slots=True)
class Census:
    """The listed organisations, counted by country; `countries` has every country of the register by code."""

    countries: dict[str, Country]
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    def of_region(self, region: Region) -> dict[str, int]:
        """The counts of one region's countries that have members."""
        return {code: count for code, count in self.counts.items() if self.countries[code].region_id == region.pk}


def take_census() -> Census:
    """Count the listed organisations of today by country; three queries."""
    countries = {country.code: country for country in Country.objects.select_related("region")}
    rows = listed().order_by().values_list("country_id").annotate(number=Count("pk"))
    return Census(countries=countries, counts=dict(rows))


def by_label(countries: Iterable[Country]) -> list[tuple[Country, str]]:
    """Return countries with their labels, in the order of these."""
    return sorted(((country, country.label()) for country in countries), key=lambda pair: pair[1])


def offices_by_region(language: str, default: str) -> dict[int, RegionalOfficePage]:
    """Return the live office page of each region, in `language` where there is one, else in `default`."""
    pages = RegionalOfficePage.objects.live().public().select_related("locale")
    found: dict[int, RegionalOfficePage] = {}
    for page in pages:
        code = page.locale.language_code
        if code == language or (code == default and page.region_id not in found):
            found[page.region_id] = page
    return found


def region_cards(
    census: Census, offices: dict[int, RegionalOfficePage], finder_url: str, request: HttpRequest
) -> list[RegionCard]:
    """Return a card for every region."""
    cards = []
    for region in Region.objects.all():
        counts = census.of_region(region)
        finder_href = f"{finder_url}?region={region.slug}"
        office = offices.get(region.pk)
        cards.append(
            RegionCard(
                name=region.label(),
                href=office.get_url(request) if office else finder_href,
                finder_href=finder_href,
                organisations=sum(counts.values()),
                countries=len(counts),
                organisations_text=organisations_text(sum(counts.values())),
                countries_text=countries_text(len(counts)),
            )
        )
    return cards


def country_links(census: Census, codes: Iterable[str], country_href: str) -> list[Link]:
    """Return a link with its count for each country; `country_href` has {code} in it."""
    return [
        Link(label, country_href.format(code=country.slug), count=census.counts.get(country.code, 0))
        for country, label in by_label(census.countries[code] for code in codes)
    ]
