"""Which writes reach the change log: a table of models, and for each the subjects it speaks of.
In: Django's signals of a write, and those of our own tables' bulk writes (directory/models/tracked.py).
Next: changes.record_many appends the lines in the write's own transaction, once a subject.

Signals here note that something was written; no rule of the federation hangs on them (those are verbs).
Nobody sees raw SQL, `loaddata`, a restored database, nor bulk writes to Wagtail's own tables (`Page.objects.update`,
`PageViewRestriction.objects.bulk_create`): what those alter, `search_check` finds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction

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
from directory.models.tracked import touched
from directory.verbs import remember_address


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whom the rows of a model speak of: a type of subject, and the column with its key."""

    type: str
    column: str

    def note(self, keys: Iterable[object], kind: str) -> None:
        """Append the lines of the subjects with these keys."""
        changes.record_many(self.type, keys, kind)


class Branches(Subjects):
    """The rows speak of every organisation at or below a page, which comes or goes with it."""

    def note(self, keys: Iterable[object], kind: str) -> None:
        """Append the lines of the organisations at or below the pages with these keys."""
        for page in Page.objects.filter(pk__in=keys):
            changes.record_many(self.type, _organisations_at(page), kind)


def _of(model: Any, subject_type: str) -> tuple[type[models.Model], Subjects]:
    return model, Subjects(subject_type, model.speaks_of)


SUBJECTS: dict[type[models.Model], Subjects] = dict(
    [
        _of(OrganisationPage, "organisation"),
        _of(OtherName, "organisation"),
        _of(Acronym, "organisation"),
        _of(OrganisationText, "organisation"),
        _of(WorkingLanguage, "organisation"),
        _of(SocialLink, "organisation"),
        _of(ChosenField, "organisation"),
        _of(ChosenProgramme, "organisation"),
        _of(Membership, "organisation"),
        _of(Hiding, "organisation"),
        _of(Confirmation, "organisation"),
        _of(ContactPoint, "organisation"),
        _of(ExternalId, "organisation"),
        _of(Country, "country"),
        _of(Region, "region"),
        _of(Kind, "kind"),
        _of(Field, "field"),
        _of(Programme, "programme"),
        _of(MembershipCategory, "category"),
        (PageViewRestriction, Branches("organisation", "page_id")),
    ]
)


def note_bulk(sender: type[models.Model], keys: Iterable[object], **_: Any) -> None:
    """Tracked rows are written in bulk."""
    SUBJECTS[sender].note(keys, "saved")


def note_earlier(sender: Any, instance: Any, raw: bool = False, origin: Any = None, **_: Any) -> None:  # noqa: FBT001, FBT002
    """A tracked row is about to be saved, or deleted by itself: it may be another's in the database than in memory."""
    if raw or instance.pk is None or (origin is not None and origin is not instance):
        return
    subjects = SUBJECTS[sender]
    stored = sender._base_manager.filter(pk=instance.pk).select_for_update(of=("self",))  # noqa: SLF001 - documented
    subjects.note(stored.values_list(subjects.column, flat=True), "saved")


def note_saved(sender: type[models.Model], instance: Any, raw: bool = False, **_: Any) -> None:  # noqa: FBT001, FBT002
    """A tracked row was saved."""
    if not raw:
        subjects = SUBJECTS[sender]
        subjects.note([getattr(instance, subjects.column)], "saved")


def note_deleted(sender: type[models.Model], instance: Any, **_: Any) -> None:
    """A tracked row was deleted."""
    subjects = SUBJECTS[sender]
    subjects.note([getattr(instance, subjects.column)], "deleted")


def note_page(instance: Page, raw: bool = False, **_: Any) -> None:  # noqa: FBT001, FBT002
    """A page was saved without its own type, as Wagtail's scheduled unpublishing does."""
    if not raw and instance.specific_class is OrganisationPage:
        changes.record("organisation", instance.pk, "saved")


def note_moved(instance: Page, raw: bool = False, **_: Any) -> None:  # noqa: FBT001, FBT002
    """A page is being moved: the restrictions above the organisations at or below it may differ.

    Wagtail's own signal comes after the commit. Within its transaction it saves the moved page, without its own type,
    in its new place and before its new address is written.
    """
    if raw or instance.pk is None:
        return
    before = Page.objects.filter(pk=instance.pk).values_list("url_path", flat=True).first()
    if before is not None and _above(before) != _above(instance.url_path):
        changes.record_many("organisation", _organisations_at(instance), "moved")


def note_new_slug(sender: type[Page], instance: OrganisationPage, raw: bool = False, **_: Any) -> None:  # noqa: FBT001, FBT002
    """An organisation's page is about to be saved with another slug: its earlier address must keep working.

    Before the save and in its transaction; Wagtail's own signal comes after the commit, when a crash would lose it.
    """
    if raw or instance.pk is None or instance.first_published_at is None:
        return
    earlier = sender.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if earlier is not None and earlier != instance.slug:
        remember_address(organisation=instance, earlier=earlier)


def save_restriction(restriction: PageViewRestriction, *args: Any, **options: Any) -> None:
    """Save a view restriction and its lines in one transaction: it stands in for Django's own method.

    The table is Wagtail's, and so are the views and copies that save to it; nothing of ours is around them.
    """
    with transaction.atomic(savepoint=False):
        super(PageViewRestriction, restriction).save_base(*args, **options)


def track() -> None:
    """Connect the table to the signals; called once when the application is ready."""
    for model, subjects in SUBJECTS.items():
        post_save.connect(note_saved, sender=model, dispatch_uid=f"saved:{model.__name__}")
        post_delete.connect(note_deleted, sender=model, dispatch_uid=f"deleted:{model.__name__}")
        touched.connect(note_bulk, sender=model, dispatch_uid=f"touched:{model.__name__}")
        if subjects.column != "pk":
            pre_save.connect(note_earlier, sender=model, dispatch_uid=f"earlier:{model.__name__}")
            pre_delete.connect(note_earlier, sender=model, dispatch_uid=f"earlier:{model.__name__}")
    post_save.connect(note_page, sender=Page, dispatch_uid="saved:Page")
    pre_save.connect(note_moved, sender=Page, dispatch_uid="moved")
    pre_save.connect(note_new_slug, sender=OrganisationPage, dispatch_uid="readdressed")
    PageViewRestriction.save_base = save_restriction


def _organisations_at(page: Page) -> models.QuerySet[Any]:
    below = OrganisationPage.objects.descendant_of(page, inclusive=True)
    return below.order_by().values_list("pk", flat=True)


def _above(url_path: str) -> str:
    return url_path.rstrip("/").rpartition("/")[0]
