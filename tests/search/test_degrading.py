"""Whatever becomes of the engine: visitors get an answer, savers hear nothing of it, and afterwards nothing is lost."""

import logging
import time
import uuid
from contextlib import contextmanager, suppress

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import SUCCESS, get_messages
from django.urls import reverse

from directory import verbs
from directory.models import OrganisationPage
from search import fallback, log
from search.breaker import FIRST_REST, Breaker
from search.check import check
from search.choices import read_choices
from search.engines import tantivy as embedded
from search.engines.contract import EngineError
from search.fallback import find_anyway
from search.find import find
from search.follow import follow
from search.index import engine as configured_engine
from search.query import Query
from search.rebuild import rebuild
from tests.directory.admin.conftest import fresh, organisation_form
from tests.search import folder_faults
from tests.search.faults import QUICK, Fault, FaultyServer, red

logger = logging.getLogger(__name__)  # seen with --log-cli-level=INFO
pytestmark = pytest.mark.django_db
FINDER, API = "/en/network/organisations/", "/api/v1/organisations/"
SAVES, CLUBS = 50, 10
IN_THE_ADMIN = range(3, SAVES, 10)
# The machine that tests everything at once is slow; what is measured when it is at rest is a third of it.
AT_ONCE = 3.0

OF_A_SERVER = [Fault.HANGING, *QUICK, "red", "partly red"]
# In a locked or full folder the index can still be asked; only what is new does not get into it.
OF_A_FOLDER = ["gone", "spoilt", "unreadable", "locked", "full"]
ASKED = {"locked", "full"}


class Broken:
    """An engine with a fault to come. `calls` has a line for each time that the finder asked the engine."""

    def __init__(self, fault, failing, proxy=None):
        self.fault = fault
        self.failing = failing
        self.proxy = proxy
        self.calls = []
        self.now = time.monotonic()

    @property
    def is_found_out(self):
        """Whether visitors notice."""
        return self.fault not in ASKED

    def later(self, seconds):
        """Let time pass, for the breaker."""
        self.now += seconds


@contextmanager
def behind_a_proxy(server, settings, fault):
    name = f"faults-{uuid.uuid4().hex}"
    with FaultyServer(server) as proxy:
        settings.SEARCH_URL = proxy.search_url(name)
        genuine = {"red": False, "partly red": True}
        if fault in genuine:
            yield Broken(fault, lambda: red(server, f"{name}.*", beside=genuine[fault]), proxy)
        else:
            yield Broken(fault, lambda: proxy.failing(fault), proxy)


@contextmanager
def in_a_folder(folder, settings, monkeypatch, fault):
    settings.SEARCH_URL = f"tantivy:///{folder}"
    monkeypatch.setattr(embedded, "_PATIENCE", 0.05)

    @contextmanager
    def failing():
        with folder_faults.full() if fault == "full" else getattr(folder_faults, fault)(folder):
            configured_engine().close()  # what is open stays in memory for a while
            yield

    yield Broken(fault, failing)


@pytest.fixture(params=[*OF_A_SERVER, *OF_A_FOLDER])
def broken(request, federation, settings, monkeypatch, tmp_path):
    """The configured engine, with an index, and each fault in turn."""
    settings.SEARCH_TIMEOUT = 0.6
    if request.param in OF_A_FOLDER:
        fixture = in_a_folder(tmp_path / "index", settings, monkeypatch, request.param)
    else:
        fixture = behind_a_proxy(request.getfixturevalue("elasticsearch_url"), settings, request.param)
    with fixture as broken:
        # As in `followed`: a test is one transaction, and what is in it counts as settled.
        monkeypatch.setattr(log, "_OLDEST_OPEN", "pg_current_xact_id()::text::bigint + 1")
        rebuild()
        clocked = Breaker(lambda: broken.now)
        monkeypatch.setattr(fallback, "breaker", lambda: clocked)

        def counted(*query, **options):
            broken.calls.append(query)
            return find(*query, **options)

        monkeypatch.setattr(fallback, "find", counted)
        yield broken
        configured_engine().drop()
        configured_engine().close()


def visit(client):
    """Visit the finder; return the page, and how long it took."""
    began = time.perf_counter()
    response = client.get(FINDER)
    took = time.perf_counter() - began
    assert response.status_code == 200
    return response.content.decode(), took


def test_visitors_are_answered_at_once_and_the_engine_is_left_in_peace(broken, client, organise):
    organise("Club Orbite")
    follow()
    page, _took = visit(client)
    assert "Club Orbite" in page
    assert "The search is resting" not in page

    with broken.failing():
        asked = len(broken.calls)
        page, first = visit(client)
        assert "Club Orbite" in page
        assert ("The search is resting" in page) == broken.is_found_out
        again, second = visit(client)
        answer = client.get(API).json()
        assert "Club Orbite" in again
        assert (answer["count"], answer["degraded"]) == (1, broken.is_found_out)
        logger.info("%s: answered after %.3f s, the next after %.3f s", broken.fault, first, second)
        assert max(first, second) < AT_ONCE
        if broken.is_found_out and broken.fault != "gone":  # which costs nothing to find out
            assert len(broken.calls) - asked == 1

    broken.later(FIRST_REST)
    page, _took = visit(client)
    assert "Club Orbite" in page
    assert "The search is resting" not in page


def test_fifty_saves_show_no_error_and_none_is_lost(
    broken, client, organise, federation, django_capture_on_commit_callbacks
):
    clubs = [organise(f"Club {number}") for number in range(CLUBS)]
    follow()
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "secret"))

    def asked():
        return list(broken.proxy.asked) if broken.proxy else []

    with broken.failing():
        before = asked()
        for number in range(SAVES):
            club, title = clubs[number % CLUBS], f"Saved {number}"
            with django_capture_on_commit_callbacks(execute=True):
                save = _save_in_the_admin if number in IN_THE_ADMIN else _save
                save(client, club, title)
            assert OrganisationPage.objects.get(pk=club.pk).title == title
        with django_capture_on_commit_callbacks(execute=True):
            verbs.hide(organisation=clubs[0], reason="They asked")
        assert asked() == before  # no saver waits for a server

        titles = [f"Saved {number}" for number in range(SAVES - CLUBS, SAVES)]
        page = client.get(FINDER, {"page_size": 100}).content.decode()
        assert titles[0] not in page
        if broken.is_found_out:
            assert [title for title in titles[1:] if title not in page] == []
        with suppress(EngineError):
            follow()

    assert sorted(OrganisationPage.objects.values_list("title", flat=True)) == titles
    follow()
    assert str(check().found) == "missing=0 extra=0 stale=0"
    assert [pk for pk, _digest in configured_engine().digests(0, 2**62, 1000)] == [club.pk for club in clubs[1:]]
    broken.later(FIRST_REST)
    results = find_anyway(Query(text="saved"), read_choices())
    assert (results.total, results.is_plain) == (CLUBS - 1, False)


def _save(_client, club, title):
    page = fresh(club)
    page.title = title
    page.save_revision().publish()


def _save_in_the_admin(client, club, title):
    form = organisation_form(fresh(club), title=title) | {"action-publish": "1"}
    response = client.post(reverse("wagtailadmin_pages:edit", args=[club.pk]), form)
    assert response.status_code == 302
    told = list(get_messages(response.wsgi_request))
    assert {each.level for each in told} == {SUCCESS}
    assert title in told[-1].message
