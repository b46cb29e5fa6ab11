"""Ten thousand lines of the change log, by transactions that overlap: none is passed over, whenever it commits."""

import itertools
import random
import threading
import time
from collections import Counter

import pytest
from django.db import connection, transaction

from directory import changes
from search import log
from tests.search.loads import for_threads
from tests.search.workers import Worker

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

LINES = 10_000
WRITERS = 8
PATIENCE = 120  # seconds for transactions of other tests on the same server to end: they hold ours back


@pytest.fixture
def silent(monkeypatch):
    """No index follows what is committed here."""
    monkeypatch.setattr(changes, "_listeners", [])


class Undone(Exception):  # noqa: N818 - not an error
    """Rolls a transaction back."""


class Writers:
    """Write until so many lines are committed, in transactions of every length, of which some are rolled back."""

    def __init__(self):
        self.committed = []
        self.undone = []
        self._numbers = itertools.count()
        self._workers = [Worker(lambda seed=seed: self._write(random.Random(seed))) for seed in range(WRITERS)]

    def done(self):
        for worker in self._workers:
            worker.done(patience=200)

    def _write(self, dice):
        while len(self.committed) < LINES:
            written = []
            try:
                with transaction.atomic():
                    for _part in range(dice.choice((1, 1, 1, 2, 5))):
                        part = [str(next(self._numbers)) for _line in range(dice.choice((1, 2, 3, 30)))]
                        changes.record_many("organisation", part, "saved")
                        written += part
                        time.sleep(dice.choice((0, 0, 0, 0.001, 0.02)))
                    if dice.random() < 0.15:
                        raise Undone  # noqa: TRY301 - as whatever fails in a transaction
            except Undone:
                self.undone += written
            else:
                self.committed += written


def read_on(start, stop, read):
    """Read as a follower does, in pieces of any size, until told that nothing comes any more."""
    dice, position = random.Random(1), start
    while True:
        is_over = stop.is_set()  # asked before looking: what was committed before is seen by this look
        lines = log.changes_after(position, dice.choice((1, 10, 100, 1000)))
        for line in lines:
            assert log.position_of(line) > position
            position = log.position_of(line)
            read.append(line.subject_id)
        if not lines:
            if is_over and position >= log.newest():
                return
            time.sleep(0.002)


def test_of_ten_thousand_interleaved_lines_every_committed_one_is_read_and_no_other(silent, tmp_path):
    start, stop, read = log.newest(), threading.Event(), []

    with for_threads(tmp_path):
        writers = Writers()
        follower = Worker(lambda: read_on(start, stop, read))
        writers.done()
        stop.set()
        follower.done(patience=PATIENCE)

    assert len(read) >= LINES
    assert Counter(read) == Counter(writers.committed)
    assert set(read).isdisjoint(writers.undone)
    assert writers.undone


def test_lines_are_read_in_the_order_of_their_transactions_not_of_their_ids(silent, tmp_path):
    """Else the test above would prove nothing: on PostgreSQL a poller that asks for `id > last` loses lines."""
    start, read = log.newest(), []
    begun, committed = threading.Event(), threading.Event()

    def write_first_and_commit_last():
        with transaction.atomic():
            changes.record("organisation", "early", "saved")
            begun.set()
            if connection.vendor == "postgresql":  # elsewhere the other one waits for this
                committed.wait(20)
            changes.record("organisation", "late", "saved")

    def write_meanwhile():
        changes.record("organisation", "between", "saved")
        committed.set()

    def read_all():
        until = time.monotonic() + PATIENCE
        while len(read) < 3 and time.monotonic() < until:
            read[:] = [line.subject_id for line in log.changes_after(start, 9)]
            time.sleep(0.02)

    with for_threads(tmp_path):
        slow = Worker(write_first_and_commit_last)
        assert begun.wait(20)
        quick = Worker(write_meanwhile)
        slow.done()
        quick.done()
        Worker(read_all).done(patience=PATIENCE)

    assert read == ["early", "late", "between"]
