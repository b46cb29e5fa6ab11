"""The finder as one would write it by hand in SQL: full text by FTS5, counts by GROUP BY, the same rule of listing.
In: a query and the choices. Out: ids, the total, the counts of each facet; no typos, stems or scripts.
Next: search.py sets its time beside `find()`'s.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import connection

from directory.ages import BANDS
from search.analysis import deciding_words
from search.choices import COUNTRY, REGION, Choices
from search.engines.contract import Sort
from search.query import Query

Answer = tuple[list[int], int, dict[str, dict[str, int]]]
_TEXT = """
CREATE VIRTUAL TABLE bench_text USING fts5(said, content='', prefix='2 3 4', tokenize='unicode61 remove_diacritics 2')
"""
_FILL = """
INSERT INTO bench_text (rowid, said)
SELECT page.id, page.title || ' ' || organisation.city
    || ' ' || coalesce((SELECT group_concat(name, ' ') FROM directory_othername WHERE organisation_id = page.id), '')
    || ' ' || coalesce((SELECT group_concat(text, ' ') FROM directory_acronym WHERE organisation_id = page.id), '')
FROM directory_organisationpage organisation JOIN wagtailcore_page page ON page.id = organisation.page_ptr_id
"""
_LISTED = """
page.live
AND NOT EXISTS (SELECT 1 FROM directory_hiding h WHERE h.organisation_id = page.id AND h.ended_at IS NULL)
AND EXISTS (SELECT 1 FROM directory_membership m WHERE m.organisation_id = page.id AND m.status = 'member'
            AND m.starts <= %s AND (m.ends IS NULL OR m.ends >= %s OR m.grace_until >= %s))
