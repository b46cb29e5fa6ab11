"""Following the change log: what changed in the register changes in the index.
In: the changes after the index's position. Out: the organisations they speak of, read again and written, or forgotten.
Next: the engine stores them with the new position, in one step. Reading a change twice does no harm: it is the truth
of now that is written, never the change.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.apps import apps

from directory.models import Change, OrganisationPage
from search.engines.contract import Engine, EngineError, NoIndexError, Position
from search.index import engine as configured_engine
from search.log import changes_after, position_of
from search.register import BATCH, Register
from search.schema import FACETS
from search.turn import turn

logger = logging.getLogger(__name__)
STRIDE = 5_000  # changes read at a time

# A change of the federation's own words alters every organisation that has them: the model, and the way to it.
_WORDS = {
    facet.register.rpartition(".")[2].lower(): (facet.register, facet.path.rpartition("__")[0])
    for facet in FACETS.values()
    if facet.register and facet.is_word
}


def follow(engine: Engine | None = None) -> int:
    """Bring the index to the head of the log; return how many changes were read.

    Raises NoIndexError where there is none to bring there.
    """
    engine = engine or configured_engine()
    read = 0
    while True:
        with turn():
            state = engine.state()
            if state is None:
                raise NoIndexError
            changes = changes_after(state.position, STRIDE)
            if not changes:
                return read
            _write(engine, changes, state.position)
        read += len(changes)


def follow_after_commit() -> None:
    """Follow where the index lives beside the site; a follower of its own process does it elsewhere.

    The write that was committed stands whatever becomes of this: what is not followed now is followed next time.
    """
    engine = configured_engine()
    if not engine.is_embedded:
        return
    try:
        follow(engine)
    except NoIndexError:
        logger.debug("There is no search index to follow with yet.")
    except EngineError:
        logger.exception("The search index could not follow; it will with the next change, or `search_follow`.")


def organisations_of(changes: Iterable[Change]) -> list[int]:
    """Return the ids of the organisations that some changes speak of, each once."""
    subjects: defaultdict[str, set[str]] = defaultdict(set)
    for change in changes:
        subjects[change.subject_type].add(change.subject_id)
    ids = {int(subject) for subject in subjects.pop("organisation", ())}
    for subject_type, its_subjects in subjects.items():
        if subject_type in _WORDS:
            ids.update(_with_word(*_WORDS[subject_type], its_subjects))
    return sorted(ids)


def _with_word(register: str, path: str, subjects: set[str]) -> Iterable[int]:
    rows = apps.get_model(register).objects.filter(pk__in=subjects)
    organisations = OrganisationPage.objects.order_by()
    if rows.count() == len(subjects):  # what was deleted leaves no trace of those who had it: then all are read
        organisations = organisations.filter(**{f"{path}__in": rows})
    return list(organisations.values_list("pk", flat=True).distinct())


def _write(engine: Engine, changes: Sequence[Change], before: Position) -> None:
    """Write what some changes lead to; the position goes with the last batch, so that a killed run begins again."""
    register = Register()
    ids = organisations_of(changes)
    position = position_of(changes[-1])
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)] or [[]]
    for batch in batches:
        documents = register.documents_for(batch) if batch else []
        forgotten = set(batch) - {document.id for document in documents}
        engine.write(documents, sorted(forgotten), position if batch is batches[-1] else before)
