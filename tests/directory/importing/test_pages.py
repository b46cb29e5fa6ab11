"""The pages that the import writes below Wagtail's own path are those that Wagtail would have written."""

import datetime
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import connection
from django.urls import reverse
from modelcluster.models import get_all_child_relations
from modelsearch.models import IndexEntry
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from directory.listing import is_listed
from directory.models import (
    Acronym,
    Change,
    ContactPoint,
    ExternalId,
    Membership,
    MembershipStatus,
    OrganisationPage,
    OrganisationText,
    OtherName,
    Visibility,
    WorkingLanguage,
)
from tests.factories import FieldFactory, ProgrammeFactory

TIMES = ("latest_revision_created_at", "first_published_at", "last_published_at")
ROW = {
    "external_id": "x1",
    "name": "Étoile 2000",
    "other_names": "ar:نجمة ٢٠٠٠|:Stella",
    "acronyms": "ET|E2",
    "kind": "museum",
    "country": "TN",
    "city": "Tunis",
    "latitude": "36.8",
    "longitude": "10.2",
    "website": "https://example.org",
    "email": "a@example.org",
    "phone": "+216 71 000 000",
    "languages": "fr|ar",
    "fields": "space|astronomy",
    "programmes": "esi",
    "age_from": "6",
    "age_to": "18",
    "founded": "1998",
    "summary": "Regarde le ciel.",
}


@pytest.fixture
def words(federation):
    return {
        "fields": [FieldFactory(slug=slug, order=order) for order, slug in enumerate(["astronomy", "space"])],
        "programmes": [ProgrammeFactory(slug="esi")],
    }


@pytest.fixture
def by_wagtail(federation, words):
    """A function that makes the same organisation the usual way: below its office, a revision, published."""

    def make():
        page = OrganisationPage(
            title="Étoile 2000",
            slug="etoile-2000",
            country=federation.countries["TN"],
            kind=federation.kinds["museum"],
            city="Tunis",
            latitude=36.8,
            longitude=10.2,
            website="https://example.org",
            age_from=6,
            age_to=18,
            founded=1998,
        )
        page.other_names = [
            OtherName(name="نجمة ٢٠٠٠", language="ar", script="Arab", sort_order=0),
            OtherName(name="Stella", language="", script="Latn", sort_order=1),
        ]
        page.acronyms = [Acronym(text="ET", sort_order=0), Acronym(text="E2", sort_order=1)]
        page.working_languages = [WorkingLanguage(code="fr", sort_order=0), WorkingLanguage(code="ar", sort_order=1)]
        page.texts = [OrganisationText(language="fr", summary="Regarde le ciel.", sort_order=0)]
        page.fields = words["fields"]
        page.programmes = words["programmes"]
        Page.objects.get(pk=federation.offices["africa"].pk).specific.add_child(instance=page)
        page.save_revision().publish()
        return OrganisationPage.objects.get()

    return make


def facts(page):
    """All that the page's two tables say, but for ids and the moment."""
    apart = {"id", "page_ptr", "translation_key", "latest_revision", "live_revision", *TIMES}
    return {
        field.attname: field.value_from_object(page)
        for field in OrganisationPage._meta.concrete_fields
        if field.name not in apart
    }


def rows_of(page):
    """All that the page's child rows and choices say, but for their ids."""
    rows = {
        relation.get_accessor_name(): [
            {
                field.name: field.value_from_object(row)
                for field in relation.related_model._meta.concrete_fields
                if not field.primary_key and field.name != relation.field.name
            }
            for row in getattr(page, relation.get_accessor_name()).all()
        ]
        for relation in get_all_child_relations(page)
    }
    return rows | {name: [row.slug for row in getattr(page, name).all()] for name in ("fields", "programmes")}


def content_of(revision):
    """A revision's content, its ids made comparable."""
    content = dict(revision.content)
    own = content.pop("pk")
    content.pop("translation_key")
    for relation in get_all_child_relations(OrganisationPage):
        name = relation.get_accessor_name()
        assert [row["pk"] for row in content[name]] == list(
            getattr(revision.content_object, name).values_list("pk", flat=True)
        )
        content[name] = [
            {key: "its page" if value == own else value for key, value in row.items() if key != "pk"}
            for row in content[name]
        ]
    return content


def references_of(page):
    references = ReferenceIndex.get_references_for_object(page)
    return set(references.values_list("content_type", "to_content_type", "to_object_id", "model_path", "content_path"))


def entries_of(page):
    entries = IndexEntry.objects.filter(object_id=str(page.pk)).values()
    return [
        {key: value for key, value in entry.items() if key not in {"id", "object_id", "title_norm"}}
        for entry in entries
    ]


@pytest.fixture
def both(import_rows, by_wagtail, django_capture_on_commit_callbacks):
    """What the two ways leave, each in an empty register."""

    def seen(page):
        [log] = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").values()
        assert page.latest_revision_id == page.live_revision_id == log["revision_id"]
        assert {type(getattr(page, name)) for name in TIMES} == {datetime.datetime}
        revision = page.latest_revision
        apart = {"id", "page_id", "revision_id", "timestamp"}
        return {
            "facts": facts(page),
            "rows": rows_of(page),
            "content": content_of(revision),
            "revision": (
                revision.content_type_id,
                revision.base_content_type_id,
                revision.object_id == str(page.pk),
                revision.object_str,
                revision.user_id,
                revision.approved_go_live_at,
            ),
            "log": {key: value for key, value in log.items() if key not in apart},
            "references": references_of(page),
            "entries": entries_of(page),
        }

    with django_capture_on_commit_callbacks(execute=True):
        import_rows(ROW)
    imported = seen(OrganisationPage.objects.get())
    OrganisationPage.objects.get().delete()
    with django_capture_on_commit_callbacks(execute=True):
        page = by_wagtail()
    return imported, seen(page)


