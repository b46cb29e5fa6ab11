"""A country that has members, as its page shows it.
In: a code from an address. Out: a CountryView, a map, the organisations, the neighbours in its region.
Next: templates/pages/country.html.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.presentation.cards import cards, presentable
from cms.presentation.counts import country_links, country_text, offices_by_region, organisations_text, take_census
from cms.presentation.parts import Link, Text
from cms.presentation.site import places
from cms.worldmap import world_map
from directory.languages import direction
from directory.models import Country, OrganisationPage

SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryView:
    """All that a country's page shows beside its organisations."""

    name: str
    code: str
    other_names: list[Text]
    region: Link
    office: Link | None
    organisations_text: str
    finder_href: str
    is_sample: bool


def country_context(code: str, request: HttpRequest) -> dict[str, Any]:
    """Return what the template needs to show a country. Raises Http404 where it has no listed organisation."""
    census, site = take_census(), places(request)
    country = census.countries.get(code.upper())
    count = census.counts.get(code.upper(), 0)
    if country is None or not count or code != code.lower():
        raise Http404
    language = get_language() or settings.LANGUAGE_CODE
    office = offices_by_region(language, settings.LANGUAGE_CODE).get(country.region_id)
    region, name = country.region, country.label()
    finder_href = f"{site.finder}?country={country.slug}"
    organisations = presentable(OrganisationPage.objects.filter(country=country)).order_by("title", "pk")[:SHOWN]
    view = CountryView(
        name=name,
        code=country.slug,
        other_names=_other_names(country, language, name),
        region=Link(region.label(), f"{site.finder}?region={region.slug}"),
        office=Link(office.title, office.get_url(request) or "") if office else None,
        organisations_text=organisations_text(count),
        finder_href=finder_href,
        is_sample=country.is_sample,
    )
    neighbours = [other for other in census.of_region(region) if other != country.code]
    return {
        "title": name,
        "country": view,
        "map": world_map(
            {country.code: count},
            labels={country.code: name},
            hrefs={},
            selected=[country.code],
            focus=[country.code],
            texts={country.code: country_text(name, count)},
            places=[
                (page.latitude, page.longitude)
                for page in organisations
                if page.latitude is not None and page.longitude is not None
            ],
        ),
        "cards": cards(organisations, request),
        "more_href": finder_href if count > SHOWN else "",
        "more_text": _("See all %(organisations)s") % {"organisations": organisations_text(count)},
        "neighbours": country_links(census, neighbours, site.country),
        "page_title": name,
        "crumbs": [
            Link(_("Home"), site.home),
            Link(_("Network"), site.network),
            Link(office.title, office.get_url(request) or "") if office else Link(region.label(), ""),
            Link(name, ""),
        ],
    }


def _other_names(country: Country, reader: str, shown: str) -> list[Text]:
    """The country's names in the site's other languages, without repetitions."""
    names: dict[str, str] = {}
    for code, _label in settings.LANGUAGES:
        if code != reader and (name := country.label(code)) not in {shown, *names.values()}:
            names[code] = name
    return [Text(name, code, direction(code)) for code, name in names.items()]
