"""The page on the search index: for those who look after it; for all others there is none."""

import datetime
import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.admin.menu import reports_menu

from search.engines.contract import EngineError
from search.follow import follow
from search.index import engine as configured_engine
from search.models import IndexReport, SetAside

PAGE = "/admin/reports/search-index/"
OTHERS = ["africa", "europe", "reviewer", "steward", "nobody"]


def words(response):
    """What a page says, without its tags."""
    text = re.sub(r"<(script|style|template)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def headline(response):
    return html.unescape(re.search(r'class="index-sentence">([^<]*)<', response.content.decode())[1]).strip()


@pytest.mark.parametrize("role", ["admin", "secretariat"])
def test_who_looks_after_the_index_sees_that_it_is_well(staff, followed, sign_in, role):
    follow(followed)
    IndexReport.objects.create(kind="check", seconds=1.25, documents=1)

    page = sign_in(getattr(staff, role)).get(PAGE)
    assert (page.status_code, headline(page)) == (200, "The index has followed every change of the register.")
    assert "compared 1 documents and found no difference" in words(page)
    assert "1 documents in 1.3 seconds: missing 0, extra 0, stale 0" in words(page)


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_everybody_else_there_is_no_such_page(staff, followed, sign_in, role, method):
    client = sign_in(getattr(staff, role))
    missing, mine = getattr(client, method)("/admin/reports/no-such-page/"), getattr(client, method)(PAGE)
    assert (mine.status_code, mine.content) == (missing.status_code, missing.content)


def test_who_has_not_signed_in_is_asked_to(followed, client):
    for answer in (client.get(PAGE), client.post(PAGE)):
        assert (answer.status_code, answer.url) == (302, f"/admin/login/?next={PAGE}")


def test_the_reports_lead_there_for_those_who_may_see_it(staff, followed, rf):
    def entries(user):
        request = rf.get("/admin/")
        request.user = user
        return [item.name for item in reports_menu.menu_items_for_request(request) if item.name == "search-index"]

    shown = [role for role in ["admin", "secretariat", *OTHERS] if entries(getattr(staff, role)) == ["search-index"]]
    assert shown == ["admin", "secretariat"]


def test_superusers_can_give_a_group_the_permission(staff, sign_in):
    assert "Report on the index" in words(sign_in(staff.admin).get("/admin/groups/new/"))


def test_what_waits_is_told_with_the_command_that_helps(late, staff, sign_in):
    page = sign_in(staff.secretariat).get(PAGE)
    assert re.fullmatch(r"\d+ changes wait, the oldest for 2\xa0minutes\.", headline(page))
    assert "manage.py search_follow" in words(page)


def test_an_engine_out_of_reach_is_told_calmly(staff, followed, sign_in, monkeypatch):
    def fail():
        raise EngineError("It is out of reach.")

    monkeypatch.setattr(configured_engine(), "state", fail)
    page = sign_in(staff.secretariat).get(PAGE)
    assert headline(page).endswith(": the finder answers from the database.")
    assert ("It is out of reach." in words(page), "None" in words(page)) == (True, False)


def test_without_an_index_the_page_says_how_to_build_it(staff, followed, sign_in):
    followed.drop()

    page = sign_in(staff.secretariat).get(PAGE)
    assert headline(page) == "The index has to be built anew: there is no index."
    assert "Until then the finder answers from the database. manage.py search_rebuild" in words(page)


@pytest.fixture
def aside(staff, followed):
    later = timezone.now() + datetime.timedelta(hours=1)
    follow(followed)
    SetAside.objects.create(organisation_id=staff.club.pk, reason="ValueError: <b>no</b>", next_try=later)
    SetAside.objects.create(organisation_id=staff.club.pk + 999, reason="lost", next_try=later)


def test_records_set_aside_lead_to_their_editors(aside, staff, sign_in):
    page = sign_in(staff.secretariat).get(PAGE)
    assert headline(page) == "2 organisations could not be put into the index."
    assert f'<a href="/admin/pages/{staff.club.pk}/edit/">Club of Tunis</a>' in page.content.decode()
    assert "ValueError: <b>no</b>" in words(page)
    assert "which is no more" in words(page)


def test_they_are_tried_again_when_somebody_asks(aside, staff, sign_in, followed):
    client = sign_in(staff.secretariat)
    answer = client.post(PAGE, follow=True)
    assert (answer.redirect_chain, "2 records will be tried again" in words(answer)) == ([(PAGE, 302)], True)

    follow(followed)
    assert SetAside.objects.count() == 0
    assert headline(client.get(PAGE)) == "The index has followed every change of the register."


def test_trying_again_needs_a_token(aside, staff):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff.secretariat)
    assert strict.post(PAGE).status_code == 403


def test_the_page_takes_the_same_queries_however_much_is_set_aside(staff, followed, organise, sign_in):
    client = sign_in(staff.secretariat)

    def queries_with(number):
        for _each in range(number):
            SetAside.objects.create(organisation_id=organise().pk, reason="no", next_try=timezone.now())
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        return len(captured)

    client.get(PAGE)
    assert queries_with(1) == queries_with(20)
