"""How the index is: what an operator and the staff need to know of it, gathered in one look.
In: the engine, the change log, the records set aside, the reports. Out: a `Status`, whatever is broken.
Next: cms shows it in the admin (cms/admin/) and to machines (cms/health.py).
"""

import datetime
import logging
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error as DatabaseError
from django.utils import timezone

from directory.models import OrganisationPage
from search import log
from search.engines.contract import EngineError, Position, State
from search.fitness import reason_to_rebuild
from search.index import engine as configured_engine
from search.models import IndexReport, SetAside

logger = logging.getLogger(__name__)
LATE = 60.0  # seconds after which a change that waits is worth a word
COUNTED = 10_000  # changes that wait are counted up to here
SHOWN = 50  # records set aside that are named

NAMES = {
    "tantivy": "tantivy",
    "elasticsearch": "Elasticsearch",
    "elasticsearchs": "Elasticsearch",
    "memory": "memory",
}


class Trouble(StrEnum):
    """What can be the matter, the worst first. The words are part of /healthz."""

    DATABASE = "database"  # it does not answer, and nothing works
    ENGINE = "engine"  # it does not answer: the finder answers from the database
    INDEX = "index"  # there is none that can be followed from where it is
    LAG = "lag"  # changes have waited for longer than they should
    SET_ASIDE = "set aside"  # organisations whose documents could not be made or stored
    CHECK = "check"  # the last check found a difference, and nothing has mended it since


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A record set aside, and the organisation's name, empty where it is gone."""

    organisation_id: int
    title: str
    reason: str
    attempts: int
    since: datetime.datetime
    next_try: datetime.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the index is. What is not known, because something does not answer, is None."""

    at: datetime.datetime
    engine: str
    where: str
    is_embedded: bool = False
    database_problem: str = ""
    engine_problem: str = ""
    reason_to_rebuild: str = ""
    documents: int | None = None
    position: Position | None = None
    head: Position | None = None
    waiting: int | None = None  # changes not read, COUNTED at most
    lag: float | None = None  # seconds since the oldest of them
    is_held_back: bool = False  # what waits can't be read yet: a transaction before it is still open
    set_aside: tuple[Aside, ...] = ()
    set_aside_count: int | None = None
    last_check: IndexReport | None = None
    last_rebuild: IndexReport | None = None
    troubles: tuple[Trouble, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "troubles", tuple(trouble for trouble, is_there in self._looks() if is_there))

    def _looks(self) -> tuple[tuple[Trouble, bool], ...]:
        check, rebuilt = self.last_check, self.last_rebuild
        is_mended = check is None or check.is_clean or check.repaired or (rebuilt is not None and rebuilt.pk > check.pk)
        return (
            (Trouble.DATABASE, bool(self.database_problem)),
            (Trouble.ENGINE, bool(self.engine_problem)),
            (Trouble.INDEX, bool(self.reason_to_rebuild)),
            (Trouble.LAG, (self.lag or 0) > LATE),
            (Trouble.SET_ASIDE, bool(self.set_aside_count)),
            (Trouble.CHECK, not is_mended),
        )

    @property
    def is_searchable(self) -> bool:
        """Whether the finder can answer from the index."""
        return {Trouble.DATABASE, Trouble.ENGINE, Trouble.INDEX}.isdisjoint(self.troubles)


def status() -> Status:
    """Look at everything once. Never raises: what does not answer is in the status."""
    told: dict[str, Any] = {}
    state = _ask_the_engine(told)
    try:
        _ask_the_database(told, state)
    except DatabaseError as error:
        logger.warning("The database does not answer: %s", error)
        told["database_problem"] = str(error).strip() or type(error).__name__
    return Status(
        at=timezone.now(),
        engine=NAMES.get(urlsplit(settings.SEARCH_URL).scheme, "?"),
        where=_without_password(settings.SEARCH_URL),
        **told,
    )


def _ask_the_engine(told: dict[str, Any]) -> State | None:
    try:
        engine = configured_engine()
        told["is_embedded"] = engine.is_embedded
        state = engine.state()
        if state is not None:
            told |= {"position": state.position, "documents": engine.count()}
    except EngineError as error:
        told["engine_problem"] = str(error)
    except Exception as error:  # whatever a library raises, the page that tells of it is shown
        logger.exception("The search engine failed in an unforeseen way.")
        told["engine_problem"] = f"{type(error).__name__}: {error}"
    else:
        return state
    return None


def _ask_the_database(told: dict[str, Any], state: State | None) -> None:
    for kind in IndexReport.Kind:
        told[f"last_{kind}"] = IndexReport.objects.filter(kind=kind).first()
    told["set_aside_count"] = SetAside.objects.count()
    told["set_aside"] = _set_aside() if told["set_aside_count"] else ()
    told["head"] = log.head()
    if "engine_problem" in told:
        return
    told["reason_to_rebuild"] = reason_to_rebuild(state) or ""
    if state is not None:
        unread = log.unread(state.position)
        oldest = unread.values_list("at", flat=True).first()
        told["waiting"] = unread[:COUNTED].count()
        told["lag"] = max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0
        told["is_held_back"] = oldest is not None and not log.waiting(state.position).exists()


def _set_aside() -> tuple[Aside, ...]:
    rows = list(SetAside.objects.all()[:SHOWN])
    ids = [row.organisation_id for row in rows]
    titles = dict(OrganisationPage.objects.filter(pk__in=ids).order_by().values_list("pk", "title"))
    return tuple(
        Aside(
            organisation_id=row.organisation_id,
            title=titles.get(row.organisation_id, ""),
            reason=row.reason,
            attempts=row.attempts,
            since=row.since,
            next_try=row.next_try,
        )
        for row in rows
    )


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
