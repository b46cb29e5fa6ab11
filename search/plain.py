"""Plain finding: what the database finds by itself when the index cannot be asked.
In: a `Query`. Out: `Results` with an exact total, and facets without counts. Nothing but what is listed is looked at.
Next: fallback.py gives them in the index's place.

Facets, places, ages and distances mean what they mean in the index. Words do not: each must stand, as it is written,
in a name, an acronym or the city, or in the reader's name of a country, a kind, a field or a programme. The number of
queries is fixed, and each of them looks at the listed organisations once, or stops at the first.
"""

import datetime
import unicodedata
from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from typing import Any

import regex
from django.apps import apps
from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from wagtail.query import PageQuerySet

from directory.ages import BANDS, AgeBand
from directory.listing import listed
from directory.models import Acronym, Membership, OrganisationPage, OtherName
from search.analysis import TERMS
from search.choices import COUNTRY, REGION, Choices
from search.engines.contract import Sort
from search.facets import label_values
from search.fold import fold
from search.geo import Box, Point, boxes_around, kilometres
from search.languages import FUNCTION_WORDS
from search.query import Query
from search.results import Results
from search.schema import FACETS, Facet, Labels

_WORD = regex.compile(r"(?:\p{L}\.){2,}\p{L}?|[\p{L}\p{N}\p{M}]+")  # dotted initials stay together


def find_plainly(query: Query, choices: Choices, *, today: datetime.date | None = None) -> Results:
    """Answer a query from the register as of `today`."""
    everyone = listed(on=today).order_by()
    ids, total = _page(_matching(everyone, query, choices), query)
    facets = label_values({name: _values(everyone, facet) for name, facet in FACETS.items()}, query, choices)
    return Results(query=query, ids=ids, total=total, facets=facets, is_plain=True)


def _matching(everyone: PageQuerySet, query: Query, choices: Choices) -> PageQuerySet:
    found = everyone
    chosen = {name: frozenset(values) for name, values in query.chosen.items() if name not in {REGION, COUNTRY}}
    places = choices.places(query.chosen)
    if places is not None:
        chosen[COUNTRY] = places
    for name, values in chosen.items():
        found = found.filter(_has(FACETS[name], values))
    for word in _words(query.text):
        found = found.filter(_says(word, choices))
    if query.near is not None and query.within is not None:
        found = found.filter(reduce(or_, map(_inside, boxes_around(query.near, query.within))))
    return found


def _has(facet: Facet, values: Collection[str]) -> Q:
    """Whether an organisation has one of the values of a facet."""
    if facet.labels is Labels.AGES:
        return reduce(or_, (_overlaps(band) for band in BANDS if band.slug in values), Q(pk__in=[]))
    if facet.labels is Labels.COUNTRIES:
        values = [value.upper() for value in values]
    # Beside the query, not joined to it: an organisation with two of the values is found once.
    return Q(pk__in=OrganisationPage.objects.order_by().filter(**{f"{facet.path}__in": values}).values("pk"))


def _overlaps(band: AgeBand) -> Q:
    """Whether the ages served overlap a band, as `bands_of` says it."""
    is_known = ~Q(age_from=None, age_to=None)
    ends_late = Q(age_to=None) | Q(age_to__gte=band.first)
    begins_early = Q() if band.last is None else Q(age_from=None) | Q(age_from__lte=band.last)
    return is_known & ends_late & begins_early


def _words(text: str) -> list[str]:
    words = list(dict.fromkeys(_WORD.findall(unicodedata.normalize("NFC", text))))[:TERMS]
    return [word for word in words if fold(word) not in FUNCTION_WORDS] or words


def _says(word: str, choices: Choices) -> Q:
    """Whether an organisation's names, acronyms, city, or the name of a value it has, contain a word."""
    folded = fold(word)
    # Databases know the case of ASCII letters for sure, and of no others.
    spellings = {word, word.lower(), word.upper(), word.capitalize(), folded} if not word.isascii() else {word}

    def contained(column: str) -> Q:
        return reduce(or_, (Q(**{f"{column}__icontains": spelling}) for spelling in sorted(spellings)))

    said = contained("title") | contained("city")
    said |= Q(pk__in=OtherName.objects.order_by().filter(contained("name")).values("organisation_id"))
    said |= Q(pk__in=Acronym.objects.order_by().filter(contained("text")).values("organisation_id"))
    for name, facet in FACETS.items():
        if facet.is_word:
            values = [value for value, label in choices.labels[name].items() if folded in fold(label)]
            said |= _has(facet, values) if values else Q()
    return said


def _inside(box: Box) -> Q:
    return Q(latitude__range=(box.south, box.north), longitude__range=(box.west, box.east))


def _page(found: PageQuerySet, query: Query) -> tuple[tuple[int, ...], int]:
    """Return the ids of one page, and how many there are on all pages.

    All ids are read, which costs less than counting them first and finding those of the page again.
    """
    order = query.plain_order
    if query.within is None and order is not Sort.DISTANCE:
        ids = list(_ordered(found, order).values_list("pk", flat=True))
    else:
        places = _ordered(found, order).values_list("pk", "latitude", "longitude")
        away = {pk: _distance(query.near, *place) for pk, *place in places}
        ids = [pk for pk, distance in away.items() if query.within is None or distance <= query.within]
        if order is Sort.DISTANCE:
            ids.sort(key=lambda pk: (away[pk], pk))
    first = (query.page - 1) * query.page_size
    return tuple(ids[first : first + query.page_size]), len(ids)


def _ordered(found: PageQuerySet, order: Sort) -> PageQuerySet:
    if order is Sort.NAME:
        return found.order_by(Lower("title"), "pk")
    if order is Sort.NEWEST:
        begun = Membership.objects.listing().filter(organisation=OuterRef("pk")).order_by("starts")
        return found.annotate(begun=Subquery(begun.values("starts")[:1])).order_by("-begun", "-pk")
    return found


def _distance(near: Point | None, latitude: float | None, longitude: float | None) -> float:
    if near is None or latitude is None or longitude is None:
        return float("inf")
    return kilometres(near, Point(latitude, longitude))


def _values(everyone: PageQuerySet, facet: Facet) -> Collection[str]:
    """Return the values of a facet that a listed organisation has; each is looked for until the first is found."""
    if facet.labels is Labels.AGES:
        return [band.slug for band in BANDS]  # whoever they are of, they say nothing
    relation, _, column = facet.path.rpartition("__")
    if facet.labels is Labels.LANGUAGES:
        model: Any = OrganisationPage._meta.get_field(relation).related_model  # noqa: SLF001
        each_once = model.objects.order_by().values(column).annotate(one=Min("pk")).values("one")
        rows = model.objects.filter(pk__in=each_once)
        had = everyone.filter(**{facet.path: OuterRef(column)})
    else:
        rows = apps.get_model(facet.register).objects.all()
        had = everyone.filter(**{relation: OuterRef("pk")})
    values: Iterable[str] = rows.order_by().filter(Exists(had)).values_list(column, flat=True)
    return [value.lower() for value in values] if facet.labels is Labels.COUNTRIES else list(values)
