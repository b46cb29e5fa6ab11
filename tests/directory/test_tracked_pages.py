"""Every way in which pages come, change, move and go: one line for each organisation that it touches, and no other."""

import datetime
from contextlib import contextmanager, suppress
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupApprovalTask, Locale, Page, PageViewRestriction, Workflow, WorkflowTask

from cms.demo import organisations as organisations_of_the_demonstration
from cms.demo.files import read
from cms.demo.organisations import load_organisations
from cms.demo.register import load_vocabularies
from directory import changes, verbs
from directory.importing.run import Request, import_organisations
from directory.models import (
    Acronym,
    Change,
    ChosenField,
    ChosenProgramme,
    Hiding,
    Membership,
    OrganisationPage,
    OtherName,
)
from directory.refusals import Refused
from tests.directory.writing import committed, lines_of, numbers, organisations, rolled_back, subjects, undone
from tests.factories import FieldFactory, ProgrammeFactory

TODAY = datetime.date(2026, 1, 1)
WAYS = {}


def way(arrange):
    """Every way arranges something, in transactions of its own, and returns a write and whom it speaks of."""
    WAYS[arrange.__name__] = arrange
    return arrange


@pytest.fixture
def register(federation, organise, monkeypatch):
    """Three organisations, two of them in one branch, with words that each has; nobody listens."""
    monkeypatch.setattr(changes, "_listeners", [])
    clubs = [organise(country=code) for code in ("TN", "MA", "FR")]
    there = SimpleNamespace(
        clubs=clubs,
        africa=federation.offices["africa"],
        europe=federation.offices["europe"],
        home=federation.home,
        network=federation.network,
        federation=federation,
        field=FieldFactory(slug="old"),
        new_field=FieldFactory(slug="new"),
        programme=ProgrammeFactory(slug="old"),
        new_programme=ProgrammeFactory(slug="new"),
        french=Locale.objects.create(language_code="fr"),
    )
    for club in clubs:
        club.fields = [there.field]
        club.programmes = [there.programme]
        club.other_names.add(OtherName(name="Other"))
        club.save()
    return there


def again(page):
    return Page.objects.get(pk=page.pk).specific


def new_page(register, **facts):
    number = next(numbers)
    return OrganisationPage(
        title=f"New {number}",
        slug=f"new-{number}",
        country=register.clubs[0].country,
        kind=register.clubs[0].kind,
        **facts,
    )


def restricted(page):
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


@way
def add(register):
    page = new_page(register)
    return lambda: again(register.africa).add_child(instance=page), lambda: organisations(page)


@way
def add_a_draft(register):
    page = new_page(register, live=False)
    return lambda: again(register.africa).add_child(instance=page), lambda: organisations(page)


@way
def add_beside(register):
    page = new_page(register)
    return lambda: again(register.clubs[0]).add_sibling(instance=page), lambda: organisations(page)


@way
def save(register):
    page = again(register.clubs[0])
    page.title = "Another"
    return page.save, organisations(page)


@way
def save_with_rows(register):
    page = again(register.clubs[0])
    page.other_names = [OtherName(name="Another")]
    page.acronyms = [Acronym(text="A"), Acronym(text="B")]
    page.fields = [register.new_field]
    page.programmes = []
    return page.save, organisations(page)


@way
def save_another_slug(register):
    page = again(register.clubs[0])
    page.slug = f"another-{next(numbers)}"
    return page.save, organisations(page)


@way
def save_without_its_type(register):
    page = Page.objects.get(pk=register.clubs[0].pk)
    page.live = False
    return page.save, organisations(page)


@way
def save_a_draft(register):
    page = again(register.clubs[0])
    page.title = "Draft"
    return page.save_revision, organisations(page)


@way
def publish(register):
    page = again(register.clubs[0])
    page.title = "Published"
    page.acronyms = [Acronym(text="P")]
    revision = page.save_revision()
    return revision.publish, organisations(page)


@way
def unpublish(register):
    page = again(register.clubs[0])
    return page.unpublish, organisations(page)


@way
def unpublish_a_branch(register):
    def act():
        for page in again(register.africa).get_descendants(inclusive=True).live().specific():
            page.unpublish()

    return act, organisations(*register.clubs[:2])


@way
def publish_on_schedule(register):
    page = again(register.clubs[0])
    page.unpublish()
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    revision = page.save_revision()
    revision.publish()
    earlier = timezone.now() - datetime.timedelta(days=1)
    revision.content["go_live_at"] = earlier.isoformat()
    revision.approved_go_live_at = earlier
    revision.save()
    return lambda: call_command("publish_scheduled"), organisations(page)


