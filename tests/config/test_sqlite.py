"""Waiting for SQLite's one writer."""

import threading
import time

import pytest
from django.db import OperationalError

from config.sqlite import base


@pytest.fixture
def open_database(tmp_path, django_db_blocker):
    """A function that opens a database in a file, each time anew."""
    opened = []

    def open_one():
        facts = {
            "ENGINE": "config.sqlite",
            "NAME": tmp_path / "some.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"},
            "AUTOCOMMIT": True,
            "ATOMIC_REQUESTS": False,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": False,
            "TIME_ZONE": None,
        }
        opened.append(base.DatabaseWrapper(facts))
        opened[-1].inc_thread_sharing()
        return opened[-1]

    with django_db_blocker.unblock():
        yield open_one
        for each in opened:
            each.close()


def tell(database, statement):
    with database.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.mark.parametrize("statement", ["BEGIN IMMEDIATE", "INSERT INTO words VALUES ('late') RETURNING word"])
def test_a_writer_waits_for_another_and_then_goes_on(open_database, statement):
    one, other = open_database(), open_database()
    tell(one, "CREATE TABLE words (word)")
    tell(one, "BEGIN IMMEDIATE")
    end = threading.Timer(0.3, lambda: tell(one, "COMMIT"))
    end.start()
    began = time.monotonic()

    tell(other, statement)

    assert 0.25 < time.monotonic() - began < base.PATIENCE
    end.join()


def test_a_writer_gives_up_in_the_end(open_database, monkeypatch):
    monkeypatch.setattr(base, "PATIENCE", 0.2)
    one, other = open_database(), open_database()
    tell(one, "BEGIN IMMEDIATE")
    began = time.monotonic()

    with pytest.raises(OperationalError, match="database is locked"):
        tell(other, "BEGIN IMMEDIATE")

    assert 0.2 < time.monotonic() - began < 10


def test_another_mistake_is_told_at_once(open_database):
    began = time.monotonic()
    with pytest.raises(OperationalError, match="no such table"):
        tell(open_database(), "INSERT INTO nowhere VALUES (1)")
    assert time.monotonic() - began < base.PATIENCE / 2


def test_sqlite_waits_by_itself_where_the_lock_is_not_the_matter(open_database):
    database = open_database()
    patience = [(base.PATIENCE * 1000,)]
    assert tell(database, "PRAGMA busy_timeout") == patience
    tell(database, "CREATE TABLE words (word)")
    tell(database, "INSERT INTO words VALUES ('a')")
    assert tell(database, "PRAGMA busy_timeout") == patience


def test_whoever_has_waited_longest_hardly_ever_lets_newcomers_in_before_him(open_database):
    """Newcomers write without a pause, one transaction after another; one who came first gets in among them soon."""
    holder = open_database()
    tell(holder, "CREATE TABLE words (word)")
    stop = threading.Event()

    def write_on():
        database = open_database()
        while not stop.is_set():
            tell(database, "BEGIN IMMEDIATE")
            time.sleep(0.02)
            tell(database, "COMMIT")

    crowd = [threading.Thread(target=write_on) for _each in range(6)]
    for each in crowd:
        each.start()
    waits = []
    patient = open_database()
    for _each in range(10):
        began = time.monotonic()
        tell(patient, "BEGIN IMMEDIATE")
        waits.append(time.monotonic() - began)
        tell(patient, "COMMIT")
    stop.set()
    for each in crowd:
        each.join()

    assert max(waits) < base.PATIENCE / 4