"""
_BANDS = " UNION ALL ".join(
    f"SELECT '{band.slug}' AS slug, {band.first} AS first, {band.last or 999} AS last" for band in BANDS
)
_OVERLAPS = "coalesce(o.age_from, 0) <= band.last AND coalesce(o.age_to, 999) >= band.first"
# Of each facet: the tables that lead from an organisation `o` to its value, and the value.
_FACETS = {
    "country": ("", "lower(o.country_id)"),
    "kind": ("JOIN directory_kind value ON value.id = o.kind_id", "value.slug"),
    "field": (
        (
            "JOIN directory_organisationpage_fields link ON link.organisationpage_id = o.page_ptr_id"
            " JOIN directory_field value ON value.id = link.field_id"
        ),
        "value.slug",
    ),
    "age": (
        f"JOIN ({_BANDS}) band ON (o.age_from IS NOT NULL OR o.age_to IS NOT NULL) AND {_OVERLAPS}",
        "band.slug",
    ),
    "language": ("JOIN directory_workinglanguage value ON value.organisation_id = o.page_ptr_id", "value.code"),
    "programme": (
        (
            "JOIN directory_organisationpage_programmes link ON link.organisationpage_id = o.page_ptr_id"
            " JOIN directory_programme value ON value.id = link.programme_id"
        ),
        "value.slug",
    ),
}
_ORDERS = {Sort.NAME: "page.title", Sort.NEWEST: "page.first_published_at DESC", Sort.RELEVANCE: "hit.rank"}


class ByHand:
    """A connection with the full text of every organisation beside the register."""

    def __init__(self, day: datetime.date, choices: Choices) -> None:
        self.day = day
        self.choices = choices
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_text")
            cursor.execute(_TEXT)
            cursor.execute(_FILL)
            cursor.execute("CREATE TEMP TABLE IF NOT EXISTS hit (id integer PRIMARY KEY, rank real)")

    def answer(self, query: Query) -> Answer:
        """Answer a query: what has the words and is listed once, then the page and each facet's counts from it."""
        with connection.cursor() as cursor:
            self._find(cursor, query)
            chosen = self._chosen(query)
            where, values = _where(chosen)
            cursor.execute(
                f"SELECT count(*) FROM hit JOIN directory_organisationpage o ON o.page_ptr_id = hit.id{where}", values
            )
            (total,) = cursor.fetchone()
            order = _ORDERS.get(query.order) or self._distance(query)
            cursor.execute(
                "SELECT hit.id FROM hit JOIN directory_organisationpage o ON o.page_ptr_id = hit.id"
                f" JOIN wagtailcore_page page ON page.id = hit.id{where} ORDER BY {order}, hit.id LIMIT %s OFFSET %s",
                [*values, query.page_size, (query.page - 1) * query.page_size],
            )
            ids = [row[0] for row in cursor.fetchall()]
            return ids, total, {facet: self._count(cursor, facet, chosen) for facet in _FACETS}

    def _find(self, cursor: Any, query: Query) -> None:
        cursor.execute("DELETE FROM hit")
        today = [self.day] * 3
        near, values = self._within(query)
        words = deciding_words(query.text)
        if words:
            text = " ".join(f'"{word}"*' for word in words)
            cursor.execute(
                "INSERT INTO hit SELECT page.id, rank FROM bench_text JOIN wagtailcore_page page"
                " ON page.id = bench_text.rowid JOIN directory_organisationpage o ON o.page_ptr_id = page.id"
                f" WHERE bench_text MATCH %s AND {_LISTED}{near}",
                [text, *today, *values],
            )
        else:
            cursor.execute(
                "INSERT INTO hit SELECT page.id, 0 FROM directory_organisationpage o"
                f" JOIN wagtailcore_page page ON page.id = o.page_ptr_id WHERE {_LISTED}{near}",
                [*today, *values],
            )

    def _count(self, cursor: Any, facet: str, chosen: dict[str, list[str]]) -> dict[str, int]:
        join, value = _FACETS[facet]
        where, values = _where({name: its_values for name, its_values in chosen.items() if name != facet})
        cursor.execute(
            f"SELECT {value}, count(*) FROM hit JOIN directory_organisationpage o ON o.page_ptr_id = hit.id"
            f" {join}{where} GROUP BY 1",
            values,
        )
        return dict(cursor.fetchall())

    def _chosen(self, query: Query) -> dict[str, list[str]]:
        chosen = {name: list(values) for name, values in query.chosen.items() if name not in {REGION, COUNTRY}}
        places = self.choices.places(query.chosen)
        return chosen if places is None else {**chosen, COUNTRY: sorted(places)}

    @staticmethod
    def _within(query: Query) -> tuple[str, list[float]]:
        """A box around the place: by hand one leaves it at that."""
        if query.within is None or query.near is None:
            return "", []
        reach = query.within / 111
        latitude, longitude = query.near.latitude, query.near.longitude
        box = [latitude - reach, latitude + reach, longitude - 2 * reach, longitude + 2 * reach]
        return " AND o.latitude BETWEEN %s AND %s AND o.longitude BETWEEN %s AND %s", box

    @staticmethod
    def _distance(query: Query) -> str:
        if query.near is None:
            return "hit.id"
        latitude, longitude = query.near.latitude, query.near.longitude
        return (
            f"o.latitude IS NULL, (o.latitude - {latitude}) * (o.latitude - {latitude})"
            f" + (o.longitude - {longitude}) * (o.longitude - {longitude})"
        )


def _where(chosen: dict[str, Iterable[str]]) -> tuple[str, list[str]]:
    """Say that an organisation has one of the values of each facet."""
    said: list[str] = []
    values: list[str] = []
    for facet, its_values in chosen.items():
        join, value = _FACETS[facet]
        wanted = list(its_values)
        marks = ", ".join(["%s"] * len(wanted))
        if facet == COUNTRY:
            said.append(f"o.country_id IN ({marks})")
            wanted = [each.upper() for each in wanted]
        else:
            tables = join.replace("JOIN ", "FROM ", 1)
            tables, _on, condition = tables.partition(" ON ")
            said.append(_exists(tables, condition, value, marks))
        values += wanted
    return (" WHERE " + " AND ".join(said) if said else ""), values


def _exists(tables: str, condition: str, value: str, marks: str) -> str:
    link, _join, rest = condition.partition(" JOIN ")
    more = f" JOIN {rest}" if rest else ""
    return f"EXISTS (SELECT 1 {tables}{more} WHERE {link} AND {value} IN ({marks}))"
