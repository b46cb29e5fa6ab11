"""Following the change log: what changed in the register changes in the index.
In: the changes after the index's position. Out: the organisations they speak of, read again and written, or forgotten.
Next: the engine stores them with the new position, in one step. Reading a change twice does no harm: it is the truth
of now that is written, never the change.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.apps import apps
from django.db import DatabaseError

from directory.models import Change, OrganisationPage
from search import log, set_aside
from search.document import Document
from search.engines.contract import (
    Engine,
    EngineError,
    Index,
    NoIndexError,
    OvertakenError,
    Position,
    RebuildNeededError,
    Refused,
    State,
)
from search.fitness import reason_not_to_follow
from search.index import engine as configured_engine
from search.log import changes_after, position_of
from search.points import reached
from search.register import BATCH, Register
from search.schema import FACETS
from search.turn import turn

STRIDE = 5_000  # changes read at a time
_ID_DIGITS = 18  # of the largest number that all databases know
_TIMES_OVERTAKEN = 5  # by others, before it is given up for now

# A change of the federation's own words alters every organisation that has them: the model, and the way to it.
_WORDS = {
    facet.register.rpartition(".")[2].lower(): (facet.register, facet.path.rpartition("__")[0])
    for facet in FACETS.values()
    if facet.register and facet.is_word
}


def follow(engine: Engine | None = None, *, patience: float | None = None, at_most: int | None = None) -> int:
    """Bring the index to the head of the log; return how many changes were read.

    Waits `patience` seconds for its turn. Where `at_most` is given, what leads to more changes or organisations is
    left for somebody who has time. Raises NoIndexError or RebuildNeededError where there is nothing to follow with.
    """
    engine = engine or configured_engine()
    read = 0
    while True:
        with turn(patience):
            done = follow_stride(engine, fit_state(engine), at_most=at_most)
        read += done
        if done < STRIDE or at_most is not None:  # what was written meanwhile is for those who wrote it
            return read


def fit_state(engine: Engine) -> State:
    """Return the state of an index that can be followed. Raises NoIndexError or RebuildNeededError."""
    state = engine.state()
    if state is None:
        raise NoIndexError
    reason = reason_not_to_follow(state)
    if reason is not None:
        raise RebuildNeededError(reason)
    return state


def follow_stride(index: Index, state: State, *, at_most: int | None = None, is_asked: bool = True) -> int:
    """Read the next changes, and write what they lead to; return how many they were. The turn is the caller's.

    Only in an index that `is_asked` does what was set aside succeed.
    """
    changes = changes_after(state.position, STRIDE if at_most is None else at_most + 1)
    reached("follow: changes read")
    ids = organisations_of(changes, at_most)
    if at_most is not None and max(len(changes), len(ids)) > at_most:
        return 0
    if at_most is None and is_asked:  # whoever has time tries those again that were set aside
        ids = sorted({*ids, *set_aside.due(BATCH)})
    if changes or ids:
        position = position_of(changes[-1]) if changes else state.position
        write(index, ids, position, before=state.position, is_asked=is_asked)
    return len(changes)


def write(index: Index, ids: Sequence[int], position: Position, *, before: Position, is_asked: bool = True) -> None:
    """Write some organisations as they are now; the position goes with the last batch, so a killed run begins again.

    What can't be written for what it is, is set aside with its reason, and the rest goes on.
    """
    register = Register()
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)] or [[]]
    for batch in batches:
        failed = _write_batch(index, register, batch, position if batch is batches[-1] else before)
        if is_asked:
            set_aside.note(set(batch) - failed, {})
    reached("follow: position moved")


def _write_batch(index: Index, register: Register, ids: Sequence[int], position: Position) -> set[int]:
    """Write one batch, and return those of it that were set aside."""
    for _each in range(_TIMES_OVERTAKEN):
        documents, failed = make(register, ids)
        forgotten = set(ids) - {document.id for document in documents}
        seen = log.newest()
        reached("follow: documents made")
        if failed:  # noted before the position goes past them: whoever is killed between leaves nobody out
            set_aside.note(failed, failed)
        try:
            refused = index.write(documents, sorted(forgotten), position, seen)
            if refused:
                set_aside.note(refused, refused)
                index.write((), (), position, seen)
        except OvertakenError:
            # What the other wrote may be newer than what we had read: read again, and write with its position.
            state = index.state()
            position = position if state is None else max(position, state.position)
            register = Register()  # which remembers no names of then
            continue
        return {*failed, *refused}
    raise EngineError("Others are writing to the search index all the time; it is followed later.")


def make(register: Register, ids: Sequence[int]) -> tuple[list[Document], Refused]:
    """Make the documents of some organisations; what fails for what it is does not fail the others."""
    try:
        return (register.documents_for(ids) if ids else []), {}
    except (DatabaseError, EngineError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one record must not stop the index
        if len(ids) == 1:
            return [], {ids[0]: f"{type(error).__name__}: {error}"}
    documents: list[Document] = []
    failed: Refused = {}
    for identity in ids:
        made, refused = make(register, [identity])
        documents += made
        failed |= refused
    return documents, failed


def organisations_of(changes: Iterable[Change], at_most: int | None = None) -> list[int]:
    """Return the ids of the organisations that some changes speak of, each once; of `at_most`, one more to show it."""
    subjects: defaultdict[str, set[str]] = defaultdict(set)
    for change in changes:
        subjects[change.subject_type].add(change.subject_id)
    ids = {int(subject) for subject in subjects.pop("organisation", ()) if _is_id(subject)}
    for subject_type, its_subjects in subjects.items():
        if subject_type in _WORDS:
            ids.update(_with_word(*_WORDS[subject_type], its_subjects, at_most))
    return sorted(ids)


def _is_id(subject: str) -> bool:
    return subject.isdecimal() and subject.isascii() and len(subject) <= _ID_DIGITS


def _with_word(register: str, path: str, subjects: set[str], at_most: int | None) -> Iterable[int]:
    rows = apps.get_model(register).objects.filter(pk__in=subjects)
    organisations = OrganisationPage.objects.order_by()
    if rows.count() == len(subjects):  # what was deleted leaves no trace of those who had it: then all are read
        organisations = organisations.filter(**{f"{path}__in": rows})
    ids = organisations.values_list("pk", flat=True).distinct()
    return list(ids if at_most is None else ids[: at_most + 1])
