"""One look at the index tells what is the matter with it, and never fails itself."""

import datetime
import time

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Change
from search import fitness, log
from search.engines.contract import EngineError
from search.follow import follow
from search.index import engine as configured_engine
from search.models import IndexReport, SetAside
from search.status import COUNTED, SHOWN, Trouble, status
from tests.search.faults import Fault, FaultyServer

NOBODY = "http://127.0.0.1:9"
WITHOUT_A_SERVER = [
    Fault.HANGING, Fault.REFUSED, Fault.BUSY, Fault.UNAVAILABLE, Fault.HTML, Fault.GARBAGE, Fault.EMPTY,
]  # fmt: skip
pytestmark = pytest.mark.django_db


def aged(seconds):
    """Have all that is in the log be so old."""
    Change.objects.update(at=timezone.now() - datetime.timedelta(seconds=seconds))


def fail(error):
    def failing(*_arguments, **_options):
        raise error

    return failing


def checked(**facts):
    return IndexReport.objects.create(kind=IndexReport.Kind.CHECK, seconds=1, documents=1, **facts)


def rebuilt():
    return IndexReport.objects.create(kind=IndexReport.Kind.REBUILD, seconds=1, documents=1)


def test_at_the_head_of_the_log_nothing_is_the_matter(organise, followed):
    organise()
    follow(followed)

    found = status()
    assert (found.troubles, found.is_searchable) == ((), True)
    assert (found.documents, found.waiting, found.lag) == (1, 0, 0.0)
    assert (found.position, found.head) == (log.head(), log.head())
    assert (found.engine_problem, found.database_problem, found.reason_to_rebuild) == ("", "", "")


def test_what_waits_is_counted_and_its_oldest_is_the_lag(organise, followed):
    organise()
    unread = log.unread(followed.state().position).count()
    aged(30)

    found = status()
    assert (found.waiting, found.troubles, found.is_held_back) == (unread, (), False)
    assert 30 <= found.lag < 40
    aged(90)
    assert status().troubles == (Trouble.LAG,)
    follow(followed)
    assert status().troubles == ()


def test_a_clock_that_was_put_back_makes_no_negative_lag(organise, followed):
    organise()
    aged(-3600)

    assert status().lag == 0.0


def test_more_than_anybody_counts_is_counted_so_far(followed):
    Change.objects.bulk_create(
        Change(subject_type="organisation", subject_id="1", kind="planted", xid=2**62) for _ in range(COUNTED + 1)
    )

    assert status().waiting == COUNTED


def test_what_another_transaction_holds_back_is_told(organise, followed, monkeypatch):
    organise()
    monkeypatch.setattr(log, "_OLDEST_OPEN", "1")
    aged(90)

    found = status()
    assert (Trouble.LAG in found.troubles, found.is_held_back) == (True, connection.vendor == "postgresql")


@pytest.mark.parametrize("error", [EngineError("away."), ValueError("no such answer")])
def test_an_engine_that_fails_is_told_and_all_else_as_well(organise, followed, monkeypatch, error):
    monkeypatch.setattr(configured_engine(), "state", fail(error))

    found = status()
    assert (found.troubles, found.is_searchable) == ((Trouble.ENGINE,), False)
    assert str(error) in found.engine_problem
    assert (found.documents, found.position, found.waiting, found.lag) == (None, None, None, None)
    assert found.head == log.head()


@pytest.mark.parametrize("fault", WITHOUT_A_SERVER)
def test_a_look_at_a_failing_server_is_short_and_tells_so(federation, settings, fault):
    settings.SEARCH_TIMEOUT = 0.4
    with FaultyServer(NOBODY) as server, server.failing(fault):
        settings.SEARCH_URL = server.search_url("meridian")
        configured_engine()
        began = time.monotonic()
        found = status()
        seconds = time.monotonic() - began

    assert (found.troubles, found.is_searchable, found.documents) == ((Trouble.ENGINE,), False, None)
    assert "Elasticsearch at" in found.engine_problem
    assert seconds < 2


