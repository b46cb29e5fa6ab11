"""Reading the register: organisations as the index is to know them.
In: organisations' ids. Out: their documents, read in a number of queries that does not grow with theirs.
Next: follow.py and rebuild.py write them to the engine. An id without a document is to be forgotten.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from wagtail.rich_text import get_text_for_indexing

from directory.ages import bands_of
from directory.listing import listed_days
from directory.models import Acronym, OrganisationPage, OrganisationText, OtherName
from search.document import Document, Named, Profile, document_of
from search.schema import FACETS, Facet, Labels

BATCH = 500


class Register:
    """The register at work: remembers what the federation calls its kinds, fields and countries while it reads."""

    def __init__(self) -> None:
        # The names, in every language, of each value met so far whose names are words to find by.
        self._names: dict[str, dict[str, tuple[Named, ...]]] = {
            name: {} for name, facet in FACETS.items() if facet.is_word
        }

    def documents_for(self, ids: Sequence[int]) -> list[Document]:
        """Read the documents of some organisations, in twelve queries or so."""
        organisations = OrganisationPage.objects.filter(pk__in=ids)
        days = listed_days(organisations)
        rows = (
            organisations.filter(pk__in=days.keys())
            .order_by("pk")
            .values("pk", "title", "city", "latitude", "longitude")
        )
        values = {name: _values(facet, ids) for name, facet in FACETS.items()}
        self._learn(values)
        other_names = _texts(OtherName, ids, "language", "name")
        acronyms = _texts(Acronym, ids, "text")
        texts = _texts(OrganisationText, ids, "language", "summary", "description")
        documents = []
        for row in rows:
            pk = row["pk"]
            chosen = {name: tuple(of[pk]) for name, of in values.items()}
            profile = Profile(
                id=pk,
                name=row["title"],
                listed=tuple(days[pk]),
                other_names=tuple((name, language) for language, name in other_names[pk]),
                acronyms=tuple(text for (text,) in acronyms[pk]),
                place=((row["city"], ""), *self._named(chosen, Labels.COUNTRIES)),
                topics=self._named(chosen, Labels.VOCABULARY),
                texts=tuple(_prose(texts[pk])),
                values=chosen,
                latitude=row["latitude"],
                longitude=row["longitude"],
            )
            document = document_of(profile)
            if document is not None:
                documents.append(document)
        return documents

    def _named(self, chosen: dict[str, tuple[str, ...]], labels: Labels) -> tuple[Named, ...]:
        return tuple(
            name
            for facet, values in chosen.items()
            if FACETS[facet].is_word and FACETS[facet].labels is labels
            for value in values
            for name in self._names[facet].get(value, ())
        )

    def _learn(self, values: dict[str, defaultdict[int, list[str]]]) -> None:
        """Read the names of values that are met for the first time: those of one organisation are few."""
        for name, known in self._names.items():
            met = {value for of in values[name].values() for value in of}
            if met - known.keys():
                known.update(_names(FACETS[name], met - known.keys()))


def _names(facet: Facet, values: set[str]) -> dict[str, tuple[Named, ...]]:
    column = facet.path.rpartition("__")[2]
    keys = {value.upper() for value in values} if facet.labels is Labels.COUNTRIES else values
    rows = apps.get_model(facet.register).objects.filter(**{f"{column}__in": keys})
    return {row.slug: _names_of(row) for row in rows}


def _names_of(row: Any) -> tuple[Named, ...]:
    languages = dict.fromkeys([*(code for code, _name in settings.LANGUAGES), *row.names])
    return tuple(dict.fromkeys((row.label(language), language) for language in languages))


def _values(facet: Facet, ids: Sequence[int]) -> defaultdict[int, list[str]]:
    """Read one facet's values, by organisation, in one query."""
    values: defaultdict[int, list[str]] = defaultdict(list)
    organisations = OrganisationPage.objects.filter(pk__in=ids).order_by("pk")
    if facet.labels is Labels.AGES:
        for pk, *ages in organisations.values_list("pk", "age_from", "age_to"):
            values[pk] = [band.slug for band in bands_of(*ages)]
        return values
    for pk, value in organisations.order_by("pk", facet.path).values_list("pk", facet.path):
        if value is not None:
            values[pk].append(value.lower() if facet.labels is Labels.COUNTRIES else value)
    return values


def _texts(model: type[Model], ids: Sequence[int], *columns: str) -> defaultdict[int, list[tuple[str, ...]]]:
    rows = model._default_manager.filter(organisation__in=ids).order_by("organisation_id", "sort_order", "pk")  # noqa: SLF001
    texts: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
    for pk, *text in rows.values_list("organisation_id", *columns):
        texts[pk].append(tuple(text))
    return texts


def _prose(texts: Iterable[tuple[str, ...]]) -> Iterator[Named]:
    for language, summary, description in texts:
        yield summary, language
        yield get_text_for_indexing(description), language
