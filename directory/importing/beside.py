"""What lies beside a new organisation's page: its membership, its contact points, its identifier in the file's list.
In: pages that were just written, and their entries. Out: rows in bulk.
Next: run.py commits the batch; the change log has the organisations' lines already.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from directory.importing.columns import Entry
from directory.models import ContactPoint, ExternalId, Membership, MembershipCategory, OrganisationPage

DECIDED_BY = "import"
CONTACTS = (ContactPoint.Type.EMAIL, ContactPoint.Type.PHONE)


@dataclass(frozen=True, slots=True)
class Admission:
    """What holds for every organisation that a file brings."""

    category: MembershipCategory
    starts: datetime.date
    scheme: str
    reason: str


def write_beside(pages: Sequence[OrganisationPage], entries: Sequence[Entry], admission: Admission) -> None:
    """Admit the pages' organisations, and note how they are reached and found again."""
    pairs = list(zip(pages, entries, strict=True))
    Membership.objects.bulk_create(
        [
            Membership(
                organisation=page,
                category=admission.category,
                starts=admission.starts,
                decided_by=DECIDED_BY,
                reason=admission.reason,
            )
            for page in pages
        ]
    )
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(organisation=page, type=type_, value=entry.said[type_.value])
            for page, entry in pairs
            for type_ in CONTACTS
            if type_.value in entry.said
        ]
    )
    ExternalId.objects.bulk_create(
        [
            ExternalId(organisation=page, scheme=admission.scheme, value=entry.external_id)
            for page, entry in pairs
            if entry.external_id
        ]
    )
