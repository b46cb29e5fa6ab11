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
    for identity, reason in failed.items():
        row = earlier.pop(identity, None) or SetAside(organisation_id=identity, attempts=0)
        logger.error("Organisation %s is set aside, it can't be put into the search index: %s", identity, reason)
        row.next_try = timezone.now() + min(FIRST_REST * 2 ** min(row.attempts, 20), LONGEST_REST)
        row.attempts += 1
        row.reason = reason[:_LONGEST_REASON]
        row.save()
    SetAside.objects.filter(organisation_id__in=earlier).delete()
