"""Choices: the values that each facet knows, and what the federation calls them.
In: the register's regions, countries and vocabularies, read in a fixed number of queries. Out: `Choices`.
Next: query.py checks addresses against them; facets.py labels counts with them and sums countries to regions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.utils.translation import get_language

from directory.ages import BANDS
from directory.languages import LANGUAGE_CODES, language_label
from directory.models import Country, Region
from search.schema import FACETS, Labels

REGION = "region"
COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen. `labels` has, for each facet and for regions, value → label in the register's order."""

    labels: Mapping[str, Mapping[str, str]]
    countries: Mapping[str, tuple[str, ...]]  # of each region

    def has(self, parameter: str, value: str) -> bool:
        """Tell whether a parameter of an address has a value."""
        return value in self.labels[parameter]

    def places(self, chosen: Mapping[str, Iterable[str]]) -> frozenset[str] | None:
        """Return the countries that the chosen regions and countries amount to, None where no place is chosen.

        A region with none of its countries chosen means all of it, with some chosen means those.
        """
        regions, countries = tuple(chosen.get(REGION, ())), frozenset(chosen.get(COUNTRY, ()))
        if not regions and not countries:
            return None
        places = set(countries)
        for region in regions:
            its_countries = self.countries.get(region, ())
            if countries.isdisjoint(its_countries):
                places.update(its_countries)
        return frozenset(places)


def read_choices(language: str | None = None) -> Choices:
    """Read what can be chosen, with labels in `language` (the active one when None)."""
    language = language or get_language() or ""
    regions = list(Region.objects.all())
    slugs = {region.pk: region.slug for region in regions}
    members: dict[str, list[str]] = {slug: [] for slug in slugs.values()}
    countries: dict[str, str] = {}
    for country in Country.objects.only("code", "region_id", "names"):
        countries[country.slug] = country.label(language)
        members[slugs[country.region_id]].append(country.slug)
    labels = {REGION: {region.slug: region.label(language) for region in regions}, COUNTRY: countries}
    for name, facet in FACETS.items():
        if facet.labels is Labels.VOCABULARY:
            rows = apps.get_model(facet.register).objects.all()
            labels[name] = {row.slug: row.label(language) for row in rows}
        elif facet.labels is Labels.LANGUAGES:
            labels[name] = _languages(language)
        elif facet.labels is Labels.AGES:
            labels[name] = {band.slug: band.label for band in BANDS}
    return Choices(labels=labels, countries={region: tuple(codes) for region, codes in members.items()})


@lru_cache(maxsize=8)
def _languages(reader: str) -> dict[str, str]:
    return {code: language_label(code, reader) for code in LANGUAGE_CODES}
