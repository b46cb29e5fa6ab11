"""Rebuilding: a new index from the register alone, changed over when it is complete.
In: every organisation. Out: a new index, compared with what was written to it, that has followed the log to its head.
Next: it takes the old one's place in one step; follow.py goes on from there. Searches and saves go on meanwhile.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from directory.models import OrganisationPage
from search import log, set_aside
from search.document import Document, digest_of
from search.engines.contract import Building, Engine, EngineError, State
from search.follow import STRIDE, follow, follow_stride, make
from search.index import engine as configured_engine
from search.models import IndexReport
from search.points import reached
from search.register import BATCH, Register
from search.schema import fingerprint
from search.turn import TurnTakenError, turn

_PATIENCE = 300.0  # seconds to wait for the turn: the work of an hour is not thrown away because others were busy
SAMPLE = 50  # one of so many documents is read back and compared


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did: organisations read, documents made of them."""

    organisations: int
    documents: int


@dataclass
class _Sent:
    """What was sent to the new index: how many documents, and the digests of some."""

    documents: int = 0
    sample: dict[int, str] = field(default_factory=dict)

    def note(self, documents: list[Document]) -> None:
        """Remember a batch."""
        self.documents += len(documents)
        self.sample |= {document.id: digest_of(document) for document in documents[::SAMPLE]}


def rebuild(engine: Engine | None = None, *, progress: Callable[[int], object] | None = None) -> Rebuilt:
    """Build the index anew; `progress` is told how many organisations were read with each batch.

    It may be stopped anywhere and run again. Raises EngineError where the new index is not what was written to it, or
    can't be written; the old one then stays as it is.
    """
    engine = engine or configured_engine()
    began = time.monotonic()
    log.begin()
    if _is_new_to(engine):
        log.adopt()
    state = State(position=log.head(), log=log.identity(), fingerprint=fingerprint())
    with ExitStack() as finish, engine.rebuild(state) as building:
        organisations, sent = _add_all(building, progress)
        building.settle()
        reached("rebuild: all added")
        _compare(building, sent)
        reached("rebuild: compared")
        _follow(building)  # most of what was written while we read
        finish.enter_context(turn(_PATIENCE))  # no follower is half-way when the new index takes the old one's place
        _follow(building)
        _note_what_was_seen(building)
        reached("rebuild: followed")
    set_aside.try_all_again()
    with suppress(TurnTakenError):  # then others follow
        follow(engine)  # what was written while it changed over
    if engine is configured_engine():
        seconds = time.monotonic() - began
        IndexReport.objects.create(kind=IndexReport.Kind.REBUILD, seconds=seconds, documents=sent.documents)
    return Rebuilt(organisations=organisations, documents=sent.documents)


def _is_new_to(engine: Engine) -> bool:
    """Whether an index knows nothing of this register. One that can't be read is taken for one that does."""
    try:
        state = engine.state()
    except EngineError:
        return False
    return state is None or state.log != log.identity()


def _add_all(building: Building, progress: Callable[[int], object] | None) -> tuple[int, _Sent]:
    organisations, sent, last = 0, _Sent(), 0
    register = Register()
    while ids := _ids_after(last):
        documents, failed = make(register, ids)
        failed |= building.add(documents)
        set_aside.note(failed, failed)  # and let go of none: nobody asks this index yet
        sent.note([document for document in documents if document.id not in failed])
        last = ids[-1]
        organisations += len(ids)
        if progress:
            progress(len(ids))
        reached("rebuild: batch added")
    return organisations, sent


def _compare(building: Building, sent: _Sent) -> None:
    """Compare the number of documents, and a sample of them, with what was sent: nothing must be lost on the way."""
    kept = building.count()
    if kept != sent.documents:
        raise EngineError(f"The new search index has {kept} documents instead of {sent.documents}; the old one stays.")
    for identity, digest in sent.sample.items():
        if building.digests(identity, identity, 1) != [(identity, digest)]:
            raise EngineError(f"The new search index has another document {identity}; the old one stays.")


def _follow(building: Building) -> None:
    """Follow to where the head is now: those who write without a pause must not keep us."""
    while (state := building.state()) is not None and follow_stride(building, state, is_asked=False) == STRIDE:
        pass


def _note_what_was_seen(building: Building) -> None:
    """Where a transaction that was read is not settled yet, no follower has said how new the documents are."""
    state, newest = building.state(), log.newest()
    if state is not None and newest != state.position:
        building.write((), (), state.position, newest)


def _ids_after(last: int) -> list[int]:
    return list(OrganisationPage.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])
