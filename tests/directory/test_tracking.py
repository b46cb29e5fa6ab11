"""Every model of the register by every way of writing a row: one line a subject in the write's own transaction."""

import datetime

import pytest
from django.apps import apps
from django.db import NotSupportedError
from django.db.models import F
from django.utils import timezone
from wagtail.models import PageViewRestriction

from directory import changes
from directory.models import (
    Acronym,
    ChosenField,
    ChosenProgramme,
    Confirmation,
    ContactPoint,
    Country,
    ExternalId,
    Field,
    Hiding,
    Kind,
    Membership,
    MembershipCategory,
    OrganisationPage,
    OrganisationText,
    OtherName,
    Programme,
    Region,
    SocialLink,
    WorkingLanguage,
)
from directory.models.tracked import TrackedQuerySet
from directory.tracking import SUBJECTS
from search.schema import FACETS
from tests.directory.writing import committed, lines_of, numbers, organisations, rolled_back, subjects, undone

real = pytest.mark.django_db(transaction=True, serialized_rollback=True)
TODAY = datetime.date(2026, 1, 1)


def word(model):
    number = next(numbers)
    return model(name=f"Word {number}", slug=f"word-{number}")


def chosen(model, column, vocabulary):
    def make(club):
        words = vocabulary.objects.order_by("pk")
        return model(organisation=club, **{column: words[next(numbers) % len(words)]})

    return make


def language():
    codes = ["en", "fr", "es", "ru", "ar", "de", "it", "pt", "nl", "sv"]
    return codes[next(numbers) % len(codes)]


# For each model of an organisation's rows: an unsaved one, and a column that is not its key.
ROWS = {
    OtherName: (lambda club: OtherName(organisation=club, name=f"Name {next(numbers)}"), "name"),
    Acronym: (lambda club: Acronym(organisation=club, text=f"A{next(numbers)}"), "text"),
    OrganisationText: (
        lambda club: OrganisationText(organisation=club, language=language(), summary="Some words"),
        "summary",
    ),
    WorkingLanguage: (lambda club: WorkingLanguage(organisation=club, code=language()), "code"),
    SocialLink: (lambda club: SocialLink(organisation=club, url=f"https://example.org/{next(numbers)}"), "url"),
    ChosenField: (chosen(ChosenField, "field", Field), "field_id"),
    ChosenProgramme: (chosen(ChosenProgramme, "programme", Programme), "programme_id"),
    Membership: (
        lambda club: Membership(organisation=club, starts=TODAY, category=MembershipCategory.objects.first()),
        "status",
    ),
    Hiding: (lambda club: Hiding(organisation=club, reason="Asked", ended_at=timezone.now()), "ended_at"),
    Confirmation: (lambda club: Confirmation(organisation=club, confirmed_on=TODAY), "confirmed_on"),
    ContactPoint: (
        lambda club: ContactPoint(organisation=club, type="email", value=f"{next(numbers)}@example.org"),
        "value",
    ),
    ExternalId: (lambda club: ExternalId(organisation=club, scheme="ror", value=f"{next(numbers)}"), "value"),
}

CODES = ["AD", "AL", "AM", "AT", "AZ", "BA", "BE", "BG", "BY", "CH", "CY", "DE", "DK", "EE", "ES", "FI", "GB", "GE"]


def country():
    free = set(CODES) - set(Country.objects.values_list("code", flat=True))
    return Country(code=min(free), region=Region.objects.first())


# For each model whose rows are subjects themselves: their type, an unsaved one, and a column.
WORDS = {
    Region: ("region", lambda: word(Region), "name"),
    Kind: ("kind", lambda: word(Kind), "name"),
    Field: ("field", lambda: word(Field), "name"),
    Programme: ("programme", lambda: word(Programme), "name"),
    MembershipCategory: ("category", lambda: word(MembershipCategory), "name"),
    Country: ("country", country, "is_sample"),
}


@pytest.fixture
def clubs(organise, monkeypatch):
    """Two organisations, committed, with some words to choose from; nobody listens."""
    monkeypatch.setattr(changes, "_listeners", [])
    for model in (Field, Programme):
        model.objects.bulk_create(word(model) for _ in range(20))
    return organise(), organise()


