import datetime

import pytest
from wagtail.models import PageLogEntry, Revision

from directory.importing.rows import BadRow
from directory.models import Change, ContactPoint, Membership, OrganisationPage
from tests.factories import FieldFactory

ROW = {
    "external_id": "x1",
    "name": "Étoile",
    "country": "TN",
    "city": "Tunis",
    "kind": "museum",
    "website": "https://example.org",
    "languages": "fr|ar",
    "other_names": "ar:نجمة|:Stella",
    "acronyms": "ET",
    "age_from": "6",
    "age_to": "18",
    "summary": "Regarde le ciel.",
}


@pytest.fixture
def imported(import_rows):
    import_rows(ROW, {"external_id": "x2", "name": "Another", "country": "FR", "kind": "museum"})
    return OrganisationPage.objects.get(title="Étoile")


def counts(report):
    return report.added, report.changed, report.same, len(report.bad)


def test_a_changed_row_is_published_as_a_new_revision(imported, import_rows):
    assert counts(import_rows(ROW | {"name": "Étoile 2000", "city": "Sfax"})) == (0, 1, 0, 0)
    page = OrganisationPage.objects.get(pk=imported.pk)
    assert (page.title, page.draft_title, page.city, page.live) == ("Étoile 2000", "Étoile 2000", "Sfax", True)
    assert not page.has_unpublished_changes
    assert page.live_revision_id == page.latest_revision_id != imported.latest_revision_id
    assert Revision.objects.for_instance(page).count() == 2
    assert list(PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", flat=True)) == [
        "wagtail.publish",
        "wagtail.rename",
        "wagtail.publish",
    ]


def test_an_address_stays_when_a_name_changes(imported, import_rows):
    import_rows(ROW | {"name": "Étoile 2000"})
    assert OrganisationPage.objects.get(pk=imported.pk).slug == "etoile"


def test_a_change_is_one_line_of_the_change_log(imported, import_rows):
    last = Change.objects.latest("pk").pk
    import_rows(ROW | {"city": "Sfax", "email": "a@example.org"})
    assert list(Change.objects.filter(pk__gt=last).values_list("subject_id", "kind")) == [
        (str(imported.pk), "imported")
    ]


def test_what_a_file_leaves_open_is_left_alone(imported, import_rows):
    report = import_rows({"external_id": "x1", "name": "Étoile", "country": "TN", "city": "", "founded": "1998"})
    assert counts(report) == (0, 1, 0, 0)
    page = OrganisationPage.objects.get(pk=imported.pk)
    assert (page.city, page.website, page.founded, page.age_from) == ("Tunis", "https://example.org", 1998, 6)
    assert [text.summary for text in page.texts.all()] == ["Regarde le ciel."]


def test_lists_are_replaced_and_rows_that_stay_keep_what_else_they_hold(imported, import_rows):
    imported.other_names.filter(name="Stella").update(script="Grek")
    imported.texts.update(description="<p>Long.</p>")
    kept = set(imported.other_names.filter(name="Stella").values_list("pk", flat=True))
    FieldFactory(slug="space")
    changed = {"other_names": "fr:Astre|:Stella", "acronyms": "E2", "languages": "ar|fr|en", "fields": "space"}
    assert counts(import_rows(ROW | changed | {"summary": "Voit le ciel."})) == (0, 1, 0, 0)
    page = OrganisationPage.objects.get(pk=imported.pk)
    assert list(page.other_names.values_list("language", "name", "script")) == [
        ("fr", "Astre", "Latn"),
        ("", "Stella", "Grek"),
    ]
    assert set(page.other_names.filter(name="Stella").values_list("pk", flat=True)) == kept
    assert list(page.acronyms.values_list("text", flat=True)) == ["E2"]
    assert list(page.working_languages.values_list("code", flat=True)) == ["ar", "fr", "en"]
    assert [field.slug for field in page.fields.all()] == ["space"]
    assert list(page.texts.order_by("language").values_list("language", "summary", "description")) == [
        ("ar", "Voit le ciel.", ""),
        ("fr", "Regarde le ciel.", "<p>Long.</p>"),
    ]


