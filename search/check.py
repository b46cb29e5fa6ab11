"""Checking: every document of the index compared with what the register would make of its organisation now.
In: the register and the index, window by window, so that memory does not grow with them. Out: what differs, by id.
Next: nothing is written unless asked to; `repair` follows the log and writes again what still differs.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from directory.models import OrganisationPage
from search import log
from search.document import digest_of
from search.engines.contract import Engine, NoIndexError
from search.follow import fit_state, follow, make, write
from search.index import engine as configured_engine
from search.models import IndexReport
from search.register import BATCH, Register
from search.turn import turn

PATIENCE = 5.0
"""Seconds that a follower has to write what was changed while we compared."""
_LAST_ID = 2**62
_REST = 0.1

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Differences:
    """The organisations that the index does not have, has though it should not, or knows as they were."""

    missing: tuple[int, ...] = ()
    extra: tuple[int, ...] = ()
    stale: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.stale)

    def __add__(self, other: "Differences") -> "Differences":
        return Differences(self.missing + other.missing, self.extra + other.extra, self.stale + other.stale)

    def __str__(self) -> str:
        return f"missing={len(self.missing)} extra={len(self.extra)} stale={len(self.stale)}"

    @property
    def ids(self) -> list[int]:
        """All of them, in order."""
        return sorted({*self.missing, *self.extra, *self.stale})


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check came upon: `found` at first, `left` after a repair (the same without one)."""

    documents: int
    found: Differences
    left: Differences
    seconds: float


def check(
    engine: Engine | None = None, *, repair: bool = False, progress: Callable[[int], object] | None = None
) -> Checked:
    """Compare the whole index; `progress` is told how many organisations were compared with each window.

    Without `repair` nothing is written: what no follower has followed yet counts as a difference. Raises NoIndexError.
    """
    engine = engine or configured_engine()
    began = time.monotonic()
    if repair:
        follow(engine)
    comparison = _Comparison(engine, progress)
    suspects = comparison.compare(_windows())
    if suspects:  # it may have been written between our two looks
        _wait_for_a_follower(engine)
        suspects = comparison.compare(suspects)
    found = left = comparison.found
    if repair and found:
        with turn():
            position = fit_state(engine).position
            write(engine, found.ids, position, before=position)
        comparison.compare(suspects)
        left = comparison.found
    checked = Checked(documents=engine.count(), found=found, left=left, seconds=time.monotonic() - began)
    if engine is configured_engine():
        _report(checked)
    return checked


class _Comparison:
    """Compares windows of ids; `found` is what the last comparison came upon."""

    def __init__(self, engine: Engine, progress: Callable[[int], object] | None) -> None:
        self._engine = engine
        self._progress = progress
        self.found = Differences()

    def compare(self, windows: Iterator[Window] | list[Window]) -> list[Window]:
        """Return those of some windows in which something differs."""
        if self._engine.state() is None:
            raise NoIndexError
        self.found = Differences()
        differing = []
        register = Register()
        for window in windows:
            differences = self._differences(register, window)
            if differences:
                self.found += differences
                differing.append(window)
        self._progress = None  # what is compared once more is not progress
        return differing

    def _differences(self, register: Register, window: Window) -> Differences:
        ids = _ids(window)
        right = {document.id: digest_of(document) for document in make(register, ids)[0]}
        kept = dict(self._kept(window))
        if self._progress:
            self._progress(len(ids))
        return Differences(
            missing=tuple(sorted(right.keys() - kept.keys())),
            extra=tuple(sorted(kept.keys() - right.keys())),
            stale=tuple(sorted(each for each in right.keys() & kept.keys() if right[each] != kept[each])),
        )

    def _kept(self, window: Window) -> Iterator[tuple[int, str]]:
        first, last = window
        while page := self._engine.digests(first, last, BATCH):
            yield from page
            first = page[-1][0] + 1
            if len(page) < BATCH:
                return


def _windows() -> Iterator[Window]:
    """Give windows that cover every id there can be, each with at most one batch of organisations."""
    first = 0
    while True:
        ids = OrganisationPage.objects.filter(pk__gte=first).order_by("pk").values_list("pk", flat=True)
        last = ids[BATCH - 1 : BATCH].first()
        if last is None:
            yield first, _LAST_ID
            return
        yield first, last
        first = last + 1


def _ids(window: Window) -> list[int]:
    first, last = window
    within = OrganisationPage.objects.filter(pk__gte=first, pk__lte=last)
    return list(within.order_by("pk").values_list("pk", flat=True))


def _wait_for_a_follower(engine: Engine) -> None:
    head, until = log.head(), time.monotonic() + PATIENCE
    while (state := engine.state()) is not None and state.position < head and time.monotonic() < until:
        time.sleep(_REST)


def _report(checked: Checked) -> None:
    IndexReport.objects.create(
        kind=IndexReport.Kind.CHECK,
        seconds=checked.seconds,
        documents=checked.documents,
        missing=len(checked.found.missing),
        extra=len(checked.found.extra),
        stale=len(checked.found.stale),
        repaired=bool(checked.found) and not checked.left,
    )
