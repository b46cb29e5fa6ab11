"""Finding anyway: in the index while it answers, else in the database, and never an error."""

import pytest

from search import breaker, fallback
from search.choices import read_choices
from search.engines.contract import EngineError, NoIndexError
from search.fallback import find_anyway
from search.find import find
from search.index import engine
from search.query import Query


def found():
    results = find_anyway(Query(), read_choices())
    return results.total, results.is_plain


@pytest.fixture
def one(organise, build_index):
    organise()
    build_index()


@pytest.fixture
def failing(one, monkeypatch):
    """The calls to an engine that fails."""
    calls = []

    def fail(*_query, **_options):
        calls.append(1)
        raise EngineError("gone")

    monkeypatch.setattr(fallback, "find", fail)
    return calls


def test_while_the_index_answers_the_answer_is_the_indexs(one):
    assert found() == (1, False)


def test_an_engine_that_fails_is_asked_once_and_the_database_answers_all(failing):
    assert [found() for _ in range(3)] == [(1, True)] * 3
    assert len(failing) == 1


def test_where_there_is_no_index_the_database_answers_until_there_is_one(one, build_index):
    engine().drop()
    assert [found(), found()] == [(1, True), (1, True)]
    assert breaker.breaker().is_open
    build_index()
    assert found() == (1, False)
    assert not breaker.breaker().is_open


def test_the_strict_door_still_raises(one):
    engine().drop()
    with pytest.raises(NoIndexError):
        find(Query())


def test_what_is_wrong_with_the_program_is_not_hidden(one, monkeypatch):
    def fail(*_query, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr(fallback, "find", fail)
    with pytest.raises(ZeroDivisionError):
        found()
