"""Turns: one process at a time writes to the index, from reading its position to storing the next.
In: nothing. Out: a block that nobody else is in, in any process on this database.
Next: follow.py reads, makes and writes within one turn; rebuild.py changes the index over within one.

Without it a follower that has read the old index's position could write it to the index that a rebuild has just put
in its place, and the changes between would never be read; or a slow one could store what a quick one had replaced.
"""

import fcntl
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import connection

from search.engines.contract import EngineError

PATIENCE = 30.0
_LONGEST_REST, _SHORTEST_REST = 0.03, 0.002
_QUICKER = 0.02  # by so much is a rest shorter for each second that was waited: newcomers hardly get in before
_NAME = b"meridian: whose turn it is to write to the search index"


class TurnTakenError(EngineError):
    """Others have had their turn for longer than this one could wait."""

    def __init__(self) -> None:
        super().__init__("Others have been writing to the search index for too long; it is followed later.")


@contextmanager
def turn(patience: float | None = None) -> Iterator[None]:
    """Be the only one in the block; a process that dies leaves it. Raises TurnTakenError when others never end."""
    seconds = PATIENCE if patience is None else patience
    with _by_database(seconds) if connection.vendor == "postgresql" else _by_file(seconds):
        yield


@contextmanager
def _by_database(patience: float) -> Iterator[None]:
    key = int.from_bytes(hashlib.blake2b(_NAME, digest_size=8).digest(), signed=True)

    def taken() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            return bool(cursor.fetchone()[0])

    _wait_until(taken, patience)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _by_file(patience: float) -> Iterator[None]:
    # Named after the index and the database: another site on this machine takes turns of its own.
    whose = f"{settings.SEARCH_URL} {settings.DATABASES['default']['NAME']}"
    name = hashlib.blake2b(whose.encode(), digest_size=8).hexdigest()
    try:
        settings.VAR_DIR.mkdir(exist_ok=True)
        lock = (settings.VAR_DIR / f"turn-{name}.lock").open("w")
    except OSError as error:
        raise EngineError(f"Nobody can take a turn at the search index ({error}).") from error
    with lock as file:

        def taken() -> bool:
            with suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            return False

        _wait_until(taken, patience)
        yield  # closing the file gives the turn back


def _wait_until(taken: Callable[[], bool], patience: float) -> None:
    began = time.monotonic()
    while not taken():
        waited = time.monotonic() - began
        if waited > patience:
            raise TurnTakenError
        time.sleep(max(_SHORTEST_REST, _LONGEST_REST - _QUICKER * waited))
