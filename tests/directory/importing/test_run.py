import pytest
from django.db import connection
from wagtail.models import Page

from directory import changes
from directory.importing import run
from directory.importing.rows import BadRow
from directory.importing.run import Request, import_organisations
from directory.models import (
    Acronym,
    Change,
    ExternalId,
    Membership,
    MembershipCategory,
    OrganisationPage,
    RegionalOfficePage,
)
from directory.refusals import Refused
from directory.verbs import reassign
from tests.factories import CategoryFactory

CODES = ["TN", "FR", "MA", "CZ"]


def rows(count):
    return [{"external_id": f"x{n}", "name": f"Club {n}", "country": CODES[n % 4]} for n in range(count)]


def counts(report):
    return report.added, report.changed, report.same, len(report.bad)


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(run, "NEW_AT_ONCE", 3)
    monkeypatch.setattr(run, "CHANGED_AT_ONCE", 2)


@pytest.fixture
def sound():
    """After the test, fixtree finds nothing and each organisation has its rows."""
    yield
    assert Page.find_problems() == ([], [], [], [], [])
    assert Membership.objects.count() == OrganisationPage.objects.count()


def test_run_again_it_changes_nothing(import_rows, small_batches, sound):
    assert counts(import_rows(*rows(10))) == (10, 0, 0, 0)
    last = Change.objects.latest("pk")
    assert counts(import_rows(*rows(10))) == (0, 0, 10, 0)
    assert Change.objects.latest("pk") == last


def test_without_identifiers_it_changes_nothing_either(import_rows, small_batches, sound):
    nameless = [{"name": f"Клуб {n}", "country": CODES[n % 4], "city": "Sfax"} for n in range(7)]
    assert counts(import_rows(*nameless)) == (7, 0, 0, 0)
    assert counts(import_rows(*nameless)) == (0, 0, 7, 0)


def test_new_changed_and_same_rows_are_told_apart(import_rows, small_batches, sound):
    import_rows(*rows(6))
    mixed = [*rows(5), {"external_id": "x5", "name": "Club five", "country": "FR"}, *rows(9)[6:]]
    assert counts(import_rows(*mixed)) == (3, 1, 5, 0)


def test_a_dry_run_counts_and_writes_nothing(import_rows, federation):
    before = Change.objects.count()
    report = import_rows(*rows(3), {"name": "", "country": "TN"}, dry_run=True)
    assert (*counts(report), report.written) == (3, 0, 0, 1, False)
    assert (OrganisationPage.objects.count(), Change.objects.count()) == (0, before)


def test_nothing_is_written_while_any_row_is_bad(import_rows):
    report = import_rows(*rows(2), {"name": "Bad", "country": "ZZ"}, *rows(3)[2:])
    reason = 'country: "ZZ" is not the ISO code of a country of the register, such as TN'
    assert (report.bad, report.written) == ([BadRow(4, (reason,))], False)
    assert OrganisationPage.objects.count() == 0


def test_the_good_rows_are_kept_when_asked_for(import_rows, sound):
    bad = {"name": "Bad", "country": "ZZ"}
    assert counts(import_rows(*rows(2), bad, *rows(3)[2:], bad, keep_good=True)) == (3, 0, 0, 2)
    assert sorted(ExternalId.objects.values_list("value", flat=True)) == ["x0", "x1", "x2"]


def test_bad_rows_of_every_sort_are_reported_in_the_order_of_the_file(csv_file, organise):
    organise("Twin", city="Tunis")
    organise("Twin", city="Tunis", slug="twin-2")
    path = csv_file(content="name,country,city\nA,ZZ,\nTwin,TN,Tunis\nB,TN,\n,TN,\nb,TN,\nC,TN\n")
    report = import_organisations(Request(path=path, kinds="club"))
    assert [row.line for row in report.bad] == [2, 3, 5, 6, 7]


