"""What machines are told of the index: numbers and fixed words, never a name or an address."""

import datetime

import pytest
from django.utils import timezone

from directory.models import Change
from search.engines.contract import EngineError
from search.follow import follow
from search.index import engine as configured_engine
from search.models import IndexReport, SetAside
from search.status import NAMES

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC)


def report(kind, **facts):
    made = IndexReport.objects.create(kind=kind, seconds=2.5, documents=7, **facts)
    IndexReport.objects.filter(pk=made.pk).update(at=AT)


def test_a_healthy_index_in_numbers(organise, followed, client, settings):
    organise()
    follow(followed)
    report("check")
    report("rebuild")
    position = followed.state().position

    assert client.get("/healthz").json() == {
        "ready": True,
        "search": "ok",
        "reasons": [],
        "engine": NAMES[settings.SEARCH_URL.partition(":")[0]],
        "documents": 1,
        "position": {"transaction": position.transaction, "change": position.change},
        "waiting": 0,
        "lag_seconds": 0.0,
        "set_aside": 0,
        "last_check": {"at": "2026-06-15T12:00:00+00:00", "missing": 0, "extra": 0, "stale": 0},
        "last_rebuild": {"at": "2026-06-15T12:00:00+00:00", "documents": 7, "seconds": 2.5},
    }
    assert client.get("/healthz/ready").json() == {"ready": True, "search": "ok", "reasons": []}


def test_an_index_that_lags_serves_all_the_same(organise, followed, client):
    club = organise("Club of Tunis")
    SetAside.objects.create(organisation_id=club.pk, reason="Club of Tunis is odd", next_try=timezone.now())
    Change.objects.update(at=timezone.now() - datetime.timedelta(seconds=90))

    told = client.get("/healthz")
    assert (told.status_code, told.json()["search"], told.json()["reasons"]) == (200, "ok", ["lag", "set aside"])
    assert 90 <= told.json()["lag_seconds"] < 100
    assert told.json()["set_aside"] == 1
    assert b"Tunis" not in told.content


def test_without_its_engine_the_site_is_ready_and_its_search_degraded(followed, client, monkeypatch):
    def fail():
        raise EngineError("Elasticsearch at http://10.0.0.9:9200 is out of reach.")

    monkeypatch.setattr(configured_engine(), "state", fail)
    ready = client.get("/healthz/ready")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "search": "degraded", "reasons": ["engine"]})
    told = client.get("/healthz")
    assert (told.json()["documents"], told.json()["lag_seconds"], told.json()["position"]) == (None, None, None)
    assert b"10.0.0.9" not in told.content


def test_without_an_index_the_site_is_ready_and_its_search_degraded(followed, client):
    followed.drop()

    ready = client.get("/healthz/ready")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "search": "degraded", "reasons": ["index"]})
