"""Rebuilding: a new index from the register alone, changed over when it is complete.
In: every organisation. Out: a new index with the log's position from before the reading began.
Next: follow.py reads on from there. Searches go on in the old index meanwhile.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from directory.models import OrganisationPage
from search import log
from search.engines.contract import Engine, State
from search.follow import follow
from search.index import engine as configured_engine
from search.register import BATCH, Register
from search.schema import fingerprint
from search.turn import turn

FAR_BEHIND = 50_000  # changes that are more work to follow than to begin anew


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did: organisations read, documents made of them."""

    organisations: int
    documents: int


def rebuild(engine: Engine | None = None, *, progress: Callable[[int], object] | None = None) -> Rebuilt:
    """Build the index anew; `progress` is told how many organisations were read with each batch."""
    engine = engine or configured_engine()
    state = State(position=log.head(), log=log.identity(), fingerprint=fingerprint())
    organisations = documents = last = 0
    register = Register()
    with ExitStack() as finish, engine.rebuild(state) as add:
        while ids := _ids_after(last):
            batch = register.documents_for(ids)
            add(batch)
            last = ids[-1]
            organisations += len(ids)
            documents += len(batch)
            if progress:
                progress(len(ids))
        finish.enter_context(turn())  # no follower is half-way when the new index takes the old one's place
    follow(engine)  # what was written while we read
    return Rebuilt(organisations=organisations, documents=documents)


def reason_to_rebuild(engine: Engine | None = None) -> str | None:
    """Return why an index can't be followed from where it is, None where it can."""
    engine = engine or configured_engine()
    state = engine.state()
    if state is None:
        return "there is no index"
    if state.fingerprint != fingerprint():
        return "the index was made for another schema"
    if state.log != log.identity() or state.position > log.head():
        return "the index was made from another register"
    if len(log.changes_after(state.position, FAR_BEHIND)) == FAR_BEHIND:
        return "the index is too far behind"
    return None


def _ids_after(last: int) -> list[int]:
    return list(OrganisationPage.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])
