"""The lists of what only verbs write: rows by role, a view of each, and no address at which one is overwritten."""

import datetime

import pytest
from django.urls import NoReverseMatch, reverse

from directory import verbs
from directory.models import Change, ContactPoint
from tests.directory.admin.conftest import column, exported, queries, titles
from tests.factories import CommitteeFactory, PersonFactory

NAMES = ("memberships", "contacts", "hidings", "confirmations", "terms")
BESIDE = NAMES[:4]


@pytest.fixture
def rows(staff, organise):
    """One row of each kind in Africa, and one in Europe."""
    paris = organise("Club of Paris", country="FR")
    for club, name in ((staff.club, "tunis"), (paris, "paris")):
        verbs.add_contact(organisation=club, type="email", value=f"{name}@example.org")
        verbs.confirm(organisation=club)
        verbs.hide(organisation=club, reason=f"=asked by {name}")
    verbs.seat(person=PersonFactory(), committee=CommitteeFactory(), starts=datetime.date(2024, 1, 1))
    return paris


def index(name):
    return reverse(f"register_{name}:index")


@pytest.mark.parametrize("name", BESIDE)
def test_each_role_sees_the_rows_of_its_branch(rows, staff, sign_in, name):
    def seen(user):
        return sorted(record.organisation.title for record in sign_in(user).get(index(name)).context["table"].data)

    assert seen(staff.secretariat) == ["Club of Paris", "Club of Tunis"]
    assert seen(staff.africa) == seen(staff.reviewer) == seen(staff.steward) == ["Club of Tunis"]
    assert seen(staff.europe) == ["Club of Paris"]


@pytest.mark.parametrize("name", BESIDE)
def test_each_role_exports_the_rows_of_its_branch(rows, staff, sign_in, name):
    exports = exported(sign_in(staff.africa).get(f"{index(name)}?export=csv"))
    assert [row[:3] for row in exports] == [
        ["Organisation", "Region", "Country"],
        ["Club of Tunis", "Africa", "Tunisia"],
    ]


def test_an_exported_reason_runs_as_no_formula(rows, staff, sign_in):
    exports = exported(sign_in(staff.africa).get(f"{index('hidings')}?export=csv"))
    assert [row[3] for row in exports] == ["Reason", "'=asked by tunis"]


@pytest.mark.parametrize("name", NAMES)
def test_a_row_has_a_view_and_no_address_that_writes(rows, staff, sign_in, name):
    client = sign_in(staff.secretariat)
    record = client.get(index(name)).context["table"].data[0]
    assert client.get(reverse(f"register_{name}:inspect", args=[record.pk])).status_code == 200
    for action in ("add", "edit", "delete", "copy", "history", "usage"):
        with pytest.raises(NoReverseMatch):
            reverse(f"register_{name}:{action}", args=[record.pk])


@pytest.mark.parametrize("name", NAMES)
def test_posting_to_the_view_of_a_row_writes_nothing(rows, staff, sign_in, name):
    client = sign_in(staff.secretariat)
    record = client.get(index(name)).context["table"].data[0]
    before = dict(vars(record), _state=None, _prefetched_objects_cache=None)
    lines = Change.objects.count()
    url = reverse(f"register_{name}:inspect", args=[record.pk])
    assert client.post(url, {"reason": "x", "role": "x", "ends": "2030-01-01"}).status_code == 405
    after = type(record).objects.get(pk=record.pk)
    assert {key: before[key] for key in vars(after) if key != "_state"} == {
        key: value for key, value in vars(after).items() if key != "_state"
    }
    assert Change.objects.count() == lines


@pytest.mark.parametrize("name", BESIDE)
def test_the_row_of_another_region_is_not_found(rows, staff, sign_in, name):
    theirs = sign_in(staff.europe).get(index(name)).context["table"].data[0]
    url = reverse(f"register_{name}:inspect", args=[theirs.pk])
    assert sign_in(staff.europe).get(url).status_code == 200
    assert sign_in(staff.africa).get(url, follow=True).status_code == 404


def test_terms_are_the_secretariats(rows, staff, sign_in):
    assert titles(sign_in(staff.secretariat).get(index("terms"))) != []
    assert sign_in(staff.africa).get(index("terms")).status_code == 302


def test_the_list_of_memberships_has_the_columns_that_staff_need(staff, sign_in):
    table = sign_in(staff.secretariat).get(index("memberships")).context["table"]
    labels = ["Organisation", "Region", "Category", "Status", "First day", "Last day", "Decided by"]
    assert [str(each.label) for each in table.columns.values()] == labels


def test_hidings_are_filtered_by_whether_they_are_open(rows, staff, sign_in):
    verbs.show(organisation=rows)
    client = sign_in(staff.secretariat)
    seen = {value: titles_of(client.get(f"{index('hidings')}?is_open={value}")) for value in ("now", "before")}
    assert seen == {"now": ["Club of Tunis"], "before": ["Club of Paris"]}


def test_terms_are_filtered_by_whether_they_run(staff, sign_in):
    committee = CommitteeFactory()
    past, present = PersonFactory(name="Past"), PersonFactory(name="Present")
    starts = datetime.date(2001, 1, 1)
    verbs.seat(person=past, committee=committee, starts=starts, ends=datetime.date(2002, 1, 1))
    verbs.seat(person=present, committee=committee, starts=starts)
    client = sign_in(staff.secretariat)
    people = {
        value: [str(name) for name in column(client.get(f"{index('terms')}?running={value}"), "person")]
        for value in ("yes", "no")
    }
    assert people == {"yes": ["Present"], "no": ["Past"]}


def titles_of(response):
    return [record.organisation.title for record in response.context["table"].data]


def test_the_contact_points_of_one_organisation_are_one_click_away(rows, staff, sign_in):
    other = ContactPoint.objects.get(organisation=staff.club)
    url = f"{index('contacts')}?organisation={staff.club.pk}"
    assert column(sign_in(staff.secretariat).get(url), "value") == [other.value]


@pytest.mark.parametrize("name", [*BESIDE, "organisations", "changes"])
def test_the_number_of_queries_does_not_grow_with_the_rows(rows, staff, organise, sign_in, name):
    client = sign_in(staff.secretariat)
    before = queries(client, index(name))
    for number in range(5):
        club = organise(f"Club {number}")
        verbs.add_contact(organisation=club, type="hours", value=f"{number}")
        verbs.confirm(organisation=club)
        verbs.hide(organisation=club, reason="Asked for it.")
    assert queries(client, index(name)) == before


def test_the_number_of_queries_does_not_grow_with_the_terms(staff, sign_in):
    client = sign_in(staff.secretariat)
    names = ("terms", "people", "committees")
    starts = datetime.date(2001, 1, 1)
    verbs.seat(person=PersonFactory(), committee=CommitteeFactory(), starts=starts)
    before = {name: queries(client, index(name)) for name in names}
    for number in range(5):
        verbs.seat(person=PersonFactory(), committee=CommitteeFactory(slug=f"c{number}"), starts=starts)
    assert {name: queries(client, index(name)) for name in names} == before
