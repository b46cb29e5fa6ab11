"""After a commit: an index beside the site follows at once, and no request waits long for it."""

import logging
import time

import pytest
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, connection

from directory import changes
from directory.models import OtherName
from search import after_commit, catch_up, log
from search.engines.contract import EngineError, NoIndexError, RebuildNeededError
from search.engines.memory import Memory
from search.follow import follow
from search.rebuild import rebuild
from search.turn import TurnTakenError, turn
from tests.search.registers import question
from tests.search.workers import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(followed, monkeypatch):
    """An embedded engine with an index, which is the configured one."""
    engine = Memory()
    rebuild(engine)
    monkeypatch.setattr(after_commit, "configured_engine", lambda: engine)
    return engine


@pytest.fixture
def handed_over(monkeypatch):
    """What was left to the thread: one entry each time."""
    times = []
    monkeypatch.setattr(after_commit, "catch_up", lambda: times.append("told"))
    return times


@pytest.fixture
def request_(monkeypatch):
    """What a request does runs in one; none has looked behind others yet."""
    monkeypatch.setattr(after_commit, "_next_look", time.monotonic() + 1000)
    after_commit.a_request_begins()
    yield
    after_commit.a_request_ends()


def raising(error):
    def fail(*_arguments, **_options):
        raise error

    return fail


def test_a_commit_is_followed_at_once(organise, engine, handed_over, django_capture_on_commit_callbacks):
    connection.run_on_commit.clear()  # what the fixtures wrote would be told together with what the test writes

    with django_capture_on_commit_callbacks(execute=True):
        page = organise("Alpha")

    assert engine.search(question("alpha")).ids == (page.pk,)
    assert handed_over == []


def test_a_commit_leaves_an_engine_of_its_own_to_its_follower(organise, engine, handed_over):
    engine.is_embedded = False
    organise()

    after_commit.follow_after_commit()

    assert (engine.count(), handed_over) == (0, [])


@pytest.mark.parametrize(
    ("error", "level", "told"),
    [
        (NoIndexError(), logging.DEBUG, []),
        (TurnTakenError(), None, ["told"]),
        (EngineError("away"), logging.ERROR, ["told"]),
        (DatabaseError("locked"), logging.ERROR, ["told"]),
    ],
)
def test_a_commit_stands_though_the_index_cannot_follow(engine, handed_over, monkeypatch, caplog, error, level, told):
    monkeypatch.setattr(after_commit, "follow", raising(error))
    changes.record("organisation", 987_654, "saved")
    caplog.set_level(logging.DEBUG)

    after_commit.follow_after_commit()

    assert [record.levelno for record in caplog.records if record.name == "search.after_commit"] == [level] * bool(
        level
    )
    assert handed_over == told


def test_a_commit_that_another_has_followed_meanwhile_is_followed(engine, handed_over, monkeypatch):
    follow(engine)
    monkeypatch.setattr(after_commit, "follow", raising(TurnTakenError()))

    after_commit.follow_after_commit()

    assert handed_over == []


def test_an_index_that_must_be_rebuilt_is_said_once_and_not_tried_again(engine, handed_over, monkeypatch, caplog):
    monkeypatch.setattr(catch_up, "_said", set())
    monkeypatch.setattr(after_commit, "follow", raising(RebuildNeededError("of another schema")))

    for _each in range(3):
        after_commit.follow_after_commit()

    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "of another schema" in caplog.text
    assert handed_over == []


def test_a_request_leaves_to_the_thread_what_is_much_work(
    organise, federation, engine, handed_over, request_, monkeypatch
):
    pages = {organise(country="TN").pk for _each in range(3)}
    follow(engine)
    monkeypatch.setattr(after_commit, "AT_MOST", 2)
    federation.countries["TN"].names = {"en": "Carthage"}
    federation.countries["TN"].save()

    after_commit.follow_after_commit()
    assert (engine.search(question("carthage")).total, handed_over) == (0, ["told"])

    after_commit.a_request_ends()  # whoever is not waited for has time
    after_commit.follow_after_commit()
    assert set(engine.search(question("carthage")).ids) == pages
    assert handed_over == ["told"]


def test_a_request_does_what_is_little_work(organise, engine, handed_over, request_):
    page = organise("Alpha")
    follow(engine)
    OtherName.objects.create(organisation=page, name="Omega")

    after_commit.follow_after_commit()

    assert (engine.search(question("omega")).ids, handed_over) == ((page.pk,), [])


def test_a_request_leaves_everything_to_a_thread_that_is_at_work(organise, engine, handed_over, request_, monkeypatch):
    monkeypatch.setattr(after_commit, "is_catching_up", lambda: True)
    organise()

    after_commit.follow_after_commit()

    assert (engine.count(), handed_over) == (0, ["told"])


def test_what_cannot_be_read_yet_is_left_to_the_thread(organise, engine, handed_over, monkeypatch):
    organise()
    monkeypatch.setattr(log, "_OLDEST_OPEN", "0::bigint")  # a transaction is open that began before all others
    after_commit.follow_after_commit()

    expected = (0, ["told"]) if connection.vendor == "postgresql" else (1, [])
    assert (engine.count(), handed_over) == expected


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_request_waits_hardly_for_its_turn(organise, engine, handed_over, request_, monkeypatch):
    monkeypatch.setattr(changes, "_listeners", [])
    organise()
    waited = []

    def commit():
        after_commit.a_request_begins()
        began = time.monotonic()
        after_commit.follow_after_commit()
        waited.append(time.monotonic() - began)

    with turn():
        Worker(commit).done()

    assert after_commit.PATIENCE <= waited[0] < after_commit.PATIENCE + 5
    assert (engine.count(), handed_over) == (0, ["told"])


def test_the_first_request_looks_behind_others_and_then_one_a_minute_does(engine, handed_over, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(after_commit, "_next_look", 0.0)
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    told = []
    for seconds in (0, 1, 58, 2, 59):
        now[0] += seconds
        request_started.send(sender=None)
        request_finished.send(sender=None)
        told.append(len(handed_over))

    assert told == [1, 1, 1, 2, 2]


def test_nobody_looks_behind_a_follower_of_its_own_process(engine, handed_over, monkeypatch):
    monkeypatch.setattr(after_commit, "_next_look", 0.0)
    engine.is_embedded = False

    request_started.send(sender=None)
    request_finished.send(sender=None)

    assert handed_over == []


def test_a_forked_process_looks_anew(monkeypatch):
    monkeypatch.setattr(after_commit, "_next_look", 1000.0)

    after_commit._forget()

    assert after_commit._next_look == 0.0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_a_killed_process_committed_is_found_soon_after_the_next_request(
    organise, followed, client, settings, monkeypatch
):
    with monkeypatch.context() as killed:  # between its commit and following it
        killed.setattr(changes, "_listeners", [])
        page = organise("Alpha")
    assert followed.search(question("alpha")).total == 0
    monkeypatch.setattr(after_commit, "configured_engine", lambda: followed)
    monkeypatch.setattr(catch_up, "configured_engine", lambda: followed)
    monkeypatch.setattr(followed, "is_embedded", True)  # whichever engine this run has
    monkeypatch.setattr(after_commit, "_next_look", 0.0)
    settings.SEARCH_CATCHES_UP = True

    client.get("/healthz/live")

    until = time.monotonic() + 60
    while catch_up.is_catching_up() and time.monotonic() < until:
        time.sleep(0.02)
    assert followed.search(question("alpha")).ids == (page.pk,)