@way
def expire_on_schedule(register):
    Page.objects.filter(pk=register.clubs[1].pk).update(expire_at=timezone.now() - datetime.timedelta(days=1))
    return lambda: call_command("publish_scheduled"), organisations(register.clubs[1])


@way
def approve(register):
    user = get_user_model().objects.create_superuser(f"user-{next(numbers)}")
    workflow, task = Workflow.objects.create(name="Moderation"), GroupApprovalTask.objects.create(name="Approval")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    page = again(register.clubs[0])
    page.title = "Approved"
    page.save_revision(user=user)
    state = workflow.start(again(page), user)
    return lambda: state.current_task_state.specific.approve(user=user), organisations(page)


@way
def move(register):
    page = again(register.clubs[0])
    return lambda: page.move(again(register.europe), pos="last-child"), organisations(page)


@way
def move_an_office(register):
    office = again(register.africa)
    return lambda: office.move(again(register.home), pos="last-child"), organisations(*register.clubs[:2])


@way
def move_the_network(register):
    elsewhere = register.home.add_sibling(instance=Page(title="Elsewhere", slug=f"elsewhere-{next(numbers)}"))
    network = again(register.network)
    return lambda: network.move(again(elsewhere), pos="last-child"), organisations(*register.clubs)


@way
def reorder_offices(register):
    office = again(register.africa)
    return lambda: office.move(again(register.network), pos="last-child"), []


@way
def rename_an_office(register):
    office = again(register.africa)
    office.slug = f"office-{next(numbers)}"
    return office.save, []


@way
def delete(register):
    page = again(register.clubs[0])
    return page.delete, organisations(page)


@way
def delete_without_its_type(register):
    page = Page.objects.get(pk=register.clubs[0].pk)
    return page.delete, organisations(page)


@way
def delete_an_office(register):
    restricted(register.africa)
    office = again(register.africa)
    return office.delete, organisations(*register.clubs[:2])


@way
def delete_a_queryset(register):
    pages = OrganisationPage.objects.filter(pk__in=[club.pk for club in register.clubs[1:]])
    return pages.delete, organisations(*register.clubs[1:])


@way
def delete_a_queryset_of_pages(register):
    pages = Page.objects.descendant_of(again(register.africa))
    return pages.delete, organisations(*register.clubs[:2])


@way
def update(register):
    pages = OrganisationPage.objects.filter(country_id__in=["TN", "MA"])
    return lambda: pages.update(title="Updated", city="Sfax"), organisations(*register.clubs[:2])


@way
def update_by_the_base_manager(register):
    pages = OrganisationPage._base_manager.filter(pk=register.clubs[2].pk)
    return lambda: pages.update(live=False), organisations(register.clubs[2])


@way
def update_of_a_country(register):
    pages = again(register.clubs[0]).country.organisations
    return lambda: pages.update(city="Tunis"), organisations(register.clubs[0])


@way
def bulk_update(register):
    pages = [again(club) for club in register.clubs[:2]]
    for page in pages:
        page.city = "Sousse"
    return lambda: OrganisationPage.objects.bulk_update(pages, ["city"]), organisations(*pages)


@way
def update_or_create(register):
    pk = register.clubs[0].pk
    return lambda: OrganisationPage.objects.update_or_create(pk=pk, defaults={"city": "Gabès"}), organisations(pk)


@way
def copy(register):
    page = again(register.clubs[0])
    made = []

    def act():
        made.append(page.copy(to=again(register.africa), update_attrs={"slug": f"copy-{next(numbers)}"}))

    return act, lambda: organisations(*made)


@way
def copy_a_restricted_branch(register):
    restricted(register.africa)
    office, made = again(register.africa), []

    def act():
        made.append(office.copy(recursive=True, update_attrs={"slug": f"copy-{next(numbers)}"}))

    return act, lambda: organisations(*again(made[0]).get_children())


@way
def alias(register):
    page, made = again(register.clubs[0]), []

    def act():
        made.append(page.create_alias(parent=again(register.africa), update_slug=f"alias-{next(numbers)}"))

    return act, lambda: organisations(*made)


@way
def publish_one_with_an_alias(register):
    page = again(register.clubs[0])
    made = page.create_alias(parent=again(register.africa), update_slug=f"alias-{next(numbers)}")
    page.title = "With an alias"
    revision = page.save_revision()
    return revision.publish, organisations(page, made)


@way
def translate(register):
    page = again(register.clubs[0])

    def act():
        with pytest.raises(PermissionDenied):
            page.copy_for_translation(register.french, copy_parents=True)

    return act, []


@way
def translate_an_office(register):
    office = again(register.africa)
    return lambda: office.copy_for_translation(register.french, copy_parents=True), []