def test_the_order_of_a_list_is_no_change(imported, import_rows):
    assert counts(import_rows(ROW | {"other_names": ":Stella|ar:نجمة", "languages": "fr|ar"})) == (0, 0, 1, 0)


def test_a_kind_that_merely_stood_in_never_replaces_the_registers(imported, import_rows):
    assert counts(import_rows(ROW | {"kind": "palace"}, kinds="club")) == (0, 0, 1, 0)
    assert counts(import_rows(ROW | {"kind": ""}, kinds="club")) == (0, 0, 1, 0)
    assert counts(import_rows(ROW | {"kind": "club"})) == (0, 1, 0, 0)
    assert OrganisationPage.objects.get(pk=imported.pk).kind.slug == "club"


def test_contact_points_are_added_and_never_taken_away(imported, import_rows):
    import_rows(ROW | {"email": "a@example.org"})
    assert counts(import_rows(ROW | {"email": "b@example.org"})) == (0, 1, 0, 0)
    assert counts(import_rows(ROW | {"email": "a@example.org"})) == (0, 0, 1, 0)
    assert list(ContactPoint.objects.order_by("value").values_list("value", flat=True)) == [
        "a@example.org",
        "b@example.org",
    ]
    assert Revision.objects.for_instance(imported).count() == 1


def test_another_country_moves_the_page_to_the_branch_of_its_region(imported, import_rows, federation):
    assert counts(import_rows(ROW | {"country": "CZ", "city": "Praha"})) == (0, 1, 0, 0)
    page = OrganisationPage.objects.get(pk=imported.pk)
    assert (page.country_id, page.city, page.get_parent().specific) == (
        "CZ",
        "Praha",
        federation.offices["europe"],
    )
    assert counts(import_rows(ROW | {"country": "CZ", "city": "Praha"})) == (0, 0, 1, 0)


def test_a_membership_is_not_begun_again(imported, import_rows):
    Membership.objects.filter(organisation=imported).update(ends=datetime.date(2030, 1, 1), reason="ended")
    import_rows(ROW | {"city": "Sfax"})
    assert list(Membership.objects.filter(organisation=imported).values_list("reason", flat=True)) == ["ended"]


def test_a_page_with_a_draft_is_left_to_its_editors(imported, import_rows):
    imported.title = "Draft"
    imported.save_revision()
    reason = "would change city, and its page has a draft that waits to be published"
    assert import_rows(ROW | {"city": "Sfax"}).bad == [BadRow(2, (reason,))]
    assert counts(import_rows(ROW)) == (0, 0, 1, 0)
    assert counts(import_rows(ROW | {"email": "a@example.org"})) == (0, 1, 0, 0)
    assert OrganisationPage.objects.get(pk=imported.pk).get_latest_revision_as_object().title == "Draft"


def test_a_page_that_was_withdrawn_is_not_published_again(imported, import_rows):
    imported.unpublish()
    assert import_rows(ROW | {"city": "Sfax"}).bad == [BadRow(2, ("would change city, and its page is not published",))]


def test_a_locked_page_is_left_alone(imported, import_rows):
    OrganisationPage.objects.update(locked=True)
    assert import_rows(ROW | {"city": "Sfax"}).bad == [BadRow(2, ("would change city, and its page is locked",))]


def test_what_a_row_says_must_agree_with_what_the_register_says_already(imported, import_rows):
    row = {"external_id": "x1", "name": "Étoile", "country": "TN", "age_to": "5"}
    assert import_rows(row).bad == [BadRow(2, ("age_to: 5 is below age_from, which is 6",))]


def test_what_the_pages_own_rules_refuse_is_reported_and_spares_the_others(imported, import_rows):
    OrganisationPage.objects.filter(pk=imported.pk).update(website="gopher://example.org")
    rows = [
        {"external_id": "x1", "name": "Étoile", "country": "TN", "city": "Sfax"},
        {"external_id": "x2", "name": "Another", "country": "FR", "city": "Lyon"},
    ]
    report = import_rows(*rows)
    assert counts(report) == (0, 1, 0, 1)
    assert report.bad == [BadRow(2, ("website: Enter a valid URL.",))]
    assert list(OrganisationPage.objects.order_by("pk").values_list("city", flat=True)) == ["Tunis", "Lyon"]
