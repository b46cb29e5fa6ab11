"""A probe is answered whatever address it calls the site by, before the rules for visitors apply."""

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.db import OperationalError

from search import status as looking

ADDRESSES = ["/healthz", "/healthz/", "/healthz/live", "/healthz/live/", "/healthz/ready", "/healthz/ready/"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_probe_by_number_and_plain_http_is_answered(followed, client, settings, address):
    settings.ALLOWED_HOSTS = ["network.example.org"]
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(address, headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/en/", headers={"host": "network.example.org"}).status_code == 301
    assert client.get("/en/", headers={"host": "10.0.0.7:8000"}).status_code == 400


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_is_neither_kept_nor_has_it_cookies_or_a_language(followed, admin_client, monkeypatch, address):
    def never(*_arguments):
        raise AssertionError("a probe has touched a session")

    monkeypatch.setattr(SessionBase, "_get_session", never)
    response = admin_client.get(address)

    assert (response.headers["Cache-Control"], dict(response.cookies)) == ("no-store", {})
    assert {"Vary", "Content-Language", "Content-Security-Policy", "Location"} & set(response.headers) == set()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_probe_only_reads(followed, client, method):
    assert [getattr(client, method)(address).status_code for address in ADDRESSES] == [405] * len(ADDRESSES)
    assert [client.head(address).status_code for address in ADDRESSES] == [200] * len(ADDRESSES)


def test_other_addresses_are_the_sites(federation, client):
    assert [client.get(address).status_code for address in ("/healthz/else/", "/en/healthz/", "/en/")] == [
        404,
        404,
        200,
    ]


def test_a_process_is_alive_without_a_database(client, monkeypatch, django_db_blocker):
    monkeypatch.setattr(looking, "configured_engine", None)
    with django_db_blocker.block():
        response = client.get("/healthz/live")
    assert (response.status_code, response.content) == (200, b"alive\n")


def test_without_its_database_a_site_is_not_ready(client, monkeypatch):
    def refuse(*_arguments):
        raise OperationalError("connection refused by 10.0.0.9, user meridian")

    monkeypatch.setattr("search.log.head", refuse)
    answers = [client.get(address) for address in ("/healthz/ready", "/healthz")]

    assert [answer.status_code for answer in answers] == [503, 503]
    assert answers[0].json() == {"ready": False, "search": "degraded", "reasons": ["database"]}
    assert [b"10.0.0.9" in answer.content for answer in answers] == [False, False]
