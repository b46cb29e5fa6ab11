"""Who may ask an engine that failed, and when."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from search import breaker as module
from search.breaker import LONGEST_REST, Breaker, RestingError, breaker
from search.engines.contract import EngineError, NoIndexError


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def fuse(clock):
    return Breaker(clock)


def ask(fuse, error=None):
    """Try to ask; return what comes of it."""
    try:
        with fuse.attempt():
            if error is not None:
                raise error
    except RestingError:
        return "rests"
    except EngineError:
        return "failed"
    return "answered"


def test_while_the_engine_answers_everybody_asks(fuse):
    assert [ask(fuse) for _ in range(3)] == ["answered"] * 3
    assert not fuse.is_open


def test_after_one_failure_nobody_asks_for_two_seconds(fuse, clock):
    assert [ask(fuse, EngineError("gone")), ask(fuse), ask(fuse)] == ["failed", "rests", "rests"]
    clock.now += 1.9
    assert ask(fuse) == "rests"
    clock.now += 0.1
    assert ask(fuse) == "answered"
    assert not fuse.is_open


def test_each_failure_doubles_the_rest_up_to_half_a_minute(fuse, clock):
    rests = []
    for _ in range(7):
        assert ask(fuse, EngineError("gone")) == "failed"
        began = clock.now
        while ask(fuse, EngineError("gone")) == "rests":
            clock.now += 0.5
        rests.append(clock.now - began)
        clock.now += LONGEST_REST  # past the rest that this attempt has begun
    assert rests == [2, 8, 30, 30, 30, 30, 30]


def test_an_answer_makes_the_next_rest_short_again(fuse, clock):
    for _ in range(4):
        ask(fuse, EngineError("gone"))
        clock.now += LONGEST_REST
    assert ask(fuse) == "answered"
    ask(fuse, EngineError("gone"))
    clock.now += 2
    assert ask(fuse) == "answered"


def test_after_the_rest_one_tries_for_all(fuse, clock):
    ask(fuse, EngineError("gone"))
    clock.now += 2
    with fuse.attempt():
        assert [ask(fuse) for _ in range(3)] == ["rests"] * 3
    assert ask(fuse) == "answered"


def test_of_many_threads_exactly_one_tries(fuse, clock):
    ask(fuse, EngineError("gone"))
    clock.now += 2
    begin, end = threading.Barrier(16), threading.Event()

    def visit():
        begin.wait()
        try:
            with fuse.attempt():
                return end.wait(10)
        except RestingError:
            return False

    with ThreadPoolExecutor(16) as pool:
        visits = [pool.submit(visit) for _ in range(16)]
        while sum(each.done() for each in visits) < 15:
            pass
        end.set()
    assert sorted(each.result() for each in visits) == [False] * 15 + [True]


def test_many_that_fail_together_are_one_failure(fuse, clock, caplog):
    attempts = [fuse.attempt() for _ in range(5)]
    for attempt in attempts:
        attempt.__enter__()
    for attempt in attempts:
        error = EngineError("gone")
        assert not attempt.__exit__(EngineError, error, None)
    clock.now += 2
    assert ask(fuse) == "answered"


def test_an_answer_to_who_asked_before_the_failure_closes_nothing(fuse):
    early = fuse.attempt()
    early.__enter__()
    ask(fuse, EngineError("gone"))
    early.__exit__(None, None, None)
    assert ask(fuse) == "rests"


def test_an_error_that_is_not_the_engines_gives_the_attempt_to_another(fuse, clock):
    ask(fuse, EngineError("gone"))
    clock.now += 2
    with pytest.raises(ZeroDivisionError), fuse.attempt():
        raise ZeroDivisionError
    assert fuse.is_open
    assert ask(fuse) == "answered"


def test_an_engine_without_an_index_is_asked_each_time(fuse):
    assert [ask(fuse, NoIndexError()), ask(fuse, NoIndexError()), ask(fuse)] == ["failed", "failed", "answered"]


def test_the_log_has_one_line_when_it_fails_and_one_when_it_is_back(fuse, clock, caplog):
    caplog.set_level(logging.INFO, "search")
    for _ in range(3):
        ask(fuse, EngineError("No route to host"))
        ask(fuse)
        clock.now += LONGEST_REST
    ask(fuse)
    ask(fuse)
    assert [record.getMessage() for record in caplog.records] == [
        "The search engine failed, and the database answers instead: No route to host",
        "The search engine answers again, after 90 seconds.",
    ]


def test_each_engine_and_each_process_has_one(settings, monkeypatch):
    settings.SEARCH_URL = "memory://"
    first = breaker()
    assert breaker() is first
    monkeypatch.setattr(module.os, "getpid", lambda: -1)
    assert breaker() is not first
    monkeypatch.undo()
    settings.SEARCH_URL = "elasticsearch://elsewhere/x"
    assert breaker() is not first
