"""Records set aside: organisations whose documents could not be made or stored, while the others went on.
In: what was tried, and what failed of it with its reason. Out: rows that staff see, and what is to be tried again now.
Next: follow.py tries them again, with growing rests; a row goes when its organisation succeeds.
"""

import datetime
import logging
from collections.abc import Iterable, Mapping

from django.utils import timezone

from search.models import SetAside

logger = logging.getLogger(__name__)
FIRST_REST = datetime.timedelta(seconds=30)
LONGEST_REST = datetime.timedelta(days=1)
_LONGEST_REASON = 2_000


def due(limit: int) -> list[int]:
    """Return the organisations that are to be tried again now."""
    rows = SetAside.objects.filter(next_try__lte=timezone.now()).order_by("next_try", "pk")
    return list(rows.values_list("organisation_id", flat=True)[:limit])


def try_all_again() -> int:
    """Have every record tried again by the next follower; return how many there are."""
    return SetAside.objects.update(next_try=timezone.now())


def note(tried: Iterable[int], failed: Mapping[int, str]) -> None:
    """Set aside what failed of what was tried, and let go of the rest."""
    if not failed and not SetAside.objects.exists():  # the usual case costs one question and no write
        return
    earlier = {row.organisation_id: row for row in SetAside.objects.filter(organisation_id__in=list(tried))}
    rows = [_aside(identity, reason, earlier.pop(identity, None)) for identity, reason in failed.items()]
    SetAside.objects.bulk_create(  # a rebuild and a follower may come upon the same record at once
        rows,
        update_conflicts=True,
        unique_fields=["organisation_id"],
        update_fields=["reason", "attempts", "next_try"],
    )
    SetAside.objects.filter(organisation_id__in=earlier).delete()


def _aside(identity: int, reason: str, earlier: SetAside | None) -> SetAside:
    logger.error("Organisation %s is set aside, it can't be put into the search index: %s", identity, reason)
    attempts = 0 if earlier is None else earlier.attempts
    return SetAside(
        organisation_id=identity,
        reason=reason[:_LONGEST_REASON],
        attempts=attempts + 1,
        next_try=timezone.now() + min(FIRST_REST * 2 ** min(attempts, 20), LONGEST_REST),
    )
