"""The forms that call verbs: what they write, what they refuse, and for whom they do not exist."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from directory import verbs
from directory.admin.decisions import DECISIONS
from directory.listing import is_listed
from directory.models import Change, Confirmation, ContactPoint, Hiding, Membership, Term
from tests.factories import CommitteeFactory, PersonFactory

TODAY = datetime.date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _mid_june():
    with time_machine.travel(datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC), tick=False):
        yield


def url(name, subject=None):
    return reverse("directory_decide", args=[name] if subject is None else [name, subject.pk])


def rows(queryset, *names):
    return list(queryset.order_by("pk").values_list(*names))


MEMBERSHIP = ("organisation", "status", "starts", "ends", "reason", "decided_by", "recorded_by")


def test_admitting_writes_a_membership_and_one_line(staff, organise, federation, sign_in, log):
    club = organise("New", member=False)
    since = Change.objects.count()
    facts = {"category": federation.category.pk, "starts": "2026-01-01", "decided_by": "Executive", "reason": "Voted."}
    response = sign_in(staff.africa).post(url("admit", club), facts)
    assert response.url == reverse("directory_memberships", args=[club.pk])
    assert rows(club.memberships, *MEMBERSHIP) == [
        (club.pk, "member", datetime.date(2026, 1, 1), None, "Voted.", "Executive", staff.africa.pk)
    ]
    assert Change.objects.count() == since + 1
    assert log()[-1] == ("admitted", "organisation", str(club.pk), staff.africa)


def test_admitting_from_the_list_asks_which_organisation(staff, organise, federation, sign_in):
    club = organise("New", member=False)
    client = sign_in(staff.africa)
    assert list(client.get(url("admit")).context["form"].fields) == [
        "organisation", "category", "starts", "ends", "decided_by", "reason",
    ]  # fmt: skip
    client.post(url("admit"), {"organisation": club.pk, "category": federation.category.pk, "starts": "2026-01-01"})
    assert rows(club.memberships, "starts") == [(datetime.date(2026, 1, 1),)]


def test_the_organisation_of_another_region_cannot_be_chosen(staff, organise, federation, sign_in):
    paris = organise("Club of Paris", country="FR", member=False)
    facts = {"organisation": paris.pk, "category": federation.category.pk, "starts": "2026-01-01"}
    response = sign_in(staff.africa).post(url("admit"), facts)
    assert list(response.context["form"].errors) == ["organisation"]
    assert not paris.memberships.exists()


def test_a_refusal_is_shown_and_nothing_is_written(staff, federation, sign_in, log):
    facts = {"category": federation.category.pk, "starts": "2026-01-01"}
    response = sign_in(staff.africa).post(url("admit", staff.club), facts)
    assert response.context["form"].non_field_errors() == [
        "Another membership runs on some of these days; end it first."
    ]
    assert staff.club.memberships.count() == 1
    assert log() == []


def test_lapsing_ends_the_membership_and_says_why(staff, sign_in, log):
    response = sign_in(staff.africa).post(url("lapse", staff.club), {"on": "2026-06-15", "reason": "Fees."})
    assert response.status_code == 302
    assert rows(staff.club.memberships, *MEMBERSHIP)[1:] == [
        (staff.club.pk, "lapsed", TODAY, TODAY, "Fees.", "", staff.africa.pk)
    ]
    assert rows(staff.club.memberships, "ends")[0] == (TODAY - datetime.timedelta(days=1),)
    assert log() == [("lapsed", "organisation", str(staff.club.pk), staff.africa)]


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("lapse", {"on": "2026-06-15"}),
        ("suspend", {"on": "2026-06-15"}),
        ("hide", {}),
        ("relocate", {"country": "MA"}),
    ],
)
def test_a_decision_without_its_reason_is_not_made(staff, sign_in, log, name, facts):
    response = sign_in(staff.africa).post(url(name, staff.club), facts)
    assert response.context["form"].errors == {"reason": ["This field is required."]}
    assert log() == []


def test_renewing_and_suspending_write_what_the_verbs_write(staff, organise, sign_in, log):
    club = organise("Dated", ends=datetime.date(2026, 12, 31))
    client = sign_in(staff.africa)
    client.post(url("renew", club), {"ends": "2027-12-31", "decided_by": "Office"})
    client.post(url("suspend", club), {"on": "2026-06-15", "until": "2026-06-30", "reason": "Inquiry."})
    assert rows(club.memberships, "status", "starts", "ends", "decided_by") == [
        ("member", datetime.date(2000, 1, 1), datetime.date(2026, 6, 14), ""),
        ("member", datetime.date(2027, 1, 1), datetime.date(2027, 12, 31), "Office"),
        ("member", datetime.date(2026, 7, 1), datetime.date(2026, 12, 31), ""),
        ("suspended", TODAY, datetime.date(2026, 6, 30), ""),
    ]
    assert [line[0] for line in log()][-2:] == ["renewed", "suspended"]


def test_hiding_and_showing_again_write_one_row_and_a_line_each(staff, sign_in, log):
    client = sign_in(staff.africa)
    client.post(url("hide", staff.club), {"reason": "Asked for it."})
    client.post(url("show", staff.club))
    assert rows(Hiding.objects, "organisation", "reason", "began_by", "ended_by") == [
        (staff.club.pk, "Asked for it.", staff.africa.pk, staff.africa.pk)
    ]
    key = str(staff.club.pk)
    assert log() == [
        ("hidden", "organisation", key, staff.africa),
        ("shown", "organisation", key, staff.africa),
    ]


def test_hide_or_show_leads_to_what_can_be_done(staff, sign_in):
    client = sign_in(staff.africa)
    either = reverse("directory_hide_or_show", args=[staff.club.pk])
    assert client.get(either).url == url("hide", staff.club)
    verbs.hide(organisation=staff.club, reason="Asked for it.")
    assert client.get(either).url == url("show", staff.club)
    assert sign_in(staff.europe).get(either, follow=True).status_code == 404


def test_confirming_writes_a_row_and_a_line(staff, sign_in, log):
    sign_in(staff.steward).post(url("confirm", staff.club), {"on": "2026-06-14", "note": "By telephone."})
    assert rows(Confirmation.objects, "organisation", "confirmed_on", "confirmed_by", "note") == [
        (staff.club.pk, datetime.date(2026, 6, 14), staff.steward.pk, "By telephone.")
    ]
    assert log() == [("confirmed", "organisation", str(staff.club.pk), staff.steward)]


def test_contact_points_are_added_changed_and_removed(staff, sign_in, log):
    client = sign_in(staff.africa)
    added = client.post(
        url("add-contact", staff.club), {"type": "email", "value": "a@example.org", "visibility": "office"}
    )
    assert added.url == f"{reverse('register_contacts:index')}?organisation={staff.club.pk}"
    contact = ContactPoint.objects.get()
    client.post(url("change-contact", contact), {"value": "b@example.org", "label": "", "visibility": "public"})
    assert rows(ContactPoint.objects, "value", "visibility") == [("b@example.org", "public")]
    client.post(url("remove-contact", contact))
    assert rows(ContactPoint.objects, "value") == []
    assert [line[0] for line in log()] == ["contact added", "contact changed", "contact removed"]


def test_a_value_that_is_no_address_is_refused(staff, sign_in):
    facts = {"type": "email", "value": "nonsense", "visibility": "office"}
    response = sign_in(staff.africa).post(url("add-contact", staff.club), facts)
    assert response.context["form"].non_field_errors() == ["Enter a valid email address."]


def test_seating_and_ending_a_term_write_what_the_verbs_write(staff, sign_in, log):
    person, committee = PersonFactory(), CommitteeFactory()
    client = sign_in(staff.secretariat)
    facts = {"person": person.pk, "committee": committee.pk, "role": "Chair", "starts": "2026-01-01"}
    assert client.post(url("seat"), facts).status_code == 302
    term = Term.objects.get()
    assert (term.person, term.committee, term.role, term.ends) == (person, committee, "Chair", None)
    assert client.post(url("unseat", term), {"on": "2026-06-15"}).status_code == 302
    term.refresh_from_db()
    assert term.ends == TODAY
    key = str(committee.pk)
    assert log() == [
        ("seated", "committee", key, staff.secretariat),
        ("unseated", "committee", key, staff.secretariat),
    ]


def test_a_term_that_has_ended_is_not_ended_again(staff, sign_in):
    term = verbs.seat(
        person=PersonFactory(), committee=CommitteeFactory(), starts=datetime.date(2020, 1, 1), ends=TODAY
    )
    response = sign_in(staff.secretariat).post(url("unseat", term), {"on": "2026-06-20"})
    assert response.context["form"].non_field_errors() == ["The term has ended already."]
    term.refresh_from_db()
    assert term.ends == TODAY


OF_ORGANISATIONS = [
    "add-contact", "admit", "confirm", "hide", "lapse", "reinstate", "relocate", "renew", "show", "suspend",
]  # fmt: skip
FACTS = {"on": "2026-06-15", "reason": "x", "country": "TN", "type": "email", "value": "a@example.org"}


@pytest.mark.parametrize("name", OF_ORGANISATIONS)
def test_the_organisation_of_another_region_is_not_found(staff, sign_in, log, name):
    client = sign_in(staff.europe)
    assert client.get(url(name, staff.club), follow=True).status_code == 404
    client.post(url(name, staff.club), FACTS)
    assert log() == []


@pytest.mark.parametrize("name", ["change-contact", "remove-contact"])
def test_the_contact_point_of_another_region_is_not_found(staff, sign_in, name):
    contact = verbs.add_contact(organisation=staff.club, type="email", value="a@example.org")
    client = sign_in(staff.europe)
    assert client.get(url(name, contact), follow=True).status_code == 404
    client.post(url(name, contact), {"value": "b@example.org", "visibility": "public"})
    assert rows(ContactPoint.objects, "value", "visibility") == [("a@example.org", "office")]


@pytest.mark.parametrize("name", ["admit", "hide", "lapse", "reinstate", "relocate", "renew", "show", "suspend"])
def test_who_may_only_edit_the_page_decides_nothing_for_the_federation(staff, sign_in, log, name):
    client = sign_in(staff.steward)
    assert client.get(url(name, staff.club), follow=True).status_code == 404
    client.post(url(name, staff.club), FACTS)
    assert log() == []


def test_a_regional_editor_seats_nobody_and_reassigns_no_country(staff, federation, sign_in):
    client = sign_in(staff.africa)
    assert client.get(url("seat"), follow=True).status_code == 404
    assert client.get(url("reassign", federation.countries["TN"]), follow=True).status_code == 404


def test_every_decision_is_one_of_those_tested_here():
    others = ["change-contact", "reassign", "remove-contact", "seat", "unseat"]
    assert sorted(DECISIONS) == sorted([*OF_ORGANISATIONS, *others])


def test_a_suspended_organisation_is_reinstated(staff, sign_in):
    verbs.suspend(organisation=staff.club, on=TODAY - datetime.timedelta(days=9), reason="Inquiry.")
    client = sign_in(staff.africa)
    found = client.get(reverse("directory_memberships", args=[staff.club.pk])).context
    assert [decision.name for decision, _url in found["decisions"]] == ["reinstate", "lapse"]
    client.post(url("reinstate", staff.club), {"on": "2026-06-15", "reason": "Settled."})
    assert is_listed(staff.club)


def test_a_suspension_that_ends_before_it_begins_is_refused_in_a_sentence(staff, sign_in):
    facts = {"on": "2026-06-15", "until": "2026-06-01", "reason": "Inquiry."}
    response = sign_in(staff.africa).post(url("suspend", staff.club), facts)
    assert response.context["form"].non_field_errors() == ["The last day is before the first."]


def test_what_is_no_key_is_not_found(staff, sign_in):
    assert sign_in(staff.admin).get("/admin/register/decide/hide/abc/").status_code == 404


def test_wagtails_report_of_page_types_shows_organisations(staff, sign_in):
    assert sign_in(staff.admin).get("/admin/pages/usage/directory/organisationpage/").status_code == 200


def test_an_unknown_decision_is_not_found(staff, sign_in):
    assert sign_in(staff.admin).get("/admin/register/decide/abolish/", follow=True).status_code == 404


def test_after_a_decision_one_is_back_where_one_came_from_and_nowhere_else(staff, sign_in):
    client = sign_in(staff.africa)
    there = client.post(f"{url('confirm', staff.club)}?next=/admin/register/hidings/", {"on": "2026-06-15"})
    assert there.url == "/admin/register/hidings/"
    foreign = client.post(f"{url('confirm', staff.club)}?next=https://example.org/", {"on": "2026-06-15"})
    assert foreign.url == reverse("wagtailadmin_pages:edit", args=[staff.club.pk])


def test_the_overview_shows_all_stretches_and_offers_what_is_possible(staff, organise, sign_in):
    client = sign_in(staff.africa)

    def offered(organisation):
        found = client.get(reverse("directory_memberships", args=[organisation.pk])).context
        return [decision.name for decision, _url in found["decisions"]]

    assert offered(organise("Never", member=False)) == ["admit"]
    assert offered(organise("Open")) == ["suspend", "lapse"]
    assert offered(organise("Dated", ends=TODAY)) == ["renew", "suspend", "lapse"]
    assert offered(organise("Over", ends=TODAY - datetime.timedelta(days=1))) == ["admit", "renew"]


def test_the_overview_offers_nothing_to_a_steward_and_does_not_exist_for_others(staff, sign_in):
    overview = reverse("directory_memberships", args=[staff.club.pk])
    context = sign_in(staff.steward).get(overview).context
    assert (context["decisions"], [row.status for row in context["memberships"]]) == ([], ["member"])
    assert sign_in(staff.europe).get(overview, follow=True).status_code == 404


def test_memberships_are_written_by_verbs_alone(staff, sign_in):
    before = rows(Membership.objects, *MEMBERSHIP)
    client = sign_in(staff.admin)
    for action in ("edit", "delete"):
        client.post(f"/admin/register/memberships/{action}/{staff.club.memberships.get().pk}/", FACTS)
    assert rows(Membership.objects, *MEMBERSHIP) == before
