"""Add, change, remove a contact point: how an organisation is reached, and who may see it.
In: an organisation, a type, a value, a visibility. Out: rows of ContactPoint.
Next: the change log; pages show those that are public.
"""

from typing import Any

from django.core.exceptions import ValidationError

from directory import changes
from directory.models import ContactPoint, OrganisationPage, Visibility
from directory.refusals import Refused


def add_contact(
    *,
    organisation: OrganisationPage,
    type: str,  # noqa: A002 - the register's word
    value: str,
    label: str = "",
    visibility: str = Visibility.OFFICE,
    by: Any = None,
) -> ContactPoint:
    """Add one way to reach an organisation.

    Writes one ContactPoint and one Change. Raises Refused when the value is not what its type says, or is
    there already.
    """
    contact = ContactPoint(organisation=organisation, type=type, value=value, label=label, visibility=visibility)
    return _write(contact, "contact added", by)


def change_contact(
    *,
    contact: ContactPoint,
    value: str | None = None,
    label: str | None = None,
    visibility: str | None = None,
    by: Any = None,
) -> ContactPoint:
    """Change what is given (None leaves as it is) of a contact point.

    Writes the row and one Change. Raises Refused like add_contact.
    """
    contact.value = contact.value if value is None else value
    contact.label = contact.label if label is None else label
    contact.visibility = contact.visibility if visibility is None else visibility
    return _write(contact, "contact changed", by)


def remove_contact(*, contact: ContactPoint, by: Any = None) -> None:
    """Remove a contact point. Deletes the row and writes one Change."""
    with changes.event("contact removed", by=by):
        contact.delete()


def _write(contact: ContactPoint, kind: str, by: Any) -> ContactPoint:
    try:
        contact.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    with changes.event(kind, by=by):
        contact.save()
    return contact
