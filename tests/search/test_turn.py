"""One at a time: whoever writes to the index does so from reading its position to storing the next."""

import threading
import time

import pytest

from directory import changes
from search import follow, turn
from search.engines.contract import EngineError
from search.rebuild import rebuild
from tests import factories
from tests.search.workers import Worker

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_a_second_writer_waits_for_the_first():
    events, inside, leave = [], threading.Event(), threading.Event()

    def first():
        with turn.turn():
            inside.set()
            leave.wait(10)
            events.append("first")

    def second():
        with turn.turn():
            events.append("second")

    one = Worker(first)
    assert inside.wait(10)
    other = Worker(second)
    other.join(0.3)
    assert events == []
    leave.set()
    one.done()
    other.done()
    assert events == ["first", "second"]


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(turn, "PATIENCE", 0.1)
    refused = []

    def impatient():
        with pytest.raises(EngineError) as error, turn.turn():
            pass
        refused.append(str(error.value))

    with turn.turn():
        Worker(impatient).done()
    assert len(refused) == 1


def test_who_has_less_patience_waits_no_longer_than_that():
    waited = []

    def hurried():
        began = time.monotonic()
        with pytest.raises(turn.TurnTakenError), turn.turn(patience=0.2):
            pass
        waited.append(time.monotonic() - began)

    with turn.turn():
        Worker(hurried).done()
    assert 0.2 <= waited[0] < turn.PATIENCE / 2


def test_a_turn_is_given_back_when_its_block_fails():
    with pytest.raises(ZeroDivisionError), turn.turn():
        raise ZeroDivisionError
    with turn.turn():
        assert True


def test_no_follower_carries_an_old_position_into_a_rebuilt_index(followed, monkeypatch):
    """A follower is stopped between reading the old index's position and writing; a rebuild ends meanwhile."""
    read, go_on = threading.Event(), threading.Event()
    write = follow.write

    def slow_write(*arguments, **before):
        read.set()
        go_on.wait(10)
        write(*arguments, **before)

    monkeypatch.setattr(changes, "_listeners", [])  # the follower below is the only one
    monkeypatch.setattr(follow, "write", slow_write)
    factories.KindFactory(slug="changed")
    follower = Worker(lambda: follow.follow(followed))
    assert read.wait(10)
    rebuilding = Worker(lambda: rebuild(followed))
    rebuilding.join(0.5)
    assert rebuilding.is_alive(), rebuilding.error  # waits with the change-over until the follower has written
    go_on.set()
    follower.done()
    rebuilding.done()
    assert follow.follow(followed) == 0
