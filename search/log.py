"""Reading the change log: what has happened since, whatever order transactions commit in.
In: a position. Out: the changes after it that nothing can precede any more, and the position that they lead to.
Next: follow.py reads the organisations again that the changes speak of.

SQLite has one writer at a time: ids are in the order of commits. On PostgreSQL a row with a lower id may be committed
after a higher one; so rows are read in the order of their transactions, and only those older than every transaction
that is still open. Nobody has to hold a lock, and nothing is passed over.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from directory.models import Change
from search.engines.contract import Position

BEGINNING = Position(0, 0)
_OLDEST_OPEN = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


def changes_after(position: Position, limit: int) -> Sequence[Change]:
    """Return the next changes, in order."""
    transaction, change = position
    if not _is_postgresql():
        return list(Change.objects.filter(id__gt=change).order_by("id")[:limit])
    later = Q(xid__gt=transaction) | Q(xid=transaction, id__gt=change)
    return list(_settled().filter(later).order_by("xid", "id")[:limit])


def position_of(change: Change) -> Position:
    """Return the position of one who has read up to and including a change."""
    return Position((change.xid or 0) if _is_postgresql() else 0, change.pk)


def head() -> Position:
    """Return the position of one who has read everything that can be read now."""
    in_order = _settled().order_by("xid", "id") if _is_postgresql() else Change.objects.order_by("id")
    last = in_order.last()
    return BEGINNING if last is None else position_of(last)


def identity() -> str:
    """Return a mark that this log alone has: its first line. An index with another mark is of another register."""
    first = Change.objects.order_by("id").first()
    return "" if first is None else f"{first.pk} {first.at.isoformat()}"


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _settled() -> QuerySet[Change]:
    return Change.objects.filter(xid__lt=RawSQL(_OLDEST_OPEN, ()))  # noqa: S611 - a constant
