"""Updating organisations that the register has: each by a new published revision, Wagtail's own way.
In: differences, inside a transaction. Out: published pages and contact points; what a page's own rules refuse.
Next: run.py commits the batch and the change log is followed.
"""

from collections.abc import Iterable, Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from directory.importing.beside import CONTACTS
from directory.importing.plan import Difference
from directory.importing.profile import put
from directory.importing.rows import BadRow
from directory.importing.words import Words
from directory.models import OrganisationPage
from directory.refusals import Refused
from directory.verbs import add_contact, relocate

_BESIDE = frozenset({"country", "email", "phone"})


def update_pages(differences: Iterable[Difference], words: Words) -> list[BadRow]:
    """Write what entries say otherwise, and return those that the register's own rules refuse."""
    refused = []
    for difference in differences:
        try:
            with transaction.atomic():
                _update(difference, words)
        except ValidationError as error:
            refused.append(BadRow(difference.entry.line, tuple(_reasons(error))))
        except Refused as error:
            refused.append(BadRow(difference.entry.line, (str(error),)))
    return refused


def _reasons(error: ValidationError) -> Iterator[str]:
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    for field, messages in error.message_dict.items():
        yield from (message if field == NON_FIELD_ERRORS else f"{field}: {message}" for message in messages)


def _update(difference: Difference, words: Words) -> None:
    page = OrganisationPage.objects.select_for_update(of=("self",)).get(pk=difference.organisation_id)
    said = difference.said
    if "country" in said:
        page = relocate(organisation=page, country=words.countries[said["country"]])
    if said.keys() - _BESIDE:
        put(page, said, difference.entry.text_language, words)
        page.save_revision().publish()
    for type_ in CONTACTS:
        if type_.value in said:
            add_contact(organisation=page, type=type_, value=said[type_.value])