def test_a_killed_run_goes_on_where_it_was(import_rows, small_batches, monkeypatch, sound):
    add_pages, done = run.add_pages, []

    def die_at_the_third(*arguments):
        ids = add_pages(*arguments)
        done.append(ids)
        if len(done) == 3:
            raise KeyboardInterrupt
        return ids

    monkeypatch.setattr(run, "add_pages", die_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        import_rows(*rows(10))
    assert OrganisationPage.objects.count() == 6
    assert Page.find_problems() == ([], [], [], [], [])
    monkeypatch.setattr(run, "add_pages", add_pages)
    assert counts(import_rows(*rows(10))) == (4, 0, 6, 0)
    assert sorted(ExternalId.objects.values_list("value", flat=True)) == [f"x{n}" for n in range(10)]


def test_pages_that_others_add_and_remove_meanwhile_keep_their_place(csv_file, organise, small_batches, sound):
    others = iter(range(100))

    def meanwhile(done, total):
        organise(f"Other {next(others)}", country="TN")
        organise(f"Other {next(others)}", country="FR").delete()

    import_organisations(Request(path=csv_file(*rows(10)), kinds="club"), meanwhile)
    assert OrganisationPage.objects.filter(title__startswith="Other").count() == 4
    assert OrganisationPage.objects.count() == 14


def test_an_organisation_that_somebody_imports_meanwhile_is_not_imported_twice(
    csv_file, federation, small_batches, sound
):
    path = csv_file(*rows(10))

    def meanwhile(done, total):
        import_organisations(Request(path=path, kinds="club"))

    assert counts(import_organisations(Request(path=path, kinds="club"), meanwhile)) == (3, 0, 7, 0)
    assert OrganisationPage.objects.count() == 10


def test_a_country_that_changes_its_region_meanwhile_takes_the_rest_with_it(csv_file, federation, small_batches, sound):
    def meanwhile(done, total):
        reassign(country=federation.countries["TN"], region=federation.regions["europe"])

    import_organisations(Request(path=csv_file(*rows(12)), kinds="club"), meanwhile)
    for page in OrganisationPage.objects.select_related("country"):
        office = RegionalOfficePage.objects.get(pk=page.get_parent().pk)
        assert office.region_id == page.country.region_id


def test_the_listeners_hear_of_it_once_after_the_commit(import_rows, monkeypatch, django_capture_on_commit_callbacks):
    heard = []
    monkeypatch.setattr(changes, "_listeners", [lambda: heard.append(Change.objects.count())])
    connection.run_on_commit = []  # what the fixtures wrote has asked for the listeners already
    before = Change.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        import_rows(*rows(8))
        assert heard == []
    assert heard == [before + 8]


def test_progress_tells_what_is_done_of_how_much(csv_file, federation, small_batches):
    told = []
    import_organisations(Request(path=csv_file(*rows(7)), kinds="club"), lambda done, total: told.append((done, total)))
    assert told == [(3, 7), (3, 7), (1, 7)]


def test_the_statements_of_a_batch_do_not_grow_with_its_rows(
    csv_file, federation, django_assert_max_num_queries, small_batches, monkeypatch
):
    import_organisations(Request(path=csv_file(*rows(3)), kinds="club"))
    monkeypatch.setattr(run, "NEW_AT_ONCE", 250)
    with django_assert_max_num_queries(75):
        import_organisations(Request(path=csv_file(*rows(120)), kinds="club"))


def test_the_category_may_be_named_and_is_the_first_otherwise(import_rows):
    CategoryFactory(slug="associate", order=5)
    import_rows({"name": "A", "country": "TN"})
    import_rows({"name": "B", "country": "TN"}, category="associate")
    assert list(Membership.objects.order_by("pk").values_list("category__slug", flat=True)) == ["full", "associate"]


def test_what_cannot_be_asked_for_is_refused(import_rows):
    with pytest.raises(Refused, match="There is no such category of membership"):
        import_rows(*rows(1), category="royal")
    with pytest.raises(Refused, match="--scheme has between 1 and 40 characters"):
        import_rows(*rows(1), scheme="x" * 41)
    MembershipCategory.objects.all().delete()
    with pytest.raises(Refused, match="The categories are none yet"):
        import_rows(*rows(1))


def test_formulas_are_imported_as_the_text_they_are(import_rows):
    formula = '=HYPERLINK("http://evil.example","x")'
    import_rows({"name": formula, "country": "TN", "acronyms": "@SUM|+1|-1", "summary": "\t=1+1"})
    page = OrganisationPage.objects.get()
    assert page.title == formula
    assert list(Acronym.objects.order_by("sort_order").values_list("text", flat=True)) == ["@SUM", "+1", "-1"]
    assert [text.summary for text in page.texts.all()] == ["=1+1"]
