"""The admin's first page: what waits and what is new, to each in their branch."""

import datetime

import pytest
import time_machine

from directory import verbs
from tests.directory.admin.conftest import queries

TODAY = datetime.date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _mid_june():
    with time_machine.travel(datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC), tick=False):
        yield


def panels(client):
    response = client.get("/admin/")
    return {panel.name: panel.get_context_data(response.context) for panel in response.context["panels"]}


def waiting(client):
    return {
        str(kind.heading): [organisation.title for organisation in kind.organisations]
        for kind in panels(client)["register_waits"]["waiting"]
    }


@pytest.fixture
def busy(staff, organise):
    """Something that waits in each region."""
    organise("Draft", live=False, member=False)
    organise("Draft of Paris", country="FR", live=False, member=False)
    verbs.confirm(organisation=organise("Ending", ends=datetime.date(2026, 8, 14)))
    verbs.confirm(organisation=organise("Lasting", ends=datetime.date(2026, 8, 15)))
    renewed = organise("Renewed", ends=datetime.date(2026, 7, 1))
    verbs.renew(organisation=renewed, ends=datetime.date(2027, 7, 1))
    verbs.confirm(organisation=renewed, on=TODAY - datetime.timedelta(days=400))


def test_each_sees_what_waits_in_their_branch(busy, staff, sign_in):
    assert waiting(sign_in(staff.africa)) == {
        "Drafts, never published": ["Draft"],
        "Memberships that end within 60 days": ["Ending"],
        "Not confirmed within 12 months": ["Club of Tunis", "Renewed"],
    }
    assert waiting(sign_in(staff.europe)) == {"Drafts, never published": ["Draft of Paris"]}
    assert waiting(sign_in(staff.steward)) == {"Not confirmed within 12 months": ["Club of Tunis"]}


def test_the_links_lead_to_the_same_organisations(busy, staff, sign_in):
    client = sign_in(staff.africa)
    for kind in panels(client)["register_waits"]["waiting"]:
        listed = client.get(kind.url).context["table"].data
        assert sorted(page.title for page in listed) == sorted(page.title for page in kind.organisations)


def test_each_sees_what_is_new_in_their_branch(busy, staff, organise, sign_in):
    organise("Club of Paris", country="FR")
    news = panels(sign_in(staff.europe))["register_news"]
    assert [membership.organisation.title for membership in news["admitted"]] == ["Club of Paris"]
    assert [(line.subject, line.happened) for line in news["lines"]] == [
        ("Club of Paris", "admitted"),
        ("Draft of Paris", "saved"),
    ]


def test_the_summary_counts_ones_own_organisations(busy, staff, sign_in):
    page = sign_in(staff.africa).get("/admin/").content.decode()
    assert "5 organisations, 4 listed" in page


def test_who_looks_after_no_organisation_has_neither_panel(staff, sign_in):
    staff.nobody.user_permissions.set([])
    staff.nobody.groups.clear()
    assert sign_in(staff.nobody).get("/admin/").status_code == 302


def test_the_number_of_queries_does_not_grow_with_what_waits(busy, staff, organise, sign_in):
    client = sign_in(staff.secretariat)
    for number in range(6):
        organise(f"Draft {number}", live=False, member=False)
        organise(f"Club {number}")
    before = queries(client, "/admin/")
    for number in range(6, 12):
        organise(f"Draft {number}", live=False, member=False)
        organise(f"Club {number}")
    assert queries(client, "/admin/") == before
