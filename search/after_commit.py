"""After a commit: an index beside the site follows at once, but no request waits long for it.
In: the register's word that lines were appended; the beginning of a request. Out: an index at the log's head, or soon.
Next: follow.py writes; what a request leaves undone (its turn did not come, there is much of it, the engine failed,
somebody's transaction is still open) catch_up.py does in a thread. A command has time and follows to the head itself.
"""

import logging
import os
import time
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

from django.db import Error as DatabaseError

from search import log
from search.catch_up import catch_up, has_reached, is_catching_up, say_once
from search.engines.contract import Engine, EngineError, NoIndexError, RebuildNeededError
from search.follow import follow
from search.index import engine as configured_engine
from search.turn import TurnTakenError

logger = logging.getLogger(__name__)
PATIENCE = 0.3  # seconds that a request waits for its turn; the thread has more
AT_MOST = 100  # changes, or organisations they lead to, that a request follows
LOOK_EVERY = 60.0  # seconds; somebody else may have been killed between a commit and following it

_in_request: ContextVar[bool] = ContextVar("in_request", default=False)
_next_look = 0.0


def follow_after_commit() -> None:
    """Follow where the index lives beside the site; a follower of its own process does it elsewhere.

    The write that was committed stands whatever becomes of this.
    """
    engine = configured_engine()
    if not engine.is_embedded:
        return
    if _in_request.get() and is_catching_up():
        catch_up()
        return
    try:
        _follow(engine)
    except NoIndexError:
        logger.debug("There is no search index to follow with yet.")
    except RebuildNeededError as error:
        say_once(str(error))
    except (EngineError, DatabaseError):
        logger.exception("The search index could not follow; it is tried again until it can.")
        catch_up()


def _follow(engine: Engine) -> None:
    newest = log.newest()
    with suppress(TurnTakenError):  # whoever has the turn may bring the index there as well
        if _in_request.get():
            follow(engine, patience=PATIENCE, at_most=AT_MOST)
        else:
            follow(engine)
    if not has_reached(engine, newest):
        catch_up()


def a_request_begins(**_signal: Any) -> None:
    """With the first request of a process, and now and then, look whether others left something undone."""
    global _next_look  # noqa: PLW0603 - one clock a process
    _in_request.set(True)
    now = time.monotonic()
    if now >= _next_look:
        _next_look = now + LOOK_EVERY
        if configured_engine().is_embedded:
            catch_up()


def a_request_ends(**_signal: Any) -> None:
    """From here on nobody waits."""
    _in_request.set(False)


def _forget() -> None:
    global _next_look  # noqa: PLW0603 - a forked child begins anew
    _next_look = 0.0


os.register_at_fork(after_in_child=_forget)
