"""The list of organisations: its columns, its rows for each role, its filters, its export."""

import datetime
import io

import openpyxl
import pytest
import time_machine
from wagtail.models import PageViewRestriction

from directory import verbs
from directory.models import Acronym, OtherName
from tests.directory.admin.conftest import column, exported, fresh, queries, titles

TODAY = datetime.date(2026, 6, 15)
LIST = "/admin/register/organisations/"


@pytest.fixture(autouse=True)
def _mid_june():
    with time_machine.travel(datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC), tick=False):
        yield


def test_the_list_has_the_columns_that_staff_need(staff, sign_in):
    table = sign_in(staff.secretariat).get(LIST).context["table"]
    assert [str(each.label) for each in table.columns.values()][1:] == [
        "Name",
        "Region",
        "Country",
        "Kind",
        "Status",
        "Membership",
        "Confirmed on",
        "Latest change",
    ]


def test_a_row_says_how_an_organisation_stands(staff, sign_in):
    verbs.confirm(organisation=staff.club, on=TODAY)
    response = sign_in(staff.secretariat).get(LIST)
    assert [str(column(response, name)[0]) for name in ("region", "country", "kind", "confirmed_on", "changed_at")] == [
        "Africa",
        "Tunisia",
        "Club",
        "2026-06-15",
        "2026-06-15 12:00:00+00:00",
    ]
    standing = column(response, "standing")[0]
    assert (standing.label, standing.category, standing.membership) == ("listed", "Full member", "open-ended")


def test_each_role_sees_its_own_branch(staff, organise, sign_in):
    organise("Club of Paris", country="FR")
    organise("Club of Rabat", country="MA", live=False)
    seen = {role: titles(sign_in(getattr(staff, role)).get(LIST)) for role in ("admin", "secretariat")}
    everything = ["Club of Paris", "Club of Rabat", "Club of Tunis"]
    assert seen == {"admin": everything, "secretariat": everything}
    branch = {role: titles(sign_in(getattr(staff, role)).get(LIST)) for role in ("africa", "europe", "steward")}
    assert branch == {
        "africa": ["Club of Rabat", "Club of Tunis"],
        "europe": ["Club of Paris"],
        "steward": ["Club of Tunis"],
    }


def test_who_is_no_staff_does_not_see_the_list(staff, sign_in):
    assert sign_in(staff.nobody).get(LIST).status_code == 302


@pytest.fixture
def variety(staff, organise):
    """One organisation for each way to stand."""
    organise("Draft", live=False, member=False)
    unpublished = organise("Unpublished")
    unpublished.save_revision().publish()
    fresh(unpublished).unpublish()
    changed = organise("Changed", ends=datetime.date(2026, 7, 1))
    changed.save_revision()
    verbs.hide(organisation=organise("Hidden", country="FR"), reason="Asked for it.")
    PageViewRestriction.objects.create(page=organise("Restricted", kind="museum"), restriction_type="login")
    organise("Never", member=False)
    organise("Over", ends=TODAY - datetime.timedelta(days=1))
    suspended = organise("Suspended")
    verbs.suspend(organisation=suspended, on=TODAY, reason="Fees.")
    verbs.confirm(organisation=suspended, on=TODAY - datetime.timedelta(days=200))
    verbs.confirm(organisation=changed, on=TODAY - datetime.timedelta(days=500))
    verbs.confirm(organisation=staff.club, on=TODAY - datetime.timedelta(days=30))


OTHERS = ["Draft", "Hidden", "Never", "Over", "Restricted", "Suspended", "Unpublished"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=listed", ["Changed", "Club of Tunis"]),
        ("status=not-listed", OTHERS),
        ("status=draft", ["Draft"]),
        ("status=unpublished", ["Unpublished"]),
        ("status=changed", ["Changed"]),
        ("status=hidden", ["Hidden"]),
        ("status=restricted", ["Restricted"]),
        ("membership=in-force", ["Changed", "Club of Tunis", "Hidden", "Restricted", "Unpublished"]),
        ("membership=ending", ["Changed"]),
        ("membership=suspended", ["Suspended"]),
        ("membership=candidate", []),
        ("membership=ended", ["Over"]),
        ("membership=none", ["Draft", "Never"]),
        ("confirmed=6-months", ["Club of Tunis"]),
        ("confirmed=12-months", ["Club of Tunis", "Suspended"]),
        ("confirmed=older", ["Changed", "Draft", "Hidden", "Never", "Over", "Restricted", "Unpublished"]),
        ("confirmed=never", ["Draft", "Hidden", "Never", "Over", "Restricted", "Unpublished"]),
        ("country=FR", ["Hidden"]),
        ("status=nonsense", ["Changed", "Club of Tunis", *OTHERS]),
        ("q=club", ["Club of Tunis"]),
        ("q=club&status=hidden", []),
        ("status=not-listed&membership=in-force", ["Hidden", "Restricted", "Unpublished"]),
    ],
)
def test_a_filter_keeps_what_it_says(variety, staff, sign_in, query, found):
    assert titles(sign_in(staff.secretariat).get(f"{LIST}?{query}")) == sorted(found)


