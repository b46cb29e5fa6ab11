"""Waiting for SQLite's one writer, nearly in the order of arrival. Django loads it as the backend `config.sqlite`.
In: a statement that finds another one writing. Out: its result, as soon as those before it have had their turns.
Next: Django. Whoever has waited for long looks more often, so that newcomers hardly get in before him.

SQLite's own way of waiting is the reverse: it looks more and more seldom, and where many write without a pause one of
them finds the door locked until its time is up, which a user sees as “database is locked”.
"""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

PATIENCE = 20.0  # seconds; less than a server waits for its workers
_LONGEST_REST, _SHORTEST_REST = 0.03, 0.001
_QUICKER = 0.02  # by so much is a rest shorter for each second that was waited
_WRITES = ("BEGIN", "INSERT", "UPDATE", "DELETE", "REPLACE")
_BUSY = {"SQLITE_BUSY", "SQLITE_BUSY_RECOVERY"}


class PatientCursor(base.SQLiteCursorWrapper):
    """Django's cursor, which waits in its own way for the lock with which a transaction begins."""

    def execute(self, query: str, params: Any = None) -> Any:
        """Execute a statement."""
        if self.connection.in_transaction or not query.startswith(_WRITES):
            return super().execute(query, params)
        with self._without_sqlites_patience():
            until = time.monotonic() + PATIENCE
            while True:
                try:
                    return super().execute(query, params)
                except sqlite3.OperationalError as error:
                    left = until - time.monotonic()
                    if error.sqlite_errorname not in _BUSY or left < 0:
                        raise
                rest = max(_SHORTEST_REST, _LONGEST_REST - _QUICKER * (PATIENCE - left))
                time.sleep(rest * random.uniform(0.5, 1.5))  # noqa: S311 - so that two do not look in step

    @contextmanager
    def _without_sqlites_patience(self) -> Iterator[None]:
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's backend, with patient cursors."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return what a connection is opened with; where the lock is not the matter, SQLite waits by itself."""
        return {**super().get_connection_params(), "timeout": PATIENCE}

    def create_cursor(self, name: str | None = None) -> PatientCursor:  # noqa: ARG002 - Django's signature
        """Return a cursor."""
        return self.connection.cursor(factory=PatientCursor)