def test_where_there_is_no_index_it_is_to_be_built(organise, followed):
    followed.drop()

    found = status()
    assert (found.troubles, found.reason_to_rebuild) == ((Trouble.INDEX,), "there is no index")
    assert (found.documents, found.position, found.waiting) == (None, None, None)


def test_an_index_of_another_schema_is_to_be_built_anew(organise, followed, monkeypatch):
    monkeypatch.setattr(fitness, "fingerprint", lambda: "another")

    assert (status().troubles, status().is_searchable) == ((Trouble.INDEX,), False)


@pytest.mark.parametrize("broken", [(IndexReport.objects, "filter"), (SetAside.objects, "count"), (log, "head")])
def test_a_database_that_does_not_answer_is_told(followed, monkeypatch, broken):
    monkeypatch.setattr(*broken, fail(OperationalError("connection refused")))

    found = status()
    assert (found.troubles, found.database_problem) == ((Trouble.DATABASE,), "connection refused")
    assert (found.documents, found.waiting) == (0, None)


def test_records_set_aside_are_named(organise, followed):
    club = organise("Club of Tunis")
    follow(followed)
    later = timezone.now() + datetime.timedelta(minutes=5)
    SetAside.objects.create(organisation_id=club.pk, reason="ValueError: no", attempts=3, next_try=later)
    SetAside.objects.create(organisation_id=club.pk + 1000, reason="gone", next_try=later)

    found = status()
    assert (found.troubles, found.set_aside_count, found.is_searchable) == ((Trouble.SET_ASIDE,), 2, True)
    assert [(each.title, each.reason, each.attempts) for each in found.set_aside] == [
        ("Club of Tunis", "ValueError: no", 3),
        ("", "gone", 1),
    ]


def test_the_last_check_counts_until_its_differences_are_mended(followed):
    assert (status().last_check, status().troubles) == (None, ())
    checked(missing=1)
    assert status().troubles == (Trouble.CHECK,)
    checked(stale=1, repaired=True)
    assert status().troubles == ()
    checked(extra=1)
    assert status().troubles == (Trouble.CHECK,)
    report = rebuilt()
    assert (status().last_rebuild, status().troubles) == (report, ())
    checked(extra=2)
    assert status().troubles == (Trouble.CHECK,)


def test_the_worst_is_told_first(organise, followed, monkeypatch):
    checked(missing=1)
    SetAside.objects.create(organisation_id=1, reason="no", next_try=timezone.now())
    organise()
    aged(90)
    monkeypatch.setattr(fitness, "fingerprint", lambda: "another")

    assert status().troubles == (Trouble.INDEX, Trouble.LAG, Trouble.SET_ASIDE, Trouble.CHECK)


@pytest.mark.parametrize(
    ("url", "engine", "where"),
    [
        ("tantivy:///var/index", "tantivy", "tantivy:///var/index"),
        ("elasticsearch://me:s3cr@t@search:9200/x?tls=1", "Elasticsearch", "elasticsearch://search:9200/x?tls=1"),
    ],
)
def test_the_address_is_told_without_its_password(followed, settings, monkeypatch, url, engine, where):
    monkeypatch.setattr("search.status.configured_engine", lambda: followed)
    settings.SEARCH_URL = url

    assert (status().engine, status().where) == (engine, where)


def test_a_look_takes_the_same_number_of_queries_however_much_there_is(organise, followed):
    def queries_with(number):
        for _each in range(number):
            SetAside.objects.create(organisation_id=organise().pk, reason="no", next_try=timezone.now())
        with CaptureQueriesContext(connection) as captured:
            found = status()
        return len(captured), len(found.set_aside), found.set_aside_count

    few = queries_with(1)[0]
    assert queries_with(SHOWN) == (few, SHOWN, SHOWN + 1)
