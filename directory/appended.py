"""What the transaction in hand has appended to the change log already, so that a subject has one line in each.
In: the subjects of new lines. Out: those that have none yet; after the commit, one call for all of them.
Next: changes.py appends the rest.

Django forgets the callbacks of what is rolled back, to a savepoint or wholly. So each set of subjects is itself a
callback: what is among them still is written still, and nobody else has to be asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections, transaction

Subject = tuple[str, str]


@dataclass(eq=False)
class Appended:
    """The subjects that have a line in one transaction."""

    scope: Any
    callbacks: list[Any] | None = None
    last: "_Callback | None" = None
    place: int = -1
    subjects: set[Subject] = field(default_factory=set)
    is_told: bool = False

    def without(self, subjects: Iterable[Subject]) -> list[Subject]:
        """Return the subjects that have no line yet, each once."""
        return [subject for subject in dict.fromkeys(subjects) if subject not in self.subjects]

    def add(self, subjects: Iterable[Subject], after_commit: Callable[[], object]) -> None:
        """Remember that these have a line now; once committed, `after_commit` is called, once a transaction."""
        connection = connections[DEFAULT_DB_ALIAS]
        savepoints = frozenset(connection.savepoint_ids) - {None}
        if self.last is None or self.last.savepoints != savepoints:
            self.last = _Callback(self, savepoints, after_commit)
            # Robust: the write is true whether or not an index hears of it; the follower catches up.
            transaction.on_commit(self.last, robust=True)
            self.callbacks, self.place = connection.run_on_commit, len(connection.run_on_commit) - 1
        self.last.subjects.update(subjects)
        self.subjects.update(subjects)

    def stands(self, callbacks: list[Any]) -> bool:
        """Tell whether nothing was rolled back since: Django makes its list anew when something is."""
        if self.callbacks is not callbacks or len(callbacks) <= self.place:
            return False
        return callbacks[self.place][1] is self.last


@dataclass(eq=False)
class _Callback:
    """The subjects that were given a line under the same savepoints."""

    transaction: Appended
    savepoints: frozenset[str]
    after_commit: Callable[[], object]
    subjects: set[Subject] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.__qualname__ = getattr(self.after_commit, "__qualname__", "")  # by which Django names one that fails

    def __call__(self) -> None:
        if not self.transaction.is_told:
            self.transaction.is_told = True
            self.after_commit()


_in_hand: WeakKeyDictionary[Any, Appended] = WeakKeyDictionary()


def appended() -> Appended:
    """Return what the transaction in hand has appended, on this thread's connection; ask inside the transaction."""
    connection = connections[DEFAULT_DB_ALIAS]
    scope = _scope(connection)
    known = _in_hand.get(connection)
    if known is None or known.scope != scope or not known.stands(connection.run_on_commit):
        known = _in_hand[connection] = _found(connection.run_on_commit, scope)
    return known


def _found(callbacks: list[Any], scope: Any) -> Appended:
    """Gather what a transaction still has among its callbacks."""
    placed = [
        (place, callback)
        for place, (_savepoints, callback, *_) in enumerate(callbacks)
        if isinstance(callback, _Callback) and callback.transaction.scope == scope
    ]
    if not placed:
        return Appended(scope)
    found = placed[-1][1].transaction
    found.callbacks, (found.place, found.last) = callbacks, placed[-1]
    found.subjects = set().union(*(callback.subjects for _, callback in placed))
    return found


def _scope(connection: Any) -> Any:
    """Return what tells the transaction in hand from others.

    A test's own transaction is never committed and holds many of ours: ours is the outermost that is not the test's.
    """
    blocks = connection.atomic_blocks
    for depth, block in enumerate(blocks):
        if not block._from_testcase:  # noqa: SLF001 - there is no other way to know
            # A decorator's block is the same object each time; inside a test's, its savepoint is another.
            return block, connection.savepoint_ids[depth - len(blocks)] if depth else None
    return None
