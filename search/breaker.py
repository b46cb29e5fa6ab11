"""The circuit breaker: an engine that failed rests, and nobody waits for it meanwhile.
In: how each attempt to ask it went. Out: whether the next caller may ask, or is told at once that it rests.
Next: fallback.py asks the engine through it, and the database where it does not let it.

Closed, everybody asks. A failure opens it for a few seconds, longer each time, in which nobody asks; then one caller
tries for all, and the others still do not wait. Each process has its own, and learns for itself.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from search.engines.contract import EngineError, NoIndexError

logger = logging.getLogger(__name__)
FIRST_REST = 2.0
LONGEST_REST = 30.0


class RestingError(EngineError):
    """The engine failed a moment ago and is not asked yet."""

    def __init__(self) -> None:
        super().__init__("The search engine failed a moment ago; it is asked again soon.")


class Breaker:
    """Who may ask one engine, seen from one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rest = 0.0
        self._until = 0.0
        self._opened: float | None = None
        self._is_tried = False  # somebody is asking for all

    @property
    def is_open(self) -> bool:
        """Whether the engine failed when it was last asked."""
        return self._opened is not None

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Ask the engine in the block. Raises RestingError, without running it, while the engine rests."""
        was_open = self._enter()
        try:
            yield
        except EngineError as error:
            self._failed(error, was_open=was_open)
            raise
        except BaseException:  # not the engine's fault, and no word on how it is
            self._give_back(was_open=was_open)
            raise
        self._succeeded(was_open=was_open)

    def _enter(self) -> bool:
        with self._lock:
            if self._opened is None:
                return False
            if self._is_tried or self._clock() < self._until:
                raise RestingError
            self._is_tried = True
            return True

    def _failed(self, error: EngineError, *, was_open: bool) -> None:
        with self._lock:
            if was_open:
                self._is_tried = False
            elif self._opened is not None:
                return  # many were asking when it failed: the first of them has said so
            opens = self._opened is None
            now = self._clock()
            self._opened = now if opens else self._opened
            self._rest = _next_rest(self._rest, error)
            self._until = now + self._rest
        if opens:
            logger.warning("The search engine failed, and the database answers instead: %s", error)

    def _succeeded(self, *, was_open: bool) -> None:
        if not was_open:
            return  # who began to ask before it failed says nothing about now
        with self._lock:
            seconds = self._clock() - (self._opened or 0.0)
            self._is_tried, self._opened, self._rest = False, None, 0.0
        logger.warning("The search engine answers again, after %.0f seconds.", seconds)

    def _give_back(self, *, was_open: bool) -> None:
        if was_open:
            with self._lock:
                self._is_tried = False


def _next_rest(last: float, error: EngineError) -> float:
    # Where there is no index the engine says so at once: asking costs nothing, and a new index is used at once.
    return 0.0 if isinstance(error, NoIndexError) else min(max(last * 2, FIRST_REST), LONGEST_REST)


_breakers: dict[tuple[str, int], Breaker] = {}


def breaker() -> Breaker:
    """Return this process's breaker for the engine that `SEARCH_URL` names."""
    return _breakers.setdefault((settings.SEARCH_URL, os.getpid()), Breaker())


def forget() -> None:
    """Take every engine for healthy."""
    _breakers.clear()
