"""The contract: what an engine is given, and what it gives back. One suite of tests holds every engine to it.
In: `Document`s to keep, `Question`s to answer. Out: `Answer`s: which organisations, how many, and how many of each.
Next: memory.py is the contract in plain Python, and the oracle; tantivy.py and elasticsearch.py keep it at speed.

A document is found when it is listed on the day, has every term (in any spelling, as a stem, as a beginning, or with
typos), has one chosen value of each facet, and lies within the distance. A facet's counts ignore what is chosen in
it. The set of what is found, the total and the counts are equal on all engines; so is the order by name, newest and
distance. The order by relevance is each engine's own, but a full name comes first and a full acronym next.
"""

import datetime
import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple, Protocol

from search.analysis import Term
from search.document import Document
from search.geo import Point
from search.schema import FACETS

WINDOW = 10_000
"""How deep pages go: the last hit that can be shown."""


class EngineError(Exception):
    """An engine could not do what it was asked; the message says what to do."""


class NoIndexError(EngineError):
    """There is no index to ask or to write to, or it is one of another version."""

    def __init__(self) -> None:
        super().__init__("There is no search index for this version. Build it with `manage.py search_rebuild`.")


class RebuildNeededError(EngineError):
    """The index can't be followed from where it is; the message says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The search index needs to be built anew: {reason}. Run `manage.py search_rebuild`.")
        self.reason = reason


class OvertakenError(EngineError):
    """Another follower had read further when a write ended; some of what was written may be older than its."""


class Sort(StrEnum):
    """The order in which what is found is given."""

    RELEVANCE = "relevance"
    NAME = "name"
    NEWEST = "newest"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an engine is asked. `chosen` has the values allowed of each facet; an absent facet allows all."""

    day: datetime.date
    terms: tuple[Term, ...] = ()
    phrase: str = ""  # all that was typed as one key, to put full names first
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    near: Point | None = None
    within: float | None = None  # kilometres from `near`
    sort: Sort = Sort.NAME
    offset: int = 0
    limit: int = 20
    counted: tuple[str, ...] = tuple(FACETS)

    def chosen_without(self, facet: str) -> dict[str, frozenset[str]]:
        """Return what is chosen in all the other facets: what a facet's own counts respect."""
        return {name: values for name, values in self.chosen.items() if name != facet}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an engine found: the ids of one page, the exact total, and the counts of each facet's values."""

    ids: tuple[int, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]


class Position(NamedTuple):
    """How far a change log has been read. Where transactions commit out of order, theirs is the order that counts.

    `mark` is the last line's own: in a history that was restored over, the same ids are other lines.
    """

    transaction: int
    change: int
    mark: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What an index says of itself.

    `position` is the last change it has read, `log` the change log it read it in, `fingerprint` the schema it has.
    `seen` is the newest change that its documents may show, where that is not `position`: they are read as they are
    now, and stored before the position is. A history without that change is not the one that they were read in.
    """

    position: Position
    log: str
    fingerprint: str
    seen: Position | None = None

    def at(self, position: Position, seen: Position | None) -> "State":
        """Return the state of an index that has read to a position, in a register as it was at `seen`."""
        return replace(self, position=position, seen=None if seen == position else seen)

    def to_json(self) -> str:
        """Return the state as text to store."""
        said = {"position": self.position, "log": self.log, "fingerprint": self.fingerprint, "seen": self.seen}
        return json.dumps(said)

    @classmethod
    def from_json(cls, text: str) -> "State":
        """Read a stored state."""
        stored = json.loads(text)
        seen = stored.get("seen")
        return cls(
            position=Position(*stored["position"]),
            log=stored["log"],
            fingerprint=stored["fingerprint"],
            seen=seen and Position(*seen),
        )


Refused = dict[int, str]
"""The documents that could not be stored, by id, each with the reason; they are not in the index."""


class Index(Protocol):
    """Documents that can be written and compared, and how far the log has been read for them."""

    def write(
        self,
        documents: Iterable[Document],
        deletions: Iterable[int],
        position: Position,
        seen: Position | None = None,
    ) -> Refused:
        """Store documents, forget others, and note how far the log has been read.

        The position never gets ahead of the documents, so a write that failed is made again; `seen`, the newest change
        that the documents may show, never behind them. A document that is refused for what it is does not fail the
        others, but the position stays: it is to be written once the refusal is noted elsewhere. What is written is
        found by the next search, in any process. A position behind the index's own writes nothing: another follower
        has read further, and what it wrote is newer. Raises OvertakenError where that shows only at the end: then the
        same organisations are to be read and written once more. Raises EngineError out of reach, after which the same
        may be written again.
        """

    def state(self) -> State | None:
        """Return what the index says of itself, None where there is none. Raises EngineError out of reach."""

    def count(self) -> int:
        """Return how many documents there are, listed today or not."""

    def digests(self, first: int, last: int, limit: int) -> list[tuple[int, str]]:
        """Return the ids from `first` to `last` that have a document, ascending, at most `limit`, with its digest."""


class Building(Index, Protocol):
    """An index that nobody asks yet."""

    def add(self, documents: Iterable[Document]) -> Refused:
        """Store documents that are not there yet; `settle` ends the adding."""

    def settle(self) -> None:
        """Commit what was added, and put it in good order: it will be asked often and written rarely."""


class Engine(Index, Protocol):
    """An index and how to ask it. `is_embedded`: it lives beside the site, and follows each commit at once."""

    is_embedded: bool

    def search(self, question: Question) -> Answer:
        """Answer a question. Raises NoIndexError, or EngineError where the index is out of reach."""

    def rebuild(self, state: State) -> AbstractContextManager[Building]:
        """Give a new index, which takes the old one's place at the end of the block; then the old one is deleted.

        Until then, and if the block raises, searches go on in the old one. Whatever a killed rebuild left behind is
        cleared away by the next.
        """

    def close(self) -> None:
        """Let go of files and connections."""

    def drop(self) -> None:
        """Delete the index and everything that belongs to it."""