@pytest.mark.parametrize("part", ["facts", "rows", "content", "revision", "log", "references", "entries"])
def test_an_imported_page_equals_one_that_was_made_the_usual_way(both, part):
    imported, usual = both
    assert imported[part] == usual[part]


def test_an_imported_page_has_one_revision_one_log_entry_and_one_line_in_the_change_log(import_rows, words):
    before = Change.objects.count()
    import_rows(ROW)
    page = OrganisationPage.objects.get()
    assert Revision.objects.for_instance(page).count() == 1
    assert PageLogEntry.objects.filter(page=page.pk).count() == 1
    changes = Change.objects.order_by("pk")[before:]
    assert [(each.subject_type, each.subject_id, each.kind) for each in changes] == [
        ("organisation", str(page.pk), "imported")
    ]
    assert [each.xid is None for each in changes] == [connection.vendor == "sqlite"]


def test_an_imported_page_keeps_the_rules_of_its_own_form(import_rows, words):
    import_rows(ROW)
    page = OrganisationPage.objects.get()
    page.full_clean()
    for relation in get_all_child_relations(page):
        for row in getattr(page, relation.get_accessor_name()).all():
            row.full_clean()


def test_what_lies_beside_the_page_is_written_too(import_rows, words, federation):
    import_rows(ROW, admitted=datetime.date(2020, 2, 1), scheme="ror")
    page = OrganisationPage.objects.get()
    membership = Membership.objects.get()
    assert (membership.organisation, membership.category, membership.status) == (
        page,
        federation.category,
        MembershipStatus.MEMBER,
    )
    assert (membership.starts, membership.ends) == (datetime.date(2020, 2, 1), None)
    assert (membership.decided_by, membership.reason) == ("import", "organisations.csv")
    assert set(ContactPoint.objects.values_list("organisation", "type", "value", "visibility")) == {
        (page.pk, "email", "a@example.org", Visibility.OFFICE),
        (page.pk, "phone", "+216 71 000 000", Visibility.OFFICE),
    }
    assert list(ExternalId.objects.values_list("organisation", "scheme", "value")) == [(page.pk, "ror", "x1")]
    assert is_listed(page)


def test_a_row_of_name_and_country_alone_makes_an_organisation(import_rows, federation):
    import_rows({"name": "Étoile", "country": "FR"})
    page = OrganisationPage.objects.get()
    assert (page.title, page.country_id, page.kind.slug, page.slug) == ("Étoile", "FR", "club", "etoile")
    assert page.get_parent().specific == federation.offices["europe"]
    assert {name: rows for name, rows in rows_of(page).items() if rows} == {}
    assert (ContactPoint.objects.count(), ExternalId.objects.count()) == (0, 0)


def test_the_tree_has_no_problems(import_rows, organise):
    organise("Before", country="TN")
    import_rows(*({"name": f"Club {n}", "country": ["TN", "FR", "MA"][n % 3]} for n in range(40)))
    organise("After", country="TN")
    assert Page.find_problems() == ([], [], [], [], [])
    assert OrganisationPage.objects.count() == 42


def test_publishing_an_imported_page_again_changes_nothing(import_rows, words, django_capture_on_commit_callbacks):
    import_rows(ROW)
    page = OrganisationPage.objects.get()
    before = facts(page), rows_of(page), content_of(page.latest_revision), references_of(page), entries_of(page)
    with django_capture_on_commit_callbacks(execute=True):
        page.get_latest_revision_as_object().save_revision().publish()
    page = OrganisationPage.objects.get()
    after = facts(page), rows_of(page), content_of(page.latest_revision), references_of(page), entries_of(page)
    moments = {*TIMES, "latest_revision", "live_revision"}
    for content in (before[2], after[2]):
        for name in moments:
            content.pop(name)
    assert after == before


def test_the_admins_editor_opens_an_imported_page_and_publishes_it_unchanged(import_rows, words, client):
    import_rows(ROW)
    page = OrganisationPage.objects.get()
    before = facts(page), rows_of(page)
    client.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "x"))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.get(address)
    assert response.status_code == 200
    answer = client.post(address, filled_form(response) | {"action-publish": "yes"})
    assert answer.status_code == 302
    page = OrganisationPage.objects.get()
    assert Revision.objects.for_instance(page).count() == 2
    after = facts(page), rows_of(page)
    [text] = after[1]["texts"]
    # For a rich text that is empty, Wagtail's editor sends an empty paragraph, whoever made the page.
    text["description"] = re.sub(r'^<p data-block-key="\w+"></p>$', "", text["description"])
    assert after == before


def filled_form(response):
    """What a browser would send of the page's form without a change to it."""
    form = BeautifulSoup(response.content, "html.parser").find("form", id="page-edit-form")
    sent = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, type_ = field.get("name"), field.get("type", "")
        if not name or "__prefix__" in name or (type_ in {"checkbox", "radio"} and not field.has_attr("checked")):
            continue
        if field.name == "select":
            values = [option.get("value", "") for option in field.find_all("option", selected=True)]
        else:
            values = [field.get_text().removeprefix("\n") if field.name == "textarea" else field.get("value", "")]
        sent.setdefault(name, []).extend(values)
    return {name: values for name, values in sent.items() if not name.startswith("action-")}