def ways_with_rows(model, one, other):
    """Return every way to write rows of a model: what is done to a row of each club, and whom it speaks of."""
    make, column = ROWS[model]
    first, second = make(one), make(other)
    first.save()
    second.save()
    rows = model.objects.filter(pk__in=[first.pk, second.pk])
    of_first = model.objects.filter(pk=first.pk)
    new = getattr(make(one), column)
    both, mine = organisations(one, other), organisations(one)

    def set_and_save(**values):
        for name, value in values.items():
            setattr(first, name, value)
        first.save()

    def set_and_delete():
        first.organisation = other
        first.delete()

    def update_each(name, values):
        for row, value in zip([first, second], values, strict=True):
            setattr(row, name, value)
        return lambda: model.objects.bulk_update([first, second], [name])

    def copied(row, **values):
        return {field.attname: getattr(row, field.attname) for field in model._meta.local_fields} | values

    def facts(row):
        return {name: value for name, value in copied(row).items() if name != "id" and value is not None}

    return {
        "save a new row": (lambda: make(one).save(), mine),
        "create": (lambda: model.objects.create(**facts(make(one))), mine),
        "save": (lambda: set_and_save(**{column: new}), mine),
        "save one column": (lambda: (setattr(first, column, new), first.save(update_fields=[column])), mine),
        "save a row that was never read": (lambda: model(**copied(first)).save(), mine),
        "give to another by save": (lambda: set_and_save(organisation=other), both),
        "give to another, never read": (lambda: model(**copied(first, organisation_id=other.pk)).save(), both),
        "delete": (first.delete, mine),
        "delete, changed in memory": (set_and_delete, both),
        "update": (lambda: of_first.update(**{column: new}), mine),
        "update by a base manager": (lambda: model._base_manager.filter(pk=first.pk).update(**{column: new}), mine),
        "update two": (lambda: rows.update(**{column: F(column)}), both),
        "update of none": (lambda: model.objects.filter(pk=0).update(**{column: new}), []),
        "give to another by update": (lambda: of_first.update(organisation=other), both),
        "give to another's key by update": (lambda: of_first.update(organisation_id=other.pk), both),
        "give by an expression": (lambda: of_first.update(organisation_id=F("organisation_id") * 0 + other.pk), both),
        "delete a queryset": (rows.delete, both),
        "delete one of a queryset": (of_first.delete, mine),
        "bulk_create": (lambda: model.objects.bulk_create([make(one), make(other)]), both),
        "bulk_create, twice of one": (lambda: model.objects.bulk_create(iter([make(one)])), mine),
        "bulk_create, ignoring": (
            lambda: model.objects.bulk_create([make(other)], ignore_conflicts=True),
            organisations(other),
        ),
        "bulk_create nothing": (lambda: model.objects.bulk_create([]), []),
        "bulk_update": (update_each(column, [getattr(first, column), getattr(second, column)]), both),
        "give to another by bulk_update": (update_each("organisation", [one, one]), both),
        "get_or_create, there": (lambda: model.objects.get_or_create(pk=first.pk), []),
        "get_or_create, new": (lambda: model.objects.get_or_create(pk=0, defaults=facts(make(one))), mine),
        "update_or_create, there": (
            lambda: model.objects.update_or_create(pk=first.pk, defaults={column: new}),
            mine,
        ),
        "update_or_create, new": (lambda: model.objects.update_or_create(pk=0, defaults=facts(make(one))), mine),
    }


def ways_with_words(model):
    subject, make, column = WORDS[model]
    first = make()
    first.save()
    second = make()
    second.save()
    third = make()
    rows = model.objects.filter(pk__in=[first.pk, second.pk])
    both, mine = subjects((subject, first), (subject, second)), subjects((subject, first))
    names = {"names": {"fr": "Autre"}}

    def told(act):
        """A row that has its key only when it is written."""
        return act, lambda: subjects(*((subject, row) for row in model.objects.exclude(pk__in=there)))

    there = list(model.objects.values_list("pk", flat=True))
    facts = {field.attname: getattr(third, field.attname) for field in model._meta.local_fields}
    facts = {name: value for name, value in facts.items() if value is not None}

    def change(row):
        row.names = names["names"]
        return row

    return {
        "save a new row": told(third.save),
        "create": told(lambda: model.objects.create(**facts)),
        "save": (lambda: change(first).save(), mine),
        "save one column": (lambda: change(first).save(update_fields=["names"]), mine),
        "delete": (first.delete, mine),
        "update": (lambda: model.objects.filter(pk=first.pk).update(**names), mine),
        "update by a base manager": (lambda: model._base_manager.filter(pk=first.pk).update(**names), mine),
        "update two": (lambda: rows.update(**{column: F(column)}), both),
        "delete a queryset": (rows.delete, both),
        "bulk_create": told(lambda: model.objects.bulk_create([third])),
        "bulk_create, ignoring": told(
            lambda: model.objects.bulk_create([third, model(**facts)], ignore_conflicts=True)
        ),
        "bulk_create, ignored": (lambda: model.objects.bulk_create([copy_of(first)], ignore_conflicts=True), []),
        "bulk_create, replacing": (
            lambda: model.objects.bulk_create(
                [change(copy_of(first))],
                update_conflicts=True,
                update_fields=["names"],
                unique_fields=["code" if model is Country else "slug"],
            ),
            mine,
        ),
        "bulk_update": (lambda: model.objects.bulk_update([change(first), change(second)], ["names"]), both),
        "get_or_create, there": (lambda: model.objects.get_or_create(pk=first.pk), []),
        "get_or_create, new": told(lambda: model.objects.get_or_create(**facts)),
        "update_or_create, there": (
            lambda: model.objects.update_or_create(pk=first.pk, defaults=names),
            mine,
        ),
        "update_or_create, new": told(lambda: model.objects.update_or_create(**facts)),
    }


