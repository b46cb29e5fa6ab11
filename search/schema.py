"""The schema: ONE table of everything an index holds. A new facet is one new row, and nothing else.
In: nothing. Out: what each field holds, what it weighs, and for a facet where its values and labels come from.
Next: register.py fills documents by it, engines make their mappings of it, query.py and facets.py read the facets.
"""

import hashlib
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search import analysis, days


class Holds(Enum):
    """What a field of the index holds, and so what can be asked of it."""

    IDENTITY = "identity"  # the organisation's id
    MATCHED = "matched"  # ready words, once each: decide whether a document is found
    RANKED = "ranked"  # ready words as often as they stand: decide how early it is found
    KEYS = "keys"  # whole values, compared as they are
    FACET = "facet"  # whole values, filtered and counted
    TEXT_ORDER = "text order"  # one text, to sort by
    NUMBER_ORDER = "number order"  # one whole number, to sort by
    POINT = "point"  # one place on the globe
    DIGEST = "digest"  # a mark of all the others, to read back


class Order(Enum):
    """The order in which a facet's values are shown."""

    COUNT = "count"  # the most frequent first, then by label
    LABEL = "label"
    GIVEN = "given"  # as the register orders them


class Labels(Enum):
    """Who knows a facet's values and names them."""

    COUNTRIES = "countries"  # the register's countries, inside its regions
    VOCABULARY = "vocabulary"  # rows of the model named by `register`
    LANGUAGES = "languages"
    AGES = "ages"


@dataclass(frozen=True, slots=True)
class Facet:
    """How a facet is fed and named. `path` leads from an organisation to its value, as the ORM writes it."""

    label: Promise
    labels: Labels
    path: str
    register: str = ""
    order: Order = Order.COUNT
    is_word: bool = False  # the value's names, in every language, are words by which the organisation is found


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the index. A facet's name is its parameter in an address, too."""

    name: str
    holds: Holds
    boost: float = 0.0
    facet: Facet | None = None


# fmt: off
SCHEMA: tuple[Row, ...] = (
    #   field              what it holds        boost  facet
    Row("id",              Holds.IDENTITY),
    Row("listed",          Holds.KEYS),
    Row("words",           Holds.MATCHED,       1.0),
    Row("stems",           Holds.MATCHED,       0.6),
    Row("names",           Holds.RANKED,        8.0),
    Row("acronyms",        Holds.RANKED,       10.0),
    Row("place",           Holds.RANKED,        3.0),
    Row("topics",          Holds.RANKED,        2.0),
    Row("texts",           Holds.RANKED,        1.0),
    Row("full_names",      Holds.KEYS,       1000.0),
    Row("full_acronyms",   Holds.KEYS,        500.0),
    Row("country",         Holds.FACET, facet=Facet(
        _("Country"), Labels.COUNTRIES, "country__code", "directory.Country", Order.LABEL, is_word=True)),
    Row("kind",            Holds.FACET, facet=Facet(
        _("Kind"), Labels.VOCABULARY, "kind__slug", "directory.Kind", is_word=True)),
    Row("field",           Holds.FACET, facet=Facet(
        _("Field of science"), Labels.VOCABULARY, "fields__slug", "directory.Field", is_word=True)),
    Row("age",             Holds.FACET, facet=Facet(
        _("Age"), Labels.AGES, "age_from", order=Order.GIVEN)),
    Row("language",        Holds.FACET, facet=Facet(
        _("Language"), Labels.LANGUAGES, "working_languages__code")),
    Row("programme",       Holds.FACET, facet=Facet(
        _("Programme"), Labels.VOCABULARY, "programmes__slug", "directory.Programme", is_word=True)),
    Row("by_name",         Holds.TEXT_ORDER),
    Row("by_newest",       Holds.NUMBER_ORDER),
    Row("point",           Holds.POINT),
    Row("digest",          Holds.DIGEST),
)
# fmt: on

NAME_BEGINS = 100.0  # what is typed is how a whole name begins
# What the arms of a word's search weigh beside an exact word in a ranked field; the best arm counts.
PREFIX_IN_NAMES = 1.5
PREFIX = 0.8
TYPO = 0.3

FACETS: dict[str, Facet] = {row.name: row.facet for row in SCHEMA if row.facet is not None}
RANKED: dict[str, float] = {row.name: row.boost for row in SCHEMA if row.holds is Holds.RANKED}
BOOST: dict[str, float] = {row.name: row.boost for row in SCHEMA}


def fingerprint() -> str:
    """Return a short mark of everything that decides what an index holds; another mark means: rebuild."""
    shape = [(row.name, row.holds.value, row.facet.path if row.facet else "") for row in SCHEMA]
    return hashlib.sha256(repr((shape, analysis.VERSION, days.LEVELS)).encode()).hexdigest()[:16]
