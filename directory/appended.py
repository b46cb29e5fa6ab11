"""What the transaction in hand has appended to the change log already, so that a subject has one line in each.
In: the subjects of new lines. Out: those that have none yet; after the commit, one call for all of them.
Next: changes.py appends the rest.

Django drops the callbacks of what is rolled back, to a savepoint or wholly, and makes its list of them anew. So what is
remembered is itself a callback: while it and the list are the same, nothing was rolled back. Otherwise the log is read.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models.expressions import RawSQL

from directory.models import Change

Subject = tuple[str, str]


@dataclass(eq=False)
class Appended:
    """The subjects that have a line in one transaction. A callback of it: once committed, `after_commit` is called."""

    scope: Any
    after_commit: Callable[[], object]
    first: int = 0
    subjects: set[Subject] = field(default_factory=set)
    callbacks: list[Any] | None = None
    place: int = 0

    def __post_init__(self) -> None:
        self.__qualname__ = getattr(self.after_commit, "__qualname__", "")  # by which Django names one that fails

    def __call__(self) -> None:
        """Say that it was committed."""
        self.after_commit()

    def without(self, subjects: Iterable[Subject]) -> list[Subject]:
        """Return the subjects that have no line yet, each once."""
        return [subject for subject in dict.fromkeys(subjects) if subject not in self.subjects]

    def add(self, lines: Sequence[Change]) -> None:
        """Remember lines that were appended just now."""
        if self.callbacks is None:
            self.first = min(line.pk for line in lines)
            # Robust: the write is true whether or not an index hears of it; the follower catches up.
            transaction.on_commit(self, robust=True)
            self.callbacks = connections[DEFAULT_DB_ALIAS].run_on_commit
            self.place = len(self.callbacks) - 1
        self.subjects.update((line.subject_type, line.subject_id) for line in lines)

    def stands(self, callbacks: list[Any]) -> bool:
        """Tell whether nothing was rolled back since."""
        return self.callbacks is callbacks and self.place < len(callbacks) and callbacks[self.place][1] is self

    def read_again(self, callbacks: list[Any], place: int) -> None:
        """Something was rolled back, perhaps some of the lines."""
        lines = Change.objects.filter(pk__gte=self.first)
        own = own_transaction()
        mine = lines if own is None else lines.filter(xid=own)  # where there is one writer, all the later are its own
        self.subjects = set(mine.values_list("subject_type", "subject_id"))
        self.callbacks, self.place = callbacks, place


def own_transaction() -> RawSQL | None:
    """Return the number of the transaction in hand, where transactions have numbers."""
    is_numbered = connections[DEFAULT_DB_ALIAS].vendor == "postgresql"
    return RawSQL("pg_current_xact_id()::text::bigint", ()) if is_numbered else None


_in_hand: WeakKeyDictionary[Any, Appended] = WeakKeyDictionary()


def appended(after_commit: Callable[[], object]) -> Appended:
    """Return what the transaction in hand has appended, on this thread's connection; ask inside the transaction."""
    connection = connections[DEFAULT_DB_ALIAS]
    scope, callbacks = _scope(connection), connection.run_on_commit
    known = _in_hand.get(connection)
    if known is None or known.scope != scope or not known.stands(callbacks):
        known = _in_hand[connection] = _found(callbacks, scope) or Appended(scope, after_commit)
    return known


def _found(callbacks: list[Any], scope: Any) -> Appended | None:
    """Find what the transaction remembers, unless it has been rolled back to before its first line."""
    for place, (_savepoints, callback, *_) in enumerate(callbacks):
        if isinstance(callback, Appended) and callback.scope == scope:
            callback.read_again(callbacks, place)
            return callback
    return None


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
