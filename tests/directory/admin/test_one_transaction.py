"""What a form of the admin writes is one transaction: one line a subject, or nothing where the view fails."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.urls import reverse
from wagtail.models import PageViewRestriction, TaskState
from wagtail.signals import page_published, page_unpublished

from directory import changes
from directory.admin.one_transaction import AdminInOneTransaction
from directory.models import Kind, OrganisationPage
from tests.directory.admin.conftest import fresh, organisation_form
from tests.factories import NetworkPageFactory


def told(log):
    return [(subject_type, subject_id) for _kind, subject_type, subject_id, _actor in log()]


def page_url(name, *arguments):
    return reverse(f"wagtailadmin_pages:{name}", args=arguments)


def publish(client, club, federation):
    rows = {
        "TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000,
        "0": {"text": "CT", "id": "", "ORDER": 1, "DELETE": ""},
    }  # fmt: skip
    data = organisation_form(club, title="Renamed", slug="renamed", acronyms=rows) | {"action-publish": "1"}
    return client.post(page_url("edit", club.pk), data)


def unpublish(client, club, federation):
    return client.post(page_url("unpublish", club.pk))


def move_its_office(client, club, federation):
    elsewhere = NetworkPageFactory(parent=federation.home, slug="elsewhere")
    return client.post(page_url("move_confirm", federation.offices["africa"].pk, elsewhere.pk))


def restrict(client, club, federation):
    return client.post(page_url("set_privacy", club.pk), {"restriction_type": "login"})


def restrict_its_office(client, club, federation):
    return client.post(page_url("set_privacy", federation.offices["africa"].pk), {"restriction_type": "login"})


def lift_the_restriction(client, club, federation):
    return client.post(page_url("set_privacy", club.pk), {"restriction_type": "none"})


def unpublish_many(client, club, federation):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    return client.post(f"{url}?id={club.pk}")


def decide(name, **facts):
    def post(client, club, federation):
        return client.post(reverse("directory_decide", args=[name, club.pk]), facts)

    post.__name__ = name
    return post


FORMS = [
    publish,
    unpublish,
    move_its_office,
    restrict,
    restrict_its_office,
    lift_the_restriction,
    unpublish_many,
    decide("hide", reason="Asked"),
    decide("lapse", on="2026-01-01", reason="Fees"),
    decide("suspend", on="2026-01-01", reason="Fees"),
    decide("relocate", country="MA", reason="Moved"),
    decide("confirm", on="2020-01-01"),
]


def state(club):
    return (
        OrganisationPage.objects.filter(pk=club.pk).values().get(),
        *(list(rows.order_by("pk").values()) for rows in (club.memberships, club.hidings, club.confirmations)),
        list(PageViewRestriction.objects.values()),
    )


@pytest.mark.parametrize("post", FORMS, ids=lambda post: post.__name__)
def test_a_form_appends_one_line_for_the_organisation(staff, federation, sign_in, log, post):
    if post is lift_the_restriction:
        PageViewRestriction.objects.create(page=staff.club, restriction_type="login")
    client, before = sign_in(staff.admin), len(log())
    assert post(client, staff.club, federation).status_code in {200, 302}
    assert told(log)[before:] == [("organisation", str(staff.club.pk))]


@pytest.mark.parametrize("post", FORMS, ids=lambda post: post.__name__)
def test_a_form_writes_nothing_where_its_line_cannot_be_written(staff, federation, sign_in, monkeypatch, post):
    if post is lift_the_restriction:
        PageViewRestriction.objects.create(page=staff.club, restriction_type="login")
    client, before = sign_in(staff.admin), state(staff.club)

    def refuse(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(changes, "_append", refuse)
    with pytest.raises(ZeroDivisionError):
        post(client, staff.club, federation)
    assert state(staff.club) == before


@pytest.mark.parametrize(("post", "signal"), [(publish, page_published), (unpublish, page_unpublished)])
def test_what_a_view_had_written_is_undone_when_it_fails(staff, federation, sign_in, log, post, signal):
    """Wagtail sends its signals after the page's own transaction; here that is the whole view's."""
    client, before = sign_in(staff.admin), state(staff.club)

    def fail(**_):
        raise ZeroDivisionError

    signal.connect(fail)
    try:
        with pytest.raises(ZeroDivisionError):
            post(client, staff.club, federation)
    finally:
        signal.disconnect(fail)
    assert (state(staff.club), log()) == (before, [])


def test_many_that_are_unpublished_at_once_have_a_line_each(staff, organise, sign_in, log):
    clubs = [organise() for _ in range(3)]
    before = len(log())
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    sign_in(staff.admin).post(f"{url}?{'&'.join(f'id={club.pk}' for club in clubs)}")
    assert sorted(told(log)[before:]) == sorted(("organisation", str(club.pk)) for club in clubs)


def test_a_draft_is_noted_once_as_well(staff, sign_in, log):
    sign_in(staff.admin).post(page_url("edit", staff.club.pk), organisation_form(staff.club, title="Draft"))
    assert (fresh(staff.club).has_unpublished_changes, fresh(staff.club).title) == (True, "Club of Tunis")
    assert told(log) == [("organisation", str(staff.club.pk))]


def test_a_change_that_is_approved_appends_one_line(staff, sign_in, log):
    data = organisation_form(staff.club, title="Approved") | {"action-submit": "1"}
    sign_in(staff.steward).post(page_url("edit", staff.club.pk), data)
    before = len(log())
    task = TaskState.objects.get(status="in_progress")
    sign_in(staff.reviewer).post(page_url("workflow_action", staff.club.pk, "approve", task.pk), {"comment": "Good."})
    assert fresh(staff.club).title == "Approved"
    assert told(log)[before:] == [("organisation", str(staff.club.pk))]


def test_a_word_that_is_changed_in_its_form_has_a_line(staff, federation, sign_in, log):
    kind = federation.kinds["club"]
    url = reverse("register_kinds:edit", args=[kind.pk])
    response = sign_in(staff.admin).post(url, {"name": "Circle", "slug": "circle", "order": 0, "names_0": "Cercle"})
    assert (response.status_code, Kind.objects.get(pk=kind.pk).name) == (302, "Circle")
    assert told(log) == [("kind", str(kind.pk))]


@pytest.mark.parametrize(
    ("method", "path", "user", "is_one"),
    [
        ("post", "/admin/", User(), True),
        ("delete", "/admin/x/", User(), True),
        ("get", "/admin/", User(), False),
        ("post", "/en/", User(), False),
        ("post", "/admin/login/", AnonymousUser(), False),
    ],
)
def test_only_what_staff_may_write_in_the_admin_is_one_transaction(db, rf, method, path, user, is_one):
    def view(_request):
        return len([block for block in connection.atomic_blocks if not block._from_testcase])

    request = getattr(rf, method)(path)
    request.user = user
    answer = AdminInOneTransaction(view).process_view(request, view, (), {})
    assert answer == (1 if is_one else None)


def test_it_is_the_last_of_the_middlewares():
    assert settings.MIDDLEWARE[-1] == "directory.admin.one_transaction.AdminInOneTransaction"
