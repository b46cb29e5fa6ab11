"""Which writes reach the change log: a table of models, and for each the subjects it speaks of.
In: Django's and Wagtail's signals of a write (they alone see the admin's, the API's and a script's alike).
Next: changes.record appends the line in the write's own transaction.

Signals here note that something was written; no rule of the federation hangs on them (those are verbs).
Writes that send no signals (bulk_create, update, raw SQL) call changes.record_many themselves.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from directory import changes
from directory.models import (
    Acronym,
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
from directory.verbs import remember_address

Subjects = Iterable[tuple[str, object]]


def _organisation(row: Any) -> Subjects:
    return [("organisation", row.pk)]


def _its_organisation(row: Any) -> Subjects:
    return [("organisation", row.organisation_id)]


def _itself(subject_type: str) -> Callable[[Any], Subjects]:
    return lambda row: [(subject_type, row.pk)]


def _branch(restriction: PageViewRestriction) -> Subjects:
    # Every organisation at or below the restricted page comes or goes with it.
    below = OrganisationPage.objects.descendant_of(restriction.page, inclusive=True)
    return [("organisation", pk) for pk in below.order_by().values_list("pk", flat=True)]


SUBJECTS: dict[type[models.Model], Callable[[Any], Subjects]] = {
    OrganisationPage: _organisation,
    OtherName: _its_organisation,
    Acronym: _its_organisation,
    OrganisationText: _its_organisation,
    WorkingLanguage: _its_organisation,
    SocialLink: _its_organisation,
    Membership: _its_organisation,
    Hiding: _its_organisation,
    Confirmation: _its_organisation,
    ContactPoint: _its_organisation,
    ExternalId: _its_organisation,
    Country: _itself("country"),
    Region: _itself("region"),
    Kind: _itself("kind"),
    Field: _itself("field"),
    Programme: _itself("programme"),
    MembershipCategory: _itself("category"),
    PageViewRestriction: _branch,
}


def _note(sender: type[models.Model], instance: Any, kind: str) -> None:
    for subject_type, subject_id in SUBJECTS[sender](instance):
        changes.record(subject_type, subject_id, kind)


def note_saved(sender: type[models.Model], instance: Any, raw: bool = False, **_: Any) -> None:  # noqa: FBT001, FBT002
    """A tracked row was saved."""
    if sender in SUBJECTS and not raw:
        _note(sender, instance, "saved")


def note_page(instance: Page, raw: bool = False, **_: Any) -> None:  # noqa: FBT001, FBT002
    """A page was saved without its own type, as Wagtail's scheduled unpublishing does."""
    if not raw and instance.pk is not None and instance.specific_class is OrganisationPage:
        changes.record("organisation", instance.pk, "saved")


def note_deleted(sender: type[models.Model], instance: Any, **_: Any) -> None:
    """A tracked row was deleted."""
    if sender in SUBJECTS:
        _note(sender, instance, "deleted")


def note_choices(instance: Any, action: str, pk_set: set[int] | None, **_: Any) -> None:
    """The fields or programmes of an organisation were changed, from either side of the relation."""
    if isinstance(instance, OrganisationPage):
        if action.startswith("post_"):
            changes.record("organisation", instance.pk, "saved")
    elif action == "pre_clear":  # afterwards nobody knows any more who had it
        changes.record_many("organisation", instance.organisations.values_list("pk", flat=True), "saved")
    elif action.startswith("post_") and pk_set:
        changes.record_many("organisation", pk_set, "saved")


def note_moved(instance: Page, **_: Any) -> None:
    """A page was moved: the restrictions above the organisations at or below it may differ."""
    below = OrganisationPage.objects.descendant_of(instance, inclusive=True)
    changes.record_many("organisation", below.order_by().values_list("pk", flat=True), "moved")


def note_new_slug(sender: type[Page], instance: OrganisationPage, raw: bool = False, **_: Any) -> None:  # noqa: FBT001, FBT002
    """An organisation's page is about to be saved with another slug: its earlier address must keep working.

    Before the save and in its transaction; Wagtail's own signal comes after the commit, when a crash would lose it.
    """
    if raw or instance.pk is None or instance.first_published_at is None:
        return
    earlier = sender.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if earlier is not None and earlier != instance.slug:
        remember_address(organisation=instance, earlier=earlier)


def track() -> None:
    """Connect the table to the signals; called once when the application is ready."""
    for model in SUBJECTS:
        post_save.connect(note_saved, sender=model, dispatch_uid=f"saved:{model.__name__}")
        post_delete.connect(note_deleted, sender=model, dispatch_uid=f"deleted:{model.__name__}")
    for relation in (OrganisationPage.fields, OrganisationPage.programmes):
        m2m_changed.connect(note_choices, sender=relation.through, dispatch_uid=f"chosen:{relation.through.__name__}")
    post_save.connect(note_page, sender=Page, dispatch_uid="saved:Page")
    post_page_move.connect(note_moved, dispatch_uid="moved")
    pre_save.connect(note_new_slug, sender=OrganisationPage, dispatch_uid="readdressed")
