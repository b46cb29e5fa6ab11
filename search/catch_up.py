"""Catching up: one thread of this process brings an embedded index to the log's head, and then ends.
In: that there may be something to follow. Out: an index at the head, however often that takes.
Next: after_commit.py says when; follow.py does it. Each time that it can't be done the thread rests for longer.
"""

import atexit
import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.db import connections

from search import log
from search.engines.contract import Engine, NoIndexError, Position, RebuildNeededError
from search.follow import follow
from search.index import engine as configured_engine
from search.turn import TurnTakenError

logger = logging.getLogger(__name__)
SHORTEST_REST = 0.2
LONGEST_REST = 30.0
REST_FOR_OTHERS = 0.8  # at most, where nothing is wrong and others only have to finish
_SECONDS_TO_END = 5.0


class CatchingUp:
    """At most one thread at a time, started when it is needed. A forked child has one of its own."""

    def __init__(self, work: Callable[[], bool]) -> None:
        """Take what is to be done: it returns whether it is finished, and raises where it failed."""
        self._work = work
        self.forget()

    def forget(self) -> None:
        """Begin as in a new process."""
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_told = False

    def tell(self) -> None:
        """Have the work done soon, by the thread that there is or by a new one."""
        with self._lock:
            self._is_told = True
            if self._thread is None and not self._ending.is_set():
                self._thread = threading.Thread(target=self._run, name="catching up with the log", daemon=True)
                self._thread.start()

    def is_running(self) -> bool:
        """Whether the thread is at work, or rests before its next attempt."""
        with self._lock:
            return self._thread is not None

    def end(self) -> None:
        """Let the thread finish what it is in the middle of, for a moment; nothing is begun after that."""
        self._ending.set()
        if (thread := self._thread) is not None:
            thread.join(_SECONDS_TO_END)

    def _run(self) -> None:
        rest = SHORTEST_REST
        while True:
            with self._lock:
                self._is_told = False
            longest = REST_FOR_OTHERS
            try:
                is_finished = self._work()
            except Exception:  # whatever it is, the index must not stay behind
                logger.exception("The search index can't follow; it is tried again in %.1f seconds.", rest)
                is_finished, longest = False, LONGEST_REST
            finally:
                connections.close_all()
            with self._lock:
                if self._ending.is_set() or (is_finished and not self._is_told):
                    self._thread = None
                    return
            rest = SHORTEST_REST if is_finished else min(rest, longest)
            self._ending.wait(rest)  # those who commit meanwhile are followed together
            rest *= 2


def _reach_the_head() -> bool:
    engine = configured_engine()
    newest = log.newest()
    try:
        # It waits in the queue: looking in again and again was measured to cost twenty processes half as much again.
        with suppress(TurnTakenError):  # whoever has the turn may bring the index there as well
            follow(engine)
    except NoIndexError:
        return True  # nothing to bring there
    except RebuildNeededError as error:
        say_once(str(error))
        return True
    return has_reached(engine, newest)


def has_reached(engine: Engine, position: Position) -> bool:
    """Tell whether an index has read that far. It can't yet where a transaction that began earlier is still open."""
    state = engine.state()
    return state is not None and state.position >= position


_said: set[str] = set()


def say_once(message: str) -> None:
    """Log an error that only a person can end, once in this process."""
    if message not in _said:
        _said.add(message)
        logger.error("%s", message)


_catching_up = CatchingUp(_reach_the_head)
atexit.register(_catching_up.end)
os.register_at_fork(after_in_child=_catching_up.forget)


def catch_up() -> None:
    """Have this process bring its embedded index to the head soon; whoever asks does not wait for it."""
    if settings.SEARCH_CATCHES_UP:
        _catching_up.tell()


def is_catching_up() -> bool:
    """Whether this process is at it already."""
    return _catching_up.is_running()
