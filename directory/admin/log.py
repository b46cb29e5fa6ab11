"""The change log for people: what happened to what, when, and by whom.
In: lines of Change. Out: a read-only list with filters and export, and words for each line.
Next: the admin home shows the latest lines that concern its reader.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from directory.models import (
    Change,
    Committee,
    Country,
    Field,
    Kind,
    MembershipCategory,
    OrganisationPage,
    Person,
    Programme,
    Region,
)

SUBJECTS: Mapping[str, type[models.Model]] = {
    "organisation": OrganisationPage,
    "country": Country,
    "region": Region,
    "committee": Committee,
    "person": Person,
    "kind": Kind,
    "field": Field,
    "programme": Programme,
    "category": MembershipCategory,
}
# What the log says, in the words of the federation; a kind that is not here is shown as it is.
HAPPENINGS: Mapping[str, Any] = {
    "admitted": _("admitted"),
    "renewed": _("membership renewed"),
    "suspended": _("membership suspended"),
    "lapsed": _("membership lapsed"),
    "hidden": _("hidden from the public"),
    "shown": _("shown to the public again"),
    "confirmed": _("profile confirmed"),
    "relocated": _("moved to another country"),
    "reassigned": _("given to another region"),
    "readdressed": _("given another address"),
    "contact added": _("contact point added"),
    "contact changed": _("contact point changed"),
    "contact removed": _("contact point removed"),
    "seated": _("somebody seated"),
    "unseated": _("a term ended"),
    "imported": _("imported"),
    "loaded": _("loaded with the demo"),
    "saved": _("saved"),
    "deleted": _("deleted"),
    "moved": _("page moved"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log, as it is shown."""

    pk: int
    at: Any
    happened: str
    subject_type: str
    subject: str
    url: str
    by: str


def lines(changes: Iterable[Change]) -> list[Line]:
    """Return lines ready to show, with the subjects' names, in one query for each type of subject."""
    changes = list(changes)
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for change in changes:
        wanted[change.subject_type].add(change.subject_id)
    names = {subject_type: _names(subject_type, keys) for subject_type, keys in wanted.items()}
    return [_line(change, names[change.subject_type].get(change.subject_id)) for change in changes]


def _names(subject_type: str, keys: set[str]) -> dict[str, str]:
    model = SUBJECTS.get(subject_type)
    if model is None:
        return {}
    found = model._default_manager.filter(pk__in=keys)  # noqa: SLF001 - the manager that Wagtail uses as well
    if model is OrganisationPage:
        return {str(pk): title for pk, title in found.order_by().values_list("pk", "title")}
    return {str(record.pk): str(record) for record in found}


def _line(change: Change, name: str | None) -> Line:
    model = SUBJECTS.get(change.subject_type)
    url = ""
    if name is not None and model is OrganisationPage:
        url = reverse("wagtailadmin_pages:edit", args=[change.subject_id])
    return Line(
        pk=change.pk,
        at=change.at,
        happened=str(HAPPENINGS.get(change.kind, change.kind)),
        subject_type=capfirst(str(model._meta.verbose_name)) if model else change.subject_type,  # noqa: SLF001
        subject=name if name is not None else change.subject_id,
        url=url,
        by=change.actor.get_full_name() or change.actor.get_username() if change.actor else "",
    )