def test_filters_by_region_kind_and_category_keep_what_they_say(variety, staff, federation, sign_in):
    client = sign_in(staff.secretariat)
    assert titles(client.get(f"{LIST}?region={federation.regions['europe'].pk}")) == ["Hidden"]
    assert titles(client.get(f"{LIST}?kind={federation.kinds['museum'].pk}")) == ["Restricted"]
    in_category = ["Changed", "Club of Tunis", "Hidden", "Restricted", "Unpublished"]
    assert titles(client.get(f"{LIST}?category={federation.category.pk}")) == in_category


@pytest.mark.parametrize("typed", ["Québec", "QUEBEC", "quebec", "العلوم", "scq", "SCIENCE CLUB"])
def test_an_organisation_is_found_by_any_of_its_names(staff, organise, sign_in, typed):
    club = organise("Club des sciences – Québec", slug="club-des-sciences-quebec")
    OtherName.objects.create(organisation=club, name="نادي العلوم")
    OtherName.objects.create(organisation=club, name="Science Club of Quebec")
    Acronym.objects.create(organisation=club, text="SCQ")
    assert titles(sign_in(staff.secretariat).get(LIST, {"q": typed})) == ["Club des sciences – Québec"]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["Alpha", "Beta", "Club of Tunis"]),
        ("q=a", ["Alpha", "Beta"]),
        ("ordering=-title", ["Club of Tunis", "Beta", "Alpha"]),
        ("q=a&ordering=-title", ["Beta", "Alpha"]),
        ("ordering=confirmed_on", ["Beta", "Club of Tunis", "Alpha"]),
        ("ordering=-confirmed_on", ["Alpha", "Club of Tunis", "Beta"]),
        ("ordering=nonsense", ["Alpha", "Beta", "Club of Tunis"]),
    ],
)
def test_the_list_is_ordered_as_asked_and_else_by_name(staff, organise, sign_in, query, order):
    organise("Beta")
    verbs.confirm(organisation=staff.club, on=TODAY - datetime.timedelta(days=9))
    verbs.confirm(organisation=organise("Alpha"), on=TODAY)
    assert titles(sign_in(staff.africa).get(f"{LIST}?{query}")) == order


@pytest.mark.parametrize("typed", ["%", "_", "'", '"', "(((", "*", "nowhere", "–"])
def test_what_is_typed_is_no_pattern(staff, sign_in, typed):
    assert titles(sign_in(staff.secretariat).get(LIST, {"q": typed})) == []


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Draft", "not listed: draft, no membership in force"),
        ("Unpublished", "not listed: unpublished"),
        ("Hidden", "not listed: hidden"),
        ("Restricted", "not listed: restricted"),
        ("Over", "not listed: no membership in force"),
        ("Changed", "listed"),
    ],
)
def test_the_status_says_why_an_organisation_is_not_listed(variety, staff, sign_in, title, label):
    response = sign_in(staff.secretariat).get(LIST)
    labels = dict(zip(titles(response), (each.label for each in column(response, "standing")), strict=True))
    assert labels[title] == label


def test_the_export_has_the_rows_of_the_role_and_runs_no_formula(staff, organise, sign_in):
    organise("=HYPERLINK(1)", country="MA", city="+1")
    organise("Club of Paris", country="FR")
    rows = exported(sign_in(staff.africa).get(f"{LIST}?export=csv"))
    assert [row[:6] for row in rows] == [
        ["Name", "Region", "Country", "Country code", "City", "Kind"],
        ["'=HYPERLINK(1)", "Africa", "Morocco", "MA", "'+1", "Club"],
        ["Club of Tunis", "Africa", "Tunisia", "TN", "", "Club"],
    ]
    assert rows[2][6:11] == ["listed", "Full member", "open-ended", "", "2026-06-15 12:00:00+00:00"]


def test_the_workbook_has_text_where_a_formula_was_written(staff, organise, sign_in):
    organise("=1+1")
    response = sign_in(staff.africa).get(f"{LIST}?export=xlsx&ordering=title")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [(cell.value, cell.data_type) for cell in sheet["A"]] == [
        ("Name", "s"),
        ("'=1+1", "s"),
        ("Club of Tunis", "s"),
    ]


@pytest.mark.parametrize("path", [LIST, f"{LIST}?ordering=-confirmed_on", f"{LIST}?q=club&status=listed"])
def test_the_number_of_queries_does_not_grow_with_the_rows(staff, organise, sign_in, path):
    client = sign_in(staff.africa)
    before = queries(client, path)
    for number in range(7):
        verbs.confirm(organisation=organise(f"Club {number}"), on=TODAY)
    assert queries(client, path) == before
    assert len(titles(client.get(path))) == 8
