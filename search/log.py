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

from directory import changes
from directory.models import Change
from search.engines.contract import Position

BEGINNING = Position(0, 0)
# A cluster's own number: transactions are counted anew in another one, whatever rows were carried over.
_CLUSTER = "SELECT system_identifier FROM pg_control_system()"
_ORDER = {True: ("xid", "id"), False: ("id",)}
# What is visible has ended before, or is our own.
_NOT_GIVEN_YET = (
    "greatest(pg_snapshot_xmax(pg_current_snapshot())::text::bigint,"
    " coalesce(pg_current_xact_id_if_assigned()::text::bigint, 0) + 1)"
)
_OLDER_THAN_ALL = 1  # the transaction that makes a cluster
_OLDEST_OPEN = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


def begin() -> None:
    """See to it that the log has a first line, by which an index knows it again."""
    if not Change.objects.exists():
        changes.record("index", "", "begun")


def adopt() -> None:
    """Make lines that were carried over from another cluster, or kind of database, older than all that follow."""
    if _is_postgresql():
        of_others = Q(xid=None) | Q(xid__gte=RawSQL(_NOT_GIVEN_YET, ()))  # noqa: S611 - a constant
        Change.objects.filter(of_others).update(xid=_OLDER_THAN_ALL)


def changes_after(position: Position, limit: int) -> Sequence[Change]:
    """Return the next changes, in order."""
    return list(waiting(position)[:limit])


def position_of(change: Change) -> Position:
    """Return the position of one who has read up to and including a change."""
    return Position((change.xid or 0) if _is_postgresql() else 0, change.pk, change.mark)


def head() -> Position:
    """Return the position of one who has read everything that can be read now."""
    last = waiting(BEGINNING).last()
    return BEGINNING if last is None else position_of(last)


def newest() -> Position:
    """Return the position of one who has read every line that was committed, be it readable yet or not."""
    last = _after(BEGINNING).order_by(*_ORDER[_is_postgresql()]).last()
    return BEGINNING if last is None else position_of(last)


def identity() -> str:
    """Return a mark that this log alone has: its first line, and where it is written."""
    first = Change.objects.order_by("id").values_list("id", "mark").first()
    return "" if first is None else " ".join(map(str, (*_cluster(), *first)))


def has(position: Position) -> bool:
    """Tell whether this history has the line that a position ends with. One that was restored over has not."""
    return position == BEGINNING or Change.objects.filter(pk=position.change, mark=position.mark).exists()


def unread(position: Position) -> QuerySet[Change]:
    """Return the changes after a position, in order, those included that can't be read yet."""
    return _after(position).order_by(*_ORDER[_is_postgresql()])


def waiting(position: Position) -> QuerySet[Change]:
    """Return the changes after a position that can be read now, in order."""
    return _after(position, settled=True).order_by(*_ORDER[_is_postgresql()])


def _after(position: Position, *, settled: bool = False) -> QuerySet[Change]:
    transaction, change, _mark = position
    if not _is_postgresql():
        return Change.objects.filter(id__gt=change)
    changes = _settled() if settled else Change.objects.all()
    return changes.filter(Q(xid__gt=transaction) | Q(id__gt=change), xid__gte=transaction)


def _cluster() -> tuple[int, ...]:
    if not _is_postgresql():
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_CLUSTER)
        return tuple(cursor.fetchone())


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _settled() -> QuerySet[Change]:
    return Change.objects.filter(xid__lt=RawSQL(_OLDEST_OPEN, ()))  # noqa: S611 - a constant
