"""The banner: on every page of the admin, for those whom it concerns, while something is the matter."""

import datetime
import html
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.admin import index_banner
from search.follow import follow
from search.models import IndexReport, SetAside

OTHERS = ["africa", "europe", "reviewer", "steward", "nobody"]


def banner(response):
    found = re.search(r'<aside class="index-banner.*?</aside>', response.content.decode(), re.DOTALL)
    return found and " ".join(html.unescape(re.sub(r"<[^>]*>", " ", found[0])).replace("\xa0", " ").split())


@pytest.mark.parametrize("role", ["admin", "secretariat"])
def test_a_lag_of_over_a_minute_is_told_on_every_page(late, staff, sign_in, role):
    client = sign_in(getattr(staff, role))
    pages = ["/admin/", "/admin/pages/", f"/admin/pages/{staff.club.pk}/edit/", "/admin/register/organisations/"]
    told = {banner(client.get(page)) for page in pages}
    assert [re.sub(r"\d+ changes", "… changes", each) for each in told] == [
        "… changes wait, the oldest for 2 minutes. More about the search index"
    ]
    assert banner(client.get("/admin/reports/search-index/")) is None  # it says so itself


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_is_told(late, staff, sign_in, role):
    assert banner(sign_in(getattr(staff, role)).get("/admin/")) is None


def test_who_has_not_signed_in_is_not_told(late, client):
    assert banner(client.get("/admin/login/")) is None


def test_a_lag_of_under_a_minute_is_nothing_to_tell(staff, organise, followed, sign_in):
    organise()

    assert banner(sign_in(staff.admin).get("/admin/")) is None


def test_more_than_one_thing_is_counted(late, staff, sign_in):
    SetAside.objects.create(organisation_id=staff.club.pk, reason="no", next_try=timezone.now())
    IndexReport.objects.create(kind="check", seconds=1, documents=1, stale=1)

    assert banner(sign_in(staff.admin).get("/admin/")).endswith("And 2 things more. More about the search index")


def test_the_index_is_looked_at_now_and_then_and_not_for_each_page(late, staff, sign_in, monkeypatch):
    looks = []
    real = index_banner.status
    monkeypatch.setattr(index_banner, "status", lambda: looks.append(1) or real())
    client = sign_in(staff.admin)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _page in range(3):
            client.get("/admin/")
        assert len(looks) == 1
        clock.shift(datetime.timedelta(seconds=index_banner.KEPT + 1))
        client.get("/admin/")
        assert len(looks) == 2


def test_the_page_on_the_index_is_what_the_banner_says_next(late, staff, sign_in):
    client = sign_in(staff.admin)
    assert banner(client.get("/admin/")) is not None
    follow(late)
    client.get("/admin/reports/search-index/")
    assert banner(client.get("/admin/")) is None


def test_editors_pay_for_it_with_no_query(late, staff, sign_in, monkeypatch):
    def queries(client):
        client.get("/admin/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/")
        return len(captured)

    client = sign_in(staff.africa)
    with_banner = queries(client)
    monkeypatch.setattr("cms.templatetags.search_index_tags.banner", lambda _user: [])
    assert with_banner == queries(client)