@way
def restrict(register):
    return lambda: restricted(register.clubs[0]), organisations(register.clubs[0])


@way
def restrict_a_branch(register):
    return lambda: restricted(register.network), organisations(*register.clubs)


@way
def change_a_restriction(register):
    restriction = restricted(register.africa)
    restriction.restriction_type = "groups"
    return restriction.save, organisations(*register.clubs[:2])


@way
def move_a_restriction(register):
    restriction = restricted(register.africa)
    restriction.page = register.europe
    return restriction.save, organisations(*register.clubs)


@way
def lift_a_restriction(register):
    restriction = restricted(register.africa)
    return restriction.delete, organisations(*register.clubs[:2])


@way
def lift_restrictions(register):
    restricted(register.africa)
    return again(register.africa).view_restrictions.all().delete, organisations(*register.clubs[:2])


@way
def get_or_create_a_restriction(register):
    def act():
        PageViewRestriction.objects.get_or_create(page=register.europe, restriction_type="login")

    return act, organisations(register.clubs[2])


@way
def choose(register):
    page = again(register.clubs[0])
    page.fields.add(register.new_field)
    return page.save, organisations(page)


def chosen(write):
    """A write to the organisations of a field, from the field's side."""

    def arrange(register):
        register.new_field.organisations.set(register.clubs[:2])
        return write(register.new_field, register.clubs)

    arrange.__name__ = write.__name__
    return way(arrange)


@chosen
def added(field, clubs):
    return lambda: field.organisations.add(clubs[1], clubs[2]), organisations(clubs[2])


@chosen
def taken_away(field, clubs):
    return lambda: field.organisations.remove(clubs[0]), organisations(clubs[0])


@chosen
def cleared(field, clubs):
    return field.organisations.clear, organisations(*clubs[:2])


@chosen
def set_anew(field, clubs):
    return lambda: field.organisations.set(clubs[1:]), organisations(clubs[0], clubs[2])


@chosen
def set_to_the_same(field, clubs):
    return lambda: field.organisations.set(clubs[:2]), []


@chosen
def deleted_with_their_word(field, clubs):
    return field.delete, subjects(("field", field.pk), *(("organisation", club) for club in clubs[:2]))


@way
def clear_programmes(register):
    return register.programme.organisations.clear, organisations(*register.clubs)


@way
def add_rows_of_another(register):
    row = register.clubs[0].memberships.get()
    return lambda: register.clubs[1].memberships.add(row), organisations(*register.clubs[:2])


@way
def give_a_region_a_country(register):
    country, region = register.federation.countries["TN"], register.federation.regions["europe"]
    return lambda: region.countries.add(country), subjects(("country", "TN"))


@way
def delete_a_logo(register):
    logo = get_image_model().objects.create(title="Logo", file=get_test_image_file())
    OrganisationPage.objects.filter(pk=register.clubs[1].pk).update(logo=logo)
    return logo.delete, organisations(register.clubs[1])


@way
def delete_whoever_recorded_it(register):
    user = get_user_model().objects.create_user(f"user-{next(numbers)}")
    Membership.objects.filter(organisation=register.clubs[2]).update(recorded_by=user)
    return user.delete, organisations(register.clubs[2])


@way
def create_by_relation(register):
    return lambda: register.clubs[0].hidings.create(reason="Asked"), organisations(register.clubs[0])


@way
def admit(register):
    page = new_page(register)
    again(register.africa).add_child(instance=page)
    category = register.federation.category
    return lambda: verbs.admit(organisation=page, category=category, starts=TODAY), organisations(page)


@way
def lapse(register):
    return lambda: verbs.lapse(organisation=register.clubs[0], on=TODAY, reason="Fees"), organisations(
        register.clubs[0]
    )


@way
def suspend_and_reinstate(register):
    def act():
        verbs.suspend(organisation=register.clubs[0], on=TODAY, reason="Fees")
        verbs.reinstate(organisation=register.clubs[0], on=datetime.date(2026, 2, 1), reason="Paid")

    return act, organisations(register.clubs[0])


@way
def hide(register):
    return lambda: verbs.hide(organisation=register.clubs[0], reason="Asked"), organisations(register.clubs[0])


@way
def show(register):
    verbs.hide(organisation=register.clubs[0], reason="Asked")
    return lambda: verbs.show(organisation=register.clubs[0]), organisations(register.clubs[0])


@way
def confirm(register):
    return lambda: verbs.confirm(organisation=register.clubs[0], on=TODAY), organisations(register.clubs[0])


@way
def add_a_contact(register):
    club = register.clubs[0]
    return lambda: verbs.add_contact(organisation=club, type="email", value="a@example.org"), organisations(club)


