"""Appending to the change log, and telling listeners after the commit.
In: subjects (type and id) and what happened. Out: one row of `Change` each, once a transaction, and in it.
Next: listeners (the embedded index's follower) run once after the transaction, however many rows it wrote.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from directory.appended import Subject, appended, own_transaction
from directory.models import Change

Listener = Callable[[], None]
_listeners: list[Listener] = []


@dataclass(frozen=True, slots=True)
class _Event:
    """The business event that runs: its word for all that is written, and who did it."""

    kind: str
    actor: Any


_event: ContextVar[_Event | None] = ContextVar("event", default=None)


@contextmanager
def event(kind: str, *, by: Any = None) -> Iterator[None]:
    """Run a verb's writes in one transaction, in which each subject they touch gets one line of `kind`.

    An event inside another belongs to the outer one. When it raises, nothing is written at all.
    """
    if _event.get() is not None:
        yield
        return
    with transaction.atomic():
        token = _event.set(_Event(kind, by))
        try:
            yield
        finally:
            _event.reset(token)


def record(subject_type: str, subject_id: object, kind: str, *, actor: Any = None) -> None:
    """Append one line: `kind` happened to a subject. Part of the caller's transaction."""
    record_many(subject_type, [subject_id], kind, actor=actor)


def record_many(subject_type: str, subject_ids: Iterable[object], kind: str, *, actor: Any = None) -> None:
    """Append one line for each subject, in an event's own words if one runs.

    A subject that has a line in this transaction gets no other: the first word stands. A reader of the log reads
    the subject again, and sees all of the transaction or nothing.
    """
    subjects = [(subject_type, str(each)) for each in subject_ids]
    if not subjects:
        return
    happening = _event.get() or _Event(kind, actor)
    with transaction.atomic(savepoint=False):
        already = appended(_tell_listeners)
        fresh = already.without(subjects)
        if fresh:
            already.add(_append(fresh, happening.kind, happening.actor))


def listen(listener: Listener) -> None:
    """Have `listener` called, without arguments, after every transaction that appended to the log."""
    if listener not in _listeners:
        _listeners.append(listener)


def _append(subjects: Iterable[Subject], kind: str, actor: Any) -> list[Change]:
    # The transaction's own number, so that a follower can tell what may still be committed below it.
    xid = own_transaction()
    rows = [
        Change(subject_type=subject_type, subject_id=each, kind=kind, actor_id=getattr(actor, "pk", None), xid=xid)
        for subject_type, each in subjects
    ]
    return Change.objects.bulk_create(rows, batch_size=1000)


def _tell_listeners() -> None:
    for listener in _listeners:
        listener()