def copy_of(row):
    facts = {field.attname: getattr(row, field.attname) for field in row._meta.local_fields if field.attname != "id"}
    return type(row)(**facts)


def state():
    """Everything that the models of the table say."""
    return {model: sorted(map(repr, model.objects.order_by().values())) for model in (*ROWS, *WORDS)}


def each_way(clubs, do):
    """Do every way on fresh rows, and return what came of each beside what should have come."""
    seen, due = {}, {}
    families = {model: lambda model=model: ways_with_rows(model, *clubs) for model in ROWS}
    families |= {model: lambda model=model: ways_with_words(model) for model in WORDS}
    for model, ways in families.items():
        for name in list(prepared(model, ways)):
            act, told = prepared(model, ways)[name]
            seen[model.__name__, name] = do(act)
            due[model.__name__, name] = told() if callable(told) else told
    return seen, due


def prepared(model, ways):
    # What an earlier way has left, but for what the clubs themselves stand on.
    if model in ROWS:
        model.objects.all().delete()
    else:
        left = model.objects.filter(**{"code__in": CODES} if model is Country else {"slug__startswith": "word-"})
        left.delete()
    return ways()


@real
def test_each_way_that_is_committed_appends_one_line_a_subject(clubs):
    seen, due = each_way(clubs, committed)
    assert seen == due
    assert len(seen) == len(ROWS) * 28 + len(WORDS) * 18


@real
def test_each_way_outside_a_transaction_appends_the_same(clubs):
    seen, due = each_way(clubs, lines_of)
    assert seen == due


@real
def test_each_way_that_is_rolled_back_appends_nothing(clubs):
    seen, _ = each_way(clubs, rolled_back)
    assert {way: lines for way, lines in seen.items() if lines} == {}


@real
def test_no_row_is_written_where_its_line_cannot_be(clubs):
    seen, _ = each_way(clubs, lambda act: undone(act, state))
    writes_nothing = {"update of none", "bulk_create nothing", "bulk_create, ignored", "get_or_create, there"}
    assert {way for way, is_undone in seen.items() if not is_undone} == {
        way for way in seen if way[1] in writes_nothing
    }


def test_rows_that_nobody_reads_are_not_replaced(organise):
    row = ExternalId(organisation=organise(), scheme="ror", value="1")
    with pytest.raises(NotSupportedError):
        ExternalId.objects.bulk_create(
            [row], update_conflicts=True, update_fields=["scheme"], unique_fields=["scheme", "value"]
        )
    assert not ExternalId.objects.exists()


# What speaks of an organisation's page, and cannot alter whether it is found, nor by what.
NOT_FINDABLE = {
    "auth.User": "who owns or locks a page",
    "contenttypes.ContentType": "which type a page is",
    "directory.EarlierSlug": "where old links lead; an index knows no addresses",
    "modelsearch.IndexEntry": "the admin's own search",
    "wagtailcore.Comment": "what staff write beside a draft",
    "wagtailcore.GroupPagePermission": "what staff may do",
    "wagtailcore.Locale": "the language of the admin's tree; organisations have one page for all",
    "wagtailcore.Page": "the page's own first table: note_page and note_moved see its writes",
    "wagtailcore.PageLogEntry": "what was done",
    "wagtailcore.PageSubscription": "who is told of comments",
    "wagtailcore.Revision": "drafts; one that is published is saved as the page",
    "wagtailcore.Site": "which site has which root",
    "wagtailcore.WorkflowPage": "who moderates",
    "wagtailcore.WorkflowState": "what waits",
    "wagtailimages.Image": "the logo, which nothing is found by",
    "wagtailredirects.Redirect": "where links lead",
}


def test_whatever_an_organisation_is_joined_to_is_tracked_or_is_not_findable():
    joined = {
        field.related_model
        for field in OrganisationPage._meta.get_fields(include_hidden=True)
        if field.is_relation and field.related_model
    }
    joined |= {apps.get_model(facet.register) for facet in FACETS.values() if facet.register}
    assert {model._meta.label for model in joined - SUBJECTS.keys()} == NOT_FINDABLE.keys()


def test_every_tracked_model_is_tested_in_every_way():
    assert {OrganisationPage, PageViewRestriction, *ROWS, *WORDS} == SUBJECTS.keys()  # the first two with the pages


@pytest.mark.parametrize("model", [*ROWS, *WORDS, OrganisationPage], ids=lambda model: model.__name__)
def test_no_manager_of_a_tracked_model_writes_untold(model):
    managers = [model._default_manager, model._base_manager, *model._meta.managers]
    assert {issubclass(type(manager.all()), TrackedQuerySet) for manager in managers} == {True}