@way
def relocate(register):
    club, country = register.clubs[0], register.federation.countries["FR"]
    return lambda: verbs.relocate(organisation=club, country=country), organisations(club)


@way
def reassign(register):
    country, region = register.federation.countries["TN"], register.federation.regions["europe"]
    told = subjects(("country", "TN"), ("organisation", register.clubs[0]))
    return lambda: verbs.reassign(country=country, region=region), told


@contextmanager
def forgotten():
    """Undo what is done within; to the log it is no transaction, so those within are as many as they would be."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def each_way(register, do):
    """Do every way, and return what came of each beside what should have come."""
    seen, due = {}, {}
    for name, arrange in WAYS.items():
        with forgotten():
            act, told = arrange(register)
            seen[name] = do(act)
            due[name] = told() if callable(told) else told
    return seen, due


def test_each_way_that_is_committed_appends_one_line_for_each_organisation(register):
    seen, due = each_way(register, committed)
    assert seen == due


def test_each_way_outside_a_transaction_speaks_of_the_same_organisations(register):
    """It may be several transactions, as Wagtail has it, each with its own lines."""
    seen, due = each_way(register, lambda act: sorted(set(lines_of(act))))
    assert seen == due


def test_each_way_that_is_rolled_back_appends_nothing(register):
    seen = {}
    for name, arrange in WAYS.items():
        with forgotten():
            act, _ = arrange(register)
            seen[name] = rolled_back(act)
    assert seen == {name: [] for name in WAYS}


def state():
    """What is findable of pages."""
    models = (OrganisationPage, PageViewRestriction, OtherName, Acronym, ChosenField, ChosenProgramme, Membership)
    return {model: sorted(map(repr, model.objects.order_by().values())) for model in models}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_page_is_written_where_its_line_cannot_be(register):
    refused = {}
    for name, arrange in WAYS.items():
        act, _ = arrange(register)
        refused[name] = undone(act, state)
        Page.fix_tree()  # Wagtail adds and copies in several transactions, the first of which have nothing findable
        PageViewRestriction.objects.all().delete()
        Hiding.objects.all().delete()
    writes_nothing = {
        "rename_an_office", "reorder_offices", "set_to_the_same", "translate", "translate_an_office"
    }  # fmt: skip
    assert {name for name, is_undone in refused.items() if not is_undone} == writes_nothing


def test_an_import_appends_one_line_for_each_organisation_it_writes(register, tmp_path):
    """Two that are new, one that is changed, one that is refused by its page's rules and undone."""
    changed, refused, _ = register.clubs
    for club in (changed, refused):
        club.external_ids.create(scheme="federation", value=club.slug)
    refused.refresh_from_db()
    path = tmp_path / "organisations.csv"
    path.write_text(
        f"external_id,name,country,city\n{changed.slug},{changed.title},TN,Sfax\nnew-1,New 1,TN,\nnew-2,New 2,FR,\n"
    )
    before = Change.objects.latest("pk").pk
    import_organisations(Request(path=path, kinds="club", scheme="federation"))
    new = OrganisationPage.objects.filter(title__startswith="New ")
    lines = Change.objects.filter(pk__gt=before).values_list("subject_type", "subject_id", "kind")
    assert sorted(lines) == [(*subject, "imported") for subject in organisations(changed, *new)]


def test_what_an_import_undoes_has_no_line(register, monkeypatch):
    """Of two organisations in one batch, one is refused after it was written, and undone to its savepoint."""
    before = Change.objects.latest("pk").pk
    with changes.event("imported"):
        for club, is_refused in zip(register.clubs[:2], [True, False], strict=True):
            with suppress(Refused), transaction.atomic():
                club.city = "Sfax"
                club.save()
                if is_refused:
                    raise Refused("No.")
    lines = Change.objects.filter(pk__gt=before).values_list("subject_type", "subject_id")
    assert list(lines) == organisations(register.clubs[1])


def test_the_demonstration_appends_one_line_for_each_organisation_it_loads(register, monkeypatch):
    load_vocabularies()
    records = [record for record in read("organisations") if record["country"] in {"TN", "MA", "FR", "CZ"}]
    monkeypatch.setattr(organisations_of_the_demonstration, "read", lambda _name: records)
    before = Change.objects.latest("pk").pk
    load_organisations(lambda: None)
    loaded = OrganisationPage.objects.filter(slug__in=[record["slug"] for record in records])
    lines = Change.objects.filter(pk__gt=before).values_list("subject_type", "subject_id", "kind")
    assert sorted(lines) == [(*subject, "loaded") for subject in organisations(*loaded)]
    assert len(lines) == len(records) > 2
