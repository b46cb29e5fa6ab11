"""Threads for tests: each has a database connection of its own, and tells what went wrong in it."""

import threading

from django.db import connection


class Worker(threading.Thread):
    """Does something with a database connection of its own; `done()` waits, and raises what went wrong."""

    def __init__(self, work):
        super().__init__()
        self.work, self.error = work, None
        self.start()

    def run(self):
        try:
            self.work()
        except Exception as error:  # noqa: BLE001 - raised again where the test waits
            self.error = error
        finally:
            connection.close()

    def done(self, patience=20):
        self.join(patience)
        assert not self.is_alive()
        if self.error:
            raise self.error
