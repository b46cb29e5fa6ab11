"""Appending to the change log, and telling listeners after the commit.
In: subjects (type and id) and what happened. Out: one row of `Change` each, in the same transaction.
Next: listeners (the embedded index's follower) run once after the transaction, however many rows it wrote.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from directory.models import Change

Listener = Callable[[], None]
_listeners: list[Listener] = []


@dataclass
class _Event:
    """What one business event has touched so far; a dict keeps the order and drops repetitions."""

    subjects: dict[tuple[str, str], None] = field(default_factory=dict)


_event: ContextVar[_Event | None] = ContextVar("event", default=None)


@contextmanager
def event(kind: str, *, by: Any = None) -> Iterator[None]:
    """Run a verb's writes in one transaction, and append one line of `kind` for each subject they touch.

    An event inside another belongs to the outer one. When it raises, nothing is written at all.
    """
    if _event.get() is not None:
        yield
        return
    gathering = _Event()
    token = _event.set(gathering)
    try:
        with transaction.atomic():
            yield
            _append(gathering.subjects, kind, by)
    finally:
        _event.reset(token)


def record(subject_type: str, subject_id: object, kind: str, *, actor: Any = None) -> None:
    """Append one line: `kind` happened to a subject. Part of the caller's transaction."""
    record_many(subject_type, [subject_id], kind, actor=actor)


def record_many(subject_type: str, subject_ids: Iterable[object], kind: str, *, actor: Any = None) -> None:
    """Append one line for each subject; inside an event, leave it to the event."""
    subjects = {(subject_type, str(each)): None for each in subject_ids}
    gathering = _event.get()
    if gathering is None:
        _append(subjects, kind, actor)
    else:
        gathering.subjects |= subjects


def listen(listener: Listener) -> None:
    """Have `listener` called, without arguments, after every transaction that appended to the log."""
    if listener not in _listeners:
        _listeners.append(listener)


def _append(subjects: Iterable[tuple[str, str]], kind: str, actor: Any) -> None:
    # The transaction's own id, so that a follower can tell what may still be committed below it.
    xid = RawSQL("pg_current_xact_id()::text::bigint", ()) if connection.vendor == "postgresql" else None
    rows = [
        Change(subject_type=subject_type, subject_id=each, kind=kind, actor_id=getattr(actor, "pk", None), xid=xid)
        for subject_type, each in subjects
    ]
    if not rows:
        return
    with transaction.atomic():
        Change.objects.bulk_create(rows, batch_size=1000)
        if _listeners and not any(pending[1] is _tell_listeners for pending in connection.run_on_commit):
            # Robust: the write is true whether or not an index hears of it; the follower catches up.
            transaction.on_commit(_tell_listeners, robust=True)


def _tell_listeners() -> None:
    for listener in _listeners:
        listener()
