"""The register as an import sees it: which organisation a row means, and what is said of it already.
In: entries, and then the organisations they mean. Out: their ids, and their `Standing` in the words of the columns.
Next: plan.py compares it with the entries. Nothing here writes.
"""

# ruff: noqa: SLF001 - `_meta` and `_default_manager` are Django's documented API

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from directory.importing.columns import Entry, Identity, identity_of
from directory.models import (
    Acronym,
    ContactPoint,
    ExternalId,
    OrganisationPage,
    OrganisationText,
    OtherName,
    WorkingLanguage,
)

CHUNK = 500
_FACTS = {
    "title": "name",
    "country_id": "country",
    "kind__slug": "kind",
    "city": "city",
    "latitude": "latitude",
    "longitude": "longitude",
    "website": "website",
    "age_from": "age_from",
    "age_to": "age_to",
    "founded": "founded",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register says of an organisation, column by column, and why it may not be written to now."""

    facts: Mapping[str, Any]
    summaries: Mapping[str, str]
    blocked: str | None


def located(entries: Sequence[Entry], scheme: str) -> dict[int, list[int]]:
    """Return, by line, the organisations that each entry may mean: none for one that is new."""
    by_identifier = {
        value: organisation_id
        for values in chunked({entry.external_id for entry in entries if entry.external_id})
        for value, organisation_id in ExternalId.objects.filter(scheme=scheme, value__in=values).values_list(
            "value", "organisation_id"
        )
    }
    unidentified = [entry for entry in entries if entry.external_id is None]
    by_identity = _by_identity({entry.identity.country for entry in unidentified})
    found = {}
    for entry in entries:
        if entry.external_id is None:
            found[entry.line] = by_identity.get(entry.identity, [])
        else:
            organisation_id = by_identifier.get(entry.external_id)
            found[entry.line] = [] if organisation_id is None else [organisation_id]
    return found


def standings(ids: Iterable[int]) -> dict[int, Standing]:
    """Return what the register says of each of these organisations."""
    return {pk: standing for chunk in chunked(ids) for pk, standing in _standings(chunk)}


def chunked(items: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """Cut items into lists of at most `size`: as many as a statement's parameters or a transaction may hold."""
    remaining = iter(items)
    while chunk := list(islice(remaining, size)):
        yield chunk


def _by_identity(countries: Collection[str]) -> dict[Identity, list[int]]:
    found: defaultdict[Identity, list[int]] = defaultdict(list)
    pages = OrganisationPage.objects.order_by("pk").filter(country__in=countries) if countries else None
    for pk, *identity in pages.values_list("pk", "title", "country_id", "city") if pages is not None else ():
        found[identity_of(*identity)].append(pk)
    return found


def _standings(ids: list[int]) -> Iterator[tuple[int, Standing]]:
    lists = {
        "languages": _listed(WorkingLanguage.objects.all(), ids, "code"),
        "acronyms": _listed(Acronym.objects.all(), ids, "text"),
        "other_names": _listed(OtherName.objects.all(), ids, "language", "name"),
        "fields": _chosen("fields", "field__slug", ids),
        "programmes": _chosen("programmes", "programme__slug", ids),
        "email": _listed(ContactPoint.objects.filter(type=ContactPoint.Type.EMAIL), ids, "value"),
        "phone": _listed(ContactPoint.objects.filter(type=ContactPoint.Type.PHONE), ids, "value"),
    }
    summaries = _listed(OrganisationText.objects.all(), ids, "language", "summary")
    pages = OrganisationPage.objects.filter(pk__in=ids).order_by()
    for page in pages.values("pk", "live", "has_unpublished_changes", "locked", *_FACTS):
        facts = {column: page[field] for field, column in _FACTS.items() if page[field] is not None}
        facts |= {column: frozenset(values[page["pk"]]) for column, values in lists.items()}
        yield page["pk"], Standing(facts, dict(summaries[page["pk"]]), _why_blocked(page))


def _why_blocked(page: Mapping[str, Any]) -> str | None:
    if page["locked"]:
        return "its page is locked"
    if not page["live"]:
        return "its page is not published"
    if page["has_unpublished_changes"]:
        return "its page has a draft that waits to be published"
    return None


def _listed(rows: QuerySet[Any], ids: list[int], *columns: str) -> defaultdict[int, list[Any]]:
    listed: defaultdict[int, list[Any]] = defaultdict(list)
    for pk, *values in rows.filter(organisation__in=ids).order_by("pk").values_list("organisation_id", *columns):
        listed[pk].append(values[0] if len(values) == 1 else tuple(values))
    return listed


def _chosen(relation: str, slug: str, ids: list[int]) -> defaultdict[int, list[str]]:
    through = OrganisationPage._meta.get_field(relation).remote_field.through
    chosen: defaultdict[int, list[str]] = defaultdict(list)
    rows = through._default_manager.filter(organisation__in=ids)
    for pk, value in rows.values_list("organisation_id", slug):
        chosen[pk].append(value)
    return chosen
