"""Columns: what a file may say of an organisation, how each cell is read, and what must hold between them.
In: the cells of a row as text. Out: an `Entry` of values, or the reasons why the row cannot be taken.
Next: plan.py compares entries with the register. A new column is one line in `columns_of`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings

from directory.folding import fold
from directory.importing import cells
from directory.importing.cells import BadCell, Clean, shown
from directory.importing.kinds import Kinds
from directory.importing.rows import BadRow, Row
from directory.importing.words import Vocabulary, Words

REQUIRED = ("name", "country")
NAMES = (
    *("external_id", "name", "other_names", "acronyms", "kind", "country", "city", "latitude", "longitude"),
    *("website", "email", "phone", "languages", "fields", "programmes", "age_from", "age_to", "founded"),
    "summary",
)


class Identity(NamedTuple):
    """What tells one organisation from another where nobody gave it an identifier."""

    name: str
    country: str
    city: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be taken: what it says, and nothing of what it leaves open (an empty cell says nothing)."""

    line: int
    said: Mapping[str, Any]
    kind: str

    @property
    def external_id(self) -> str | None:
        """The organisation's identifier in the list that the file comes from."""
        identifier: str | None = self.said.get("external_id")
        return identifier

    @property
    def identity(self) -> Identity:
        """The folded name, country and city."""
        return identity_of(self.said["name"], self.said["country"], self.said.get("city", ""))

    @property
    def text_language(self) -> str:
        """The language of the summary: the first in which the organisation works, else the site's own."""
        languages: tuple[str, ...] = self.said.get("languages", ())
        return languages[0] if languages else settings.LANGUAGE_CODE


def identity_of(name: str, country: str, city: str) -> Identity:
    """Return what tells an organisation of this name and place from another."""
    return Identity(fold(name), country, fold(city))


class Columns:
    """The columns of a file, checked against what the register knows."""

    def __init__(self, words: Words, kinds: Kinds) -> None:
        self._kinds = kinds
        self._clean = columns_of(words)

    def read(self, row: Row) -> Entry | BadRow:
        """Return the row's values, or every reason why it cannot be taken."""
        said: dict[str, Any] = {}
        plain = {name: cells.plain(cell) for name, cell in row.cells.items()}
        reasons = [f"{name}: is empty" for name in REQUIRED if not plain.get(name)]
        for name, clean in self._clean.items():
            if cell := plain.get(name):
                _take(name, clean, cell, said, reasons)
        kind: dict[str, Any] = {}
        _take("kind", self._kinds.of, plain.get("kind", ""), kind, reasons)
        reasons += contradictions(said)
        if reasons:
            return BadRow(row.line, tuple(reasons))
        if not kind["kind"].stands_in:
            said["kind"] = kind["kind"].slug
        return Entry(row.line, said, kind["kind"].slug)


def columns_of(words: Words) -> dict[str, Clean]:
    """Return how each column is read; `kind` is read by kinds.py."""
    return {
        "external_id": cells.text(200),
        "name": cells.text(255),
        "other_names": cells.names_with_language(500),
        "acronyms": cells.texts(80),
        "country": _country(words),
        "city": cells.text(120),
        "latitude": cells.coordinate(90),
        "longitude": cells.coordinate(180),
        "website": cells.web_address,
        "email": cells.email,
        "phone": cells.phone,
        "languages": cells.languages,
        "fields": _words_of(words.fields, "field of science"),
        "programmes": _words_of(words.programmes, "programme"),
        "age_from": cells.age,
        "age_to": cells.age,
        "founded": cells.year,
        "summary": cells.text(400),
    }


def contradictions(said: Mapping[str, Any]) -> list[str]:
    """Return what values say against each other."""
    reasons = []
    if ("latitude" in said) != ("longitude" in said):
        reasons.append("latitude and longitude: one is there without the other")
    if "age_from" in said and "age_to" in said and said["age_from"] > said["age_to"]:
        reasons.append(f"age_to: {said['age_to']} is below age_from, which is {said['age_from']}")
    return reasons


def _take(name: str, clean: Callable[[str], Any], cell: str, said: dict[str, Any], reasons: list[str]) -> None:
    try:
        value = clean(cell)
    except BadCell as reason:
        reasons.append(f"{name}: {reason}")
    else:
        if value != ():
            said[name] = value


def _country(words: Words) -> Clean:
    def clean(cell: str) -> str:
        code = cell.upper()
        if code not in words.countries:
            raise BadCell(f"{shown(cell)} is not the ISO code of a country of the register, such as TN")
        if words.office_of(code) is None:
            region = words.countries[code].region
            raise BadCell(f"{code} is in {region}, a region that has no office page in the tree yet")
        return code

    return clean


def _words_of(vocabulary: Vocabulary[Any], what: str) -> Clean:
    def clean(cell: str) -> tuple[str, ...]:
        slugs = []
        for part in cells.parts(cell):
            word = vocabulary.find(part)
            if word is None:
                raise BadCell(f"{shown(part)} is no {what} of the register")
            slugs.append(word.slug)
        return tuple(dict.fromkeys(slugs))

    return clean
