import pytest

from directory.importing.columns import Entry
from directory.importing.plan import make_plan, without_repeats
from directory.importing.rows import BadRow
from directory.models import ExternalId


def entry(line, name="Club", city="Tunis", country="TN", **said):
    return Entry(line, {"name": name, "country": country, "city": city} | said, "club")


def outcome(plan):
    return (
        [each.line for each in plan.new],
        [(each.entry.line, dict(each.said)) for each in plan.changed],
        plan.same,
        plan.bad,
    )


def test_an_organisation_is_found_again_by_its_identifier_whatever_its_name(organise):
    page = organise("Old name", city="Tunis")
    ExternalId.objects.create(organisation=page, scheme="ror", value="x1")
    entries = [entry(2, external_id="x1")]
    assert outcome(make_plan(entries, "ror")) == ([], [(2, {"name": "Club"})], 0, [])
    assert outcome(make_plan(entries, "another list")) == ([2], [], 0, [])


def test_without_an_identifier_it_is_found_by_folded_name_country_and_city(organise):
    organise("CLUB", city="Túnis")
    assert outcome(make_plan([entry(2, name="CLUB", city="Túnis")], "import")) == ([], [], 1, [])
    assert outcome(make_plan([entry(2)], "import")) == ([], [(2, {"name": "Club", "city": "Tunis"})], 0, [])
    assert outcome(make_plan([entry(2, city="Sfax")], "import")) == ([2], [], 0, [])
    assert outcome(make_plan([entry(2, country="MA")], "import")) == ([2], [], 0, [])


def test_with_an_identifier_that_is_new_it_is_new_though_another_has_its_name(organise):
    organise("Club", city="Tunis")
    assert outcome(make_plan([entry(2, external_id="x1")], "import")) == ([2], [], 0, [])


def test_a_name_that_several_organisations_have_is_a_bad_row(organise):
    organise("Club", city="Tunis")
    organise("Club", city="Tunis", slug="club-2")
    reason = "2 organisations of the register have this name, country and city; give external_id"
    assert outcome(make_plan([entry(2)], "import")) == ([], [], 0, [BadRow(2, (reason,))])


def test_two_rows_that_mean_one_organisation_of_the_register_are_not_both_followed(organise):
    page = organise("Club", city="Tunis")
    ExternalId.objects.create(organisation=page, scheme="import", value="x1")
    plan = make_plan([entry(2, name="New name", external_id="x1"), entry(3)], "import")
    reason = "means the same organisation of the register as line 2"
    assert outcome(plan) == ([], [(2, {"name": "New name"})], 0, [BadRow(3, (reason,))])


@pytest.mark.parametrize(
    ("entries", "kept", "reason"),
    [
        ([entry(2, external_id="a"), entry(3, "X", external_id="a")], [2], "the same external_id"),
        ([entry(2), entry(3, name="CLUB")], [2], "the same name, country and city"),
        ([entry(2, external_id="a"), entry(3)], [2], "the same name, country and city"),
        ([entry(2), entry(3, external_id="a")], [2], "the same name, country and city, without an external_id"),
    ],
)
def test_one_organisation_twice_in_a_file_is_a_bad_row(entries, kept, reason):
    first, repeats = without_repeats(entries)
    assert [each.line for each in first] == kept
    assert repeats == [BadRow(3, (f"is the same organisation as line 2: {reason}",))]


def test_two_identifiers_are_two_organisations_though_they_share_a_name():
    entries = [entry(2, external_id="a"), entry(3, external_id="b"), entry(4, city="Sfax")]
    assert without_repeats(entries) == (entries, [])


def test_planning_costs_the_same_number_of_statements_for_one_and_for_a_hundred(
    organise, django_assert_max_num_queries
):
    for number in range(5):
        organise(f"Club {number}")
    with django_assert_max_num_queries(13):
        plan = make_plan([entry(line, name=f"Club {line}", city="") for line in range(100)], "import")
    assert (len(plan.new), plan.same) == (95, 5)
