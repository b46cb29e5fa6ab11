"""Documents: an organisation as the index knows it, ready for any engine.
In: a `Profile`, which is what the register says of an organisation as far as finding it goes. Out: a `Document`.
Next: engines store documents with their digests, by which check.py compares the index with the register.
"""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from search.analysis import Spoken, acronym, spoken
from search.days import blocks_covering, number_of
from search.geo import Point
from search.schema import FACETS, RANKED

Named = tuple[str, str]
"""A text and the code of its language, empty where it is not known."""

ID_DIGITS = 12
_NEWEST_SHIFT = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the register says of one organisation, as far as finding it goes."""

    id: int
    name: str
    listed: tuple[tuple[datetime.date, datetime.date | None], ...]
    other_names: tuple[Named, ...] = ()
    acronyms: tuple[str, ...] = ()
    place: tuple[Named, ...] = ()  # its city, and its country's name in every language
    topics: tuple[Named, ...] = ()  # its kind, fields and programmes in every language
    texts: tuple[Named, ...] = ()  # summary and description, in each language they exist in
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of each facet
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An organisation in an index. The schema says what each field is for."""

    id: int
    listed: tuple[str, ...]
    words: frozenset[str]
    stems: frozenset[str]
    ranked: Mapping[str, tuple[str, ...]]
    full_names: tuple[str, ...]
    full_acronyms: tuple[str, ...]
    facets: Mapping[str, tuple[str, ...]]
    by_name: str
    by_newest: int
    point: Point | None


def document_of(profile: Profile) -> Document | None:
    """Return a profile as a document, or None where there is no day on which it is listed."""
    listed = blocks_covering(profile.listed)
    if not listed:
        return None
    names = [(profile.name, ""), *profile.other_names]
    acronyms = tuple(filter(None, map(acronym, profile.acronyms)))
    said = {
        "names": _said(names),
        "acronyms": [Spoken(words=acronyms, stems=frozenset()), *_said((text, "") for text in profile.acronyms)],
        "place": _said(profile.place),
        "topics": _said(profile.topics),
        "texts": _said(profile.texts),
    }
    everything = [one for ranked in RANKED for one in said[ranked]]
    return Document(
        id=profile.id,
        listed=listed,
        words=frozenset(word for one in everything for word in one.words),
        stems=frozenset(stem for one in everything for stem in one.stems),
        ranked={ranked: tuple(word for one in said[ranked] for word in one.words) for ranked in RANKED},
        full_names=tuple(dict.fromkeys(filter(None, (name.phrase for name in said["names"])))),
        full_acronyms=tuple(dict.fromkeys(acronyms)),
        facets={facet: tuple(dict.fromkeys(profile.values.get(facet, ()))) for facet in FACETS},
        by_name=f"{spoken(profile.name, '').phrase}\0{profile.id:0{ID_DIGITS}}",
        by_newest=_newest(profile),
        point=_point(profile.latitude, profile.longitude),
    )


def digest_of(document: Document) -> str:
    """Return a mark of all that a document says: equal documents have equal ones, in every process and release."""
    said = [_in_order(getattr(document, each.name)) for each in fields(document)]
    return hashlib.blake2b(repr(said).encode(), digest_size=12).hexdigest()


def _in_order(said: object) -> object:
    match said:
        case frozenset():
            return sorted(said)
        case Mapping():
            return sorted(said.items())
    return said


def _said(texts: Iterable[Named]) -> list[Spoken]:
    return [spoken(text, language) for text, language in texts if text]


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else Point(latitude, longitude)


def _newest(profile: Profile) -> int:
    """Return the day on which it was first listed and, below it, its id: one number that sorts without ties."""
    first = min(starts for starts, _ends in profile.listed)
    return (number_of(first) << _NEWEST_SHIFT) + profile.id
