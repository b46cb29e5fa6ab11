"""Catching up: one thread, which ends when there is nothing left to do."""

import itertools
import logging
import os
import threading
import time

import pytest
from django.db import connection, transaction

from directory import changes
from search import catch_up, log
from search.catch_up import CatchingUp
from search.engines.contract import EngineError, NoIndexError, RebuildNeededError
from search.follow import follow
from search.turn import TurnTakenError
from tests.search.workers import Worker


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(catch_up, "SHORTEST_REST", 0.01)
    # The thread closes its own connections; those of the test's thread are the test's.
    monkeypatch.setattr(catch_up.connections, "close_all", lambda: None)


def until_it_ends(catching_up):
    until = time.monotonic() + 20
    while catching_up.is_running():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_the_thread_does_the_work_and_ends():
    done = []
    catching_up = CatchingUp(lambda: done.append(threading.current_thread().daemon) is None)

    catching_up.tell()
    until_it_ends(catching_up)

    assert done == [True]


def test_however_many_tell_it_there_is_one_thread_and_what_came_late_is_done_too():
    begun, go_on, done = threading.Event(), threading.Event(), []

    def work():
        begun.set()
        go_on.wait(10)
        done.append(threading.current_thread())
        return True

    catching_up = CatchingUp(work)
    catching_up.tell()
    assert begun.wait(10)
    for _each in range(5):
        catching_up.tell()
    go_on.set()
    until_it_ends(catching_up)

    assert len(done) == 2
    assert done[0] is done[1]


def test_work_that_fails_is_tried_again_after_longer_and_longer_rests(caplog, monkeypatch):
    monkeypatch.setattr(catch_up, "LONGEST_REST", 0.05)
    errors = [EngineError("away"), RuntimeError("?"), EngineError("away"), EngineError("away"), EngineError("away")]
    times = []

    def work():
        times.append(time.monotonic())
        if errors:
            raise errors.pop()
        return True

    catching_up = CatchingUp(work)
    catching_up.tell()
    until_it_ends(catching_up)

    rests = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert [rest > least for rest, least in zip(rests, (0.009, 0.018, 0.036, 0.045, 0.045), strict=True)] == [True] * 5
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 5
    assert [record.getMessage().rpartition(" in ")[2] for record in caplog.records[-2:]] == ["0.1 seconds."] * 2


def test_who_only_waits_for_others_says_nothing(caplog, monkeypatch):
    monkeypatch.setattr(catch_up, "REST_FOR_OTHERS", 0.02)
    outcomes = [True, False, False]
    catching_up = CatchingUp(outcomes.pop)
    catching_up.tell()
    until_it_ends(catching_up)

    assert (outcomes, caplog.records) == ([], [])


def test_nothing_is_begun_when_the_process_ends():
    begun, go_on, done = threading.Event(), threading.Event(), []

    def work():
        begun.set()
        go_on.wait(10)
        done.append("once")
        return False

    catching_up = CatchingUp(work)
    catching_up.tell()
    assert begun.wait(10)
    threading.Timer(0.05, go_on.set).start()
    catching_up.end()
    catching_up.tell()

    assert (done, catching_up.is_running()) == (["once"], False)


def test_a_forked_process_has_a_thread_of_its_own():
    go_on = threading.Event()
    catching_up = CatchingUp(lambda: go_on.wait(20))
    os.register_at_fork(after_in_child=catching_up.forget)
    catching_up.tell()

    child = os.fork()
    if child == 0:
        status = 1
        try:
            was_running = catching_up.is_running()
            go_on = threading.Event()
            go_on.set()
            catching_up.tell()
            until_it_ends(catching_up)
            status = int(was_running)
        finally:
            os._exit(status)
    go_on.set()
    assert os.waitpid(child, 0)[1] == 0
    until_it_ends(catching_up)


@pytest.mark.django_db
def test_at_the_head_the_work_is_done(followed, monkeypatch):
    monkeypatch.setattr(catch_up, "configured_engine", lambda: followed)
    changes.record("organisation", 1, "saved")

    assert catch_up._reach_the_head() is True
    assert followed.state().position == log.head()


def raising(error):
    def fail(_engine, **_options):
        raise error

    return fail


@pytest.mark.django_db
def test_while_another_has_the_turn_the_work_is_done_if_that_one_does_it(followed, monkeypatch):
    monkeypatch.setattr(catch_up, "configured_engine", lambda: followed)
    follow(followed)
    monkeypatch.setattr(catch_up, "follow", raising(TurnTakenError()))
    assert catch_up._reach_the_head() is True

    changes.record("organisation", 987_654, "saved")
    assert catch_up._reach_the_head() is False


@pytest.mark.parametrize("error", [NoIndexError(), RebuildNeededError("of another schema")])
@pytest.mark.django_db
def test_there_is_nothing_to_do_without_an_index_that_can_follow(followed, monkeypatch, error):
    monkeypatch.setattr(catch_up, "_said", set())
    monkeypatch.setattr(catch_up, "follow", raising(error))

    assert catch_up._reach_the_head() is True


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_work_is_not_done_while_a_transaction_is_open_that_began_before(followed, monkeypatch):
    """On PostgreSQL what was committed since can't be read yet; elsewhere the next writer waits for the first."""
    monkeypatch.undo()
    monkeypatch.setattr(changes, "_listeners", [])
    monkeypatch.setattr(catch_up, "configured_engine", lambda: followed)
    begun, finish = threading.Event(), threading.Event()

    def write_slowly():
        with transaction.atomic():
            changes.record("organisation", "987654", "saved")
            begun.set()
            finish.wait(20)

    if connection.vendor != "postgresql":
        finish.set()
    slow = Worker(write_slowly)
    assert begun.wait(20)
    if connection.vendor == "postgresql":
        changes.record("organisation", "987655", "saved")
        assert catch_up._reach_the_head() is False
    finish.set()
    slow.done()

    until = time.monotonic() + 60  # transactions of other databases of the server count as well
    while not catch_up._reach_the_head():
        assert time.monotonic() < until
        time.sleep(0.05)
    assert followed.state().position == log.head() == log.newest()


def test_in_tests_there_is_no_thread_unless_asked_for(settings):
    catch_up.catch_up()

    assert (settings.SEARCH_CATCHES_UP, catch_up.is_catching_up()) == (False, False)
