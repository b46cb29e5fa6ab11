"""Reading the change log: nothing twice, nothing passed over."""

import threading
import time

import pytest
from django.db import connection, transaction

from directory import changes
from directory.models import Change
from search import log
from search.engines.contract import Position


@pytest.fixture
def settled(monkeypatch):
    monkeypatch.setattr(log, "_OLDEST_OPEN", "pg_current_xact_id()::text::bigint + 1")


@pytest.mark.django_db
def test_changes_are_read_in_order_and_each_once(settled):
    Change.objects.all().delete()
    assert (log.head(), log.changes_after(log.BEGINNING, 9), log.identity()) == (log.BEGINNING, [], "")
    changes.record_many("organisation", range(5), "saved")

    first = log.changes_after(log.BEGINNING, 3)
    second = log.changes_after(log.position_of(first[-1]), 3)

    assert [change.subject_id for change in [*first, *second]] == ["0", "1", "2", "3", "4"]
    assert log.position_of(second[-1]) == log.head()
    assert log.changes_after(log.head(), 3) == []


@pytest.mark.django_db
def test_a_log_is_known_by_its_first_line(settled):
    Change.objects.all().delete()
    changes.record("organisation", 1, "saved")
    identity = log.identity()
    changes.record("organisation", 2, "saved")
    assert log.identity() == identity

    Change.objects.first().delete()
    assert log.identity() != identity


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_change_that_commits_late_is_not_passed_over():
    """On PostgreSQL a lower id may be committed after a higher one; elsewhere writers wait for each other."""
    start = log.head()
    if connection.vendor != "postgresql":
        changes.record("organisation", "early", "saved")
        assert [change.subject_id for change in log.changes_after(start, 9)] == ["early"]
        return
    begun, finish = threading.Event(), threading.Event()

    def write_slowly():
        with transaction.atomic():
            changes.record("organisation", "late", "saved")
            begun.set()
            finish.wait(20)
        connection.close()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    begun.wait(20)
    changes.record("organisation", "early", "saved")
    while_open = [change.subject_id for change in log.changes_after(start, 9)]
    head = log.head()
    finish.set()
    slow.join()

    assert (while_open, head) == ([], start)
    # Transactions of other databases of the server hold the snapshot back as well: other tests', for a moment.
    until = time.monotonic() + 60
    while len(after := log.changes_after(head, 9)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert [change.subject_id for change in after] == ["late", "early"]
    assert log.changes_after(log.position_of(after[0]), 9) == after[1:]
    assert log.head() == log.position_of(after[-1]) > Position(0, 0)
