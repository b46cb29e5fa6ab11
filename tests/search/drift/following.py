"""Following as production does it, and waiting where other tests' transactions are open on the same server.
In: the configured engine or another. Out: an index at the log's head.
Next: nothing is left to follow, and what differs then is drift.
"""

import time

from search import index, log, rebuild, set_aside
from search.engines.contract import NoIndexError, RebuildNeededError
from search.follow import follow

PATIENCE = 60.0
_REST = 0.05

# Transactions of other databases on the server can't write here: of those that are open, they are passed over. What
# has ended since the snapshot was made may be ours.
OLDEST_OPEN_HERE = """
SELECT coalesce(min(open::text::bigint), pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
FROM pg_snapshot_xip(pg_current_snapshot()) AS open
WHERE open::text NOT IN (
    SELECT backend_xid::text FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND datname <> current_database()
)
"""


def follow_as_production_does(engine=None):
    """Do what `search_follow` does."""
    try:
        follow(engine)
    except (NoIndexError, RebuildNeededError):
        rebuild.rebuild(engine)


def wait_until_all_can_be_read():
    """Return when no transaction is open any more that was before the log's last line."""
    until = time.monotonic() + PATIENCE
    while log.head() != log.newest():
        assert time.monotonic() < until
        time.sleep(_REST)


def follow_to_the_head():
    """Follow until everything that was committed is read; return the engine."""
    wait_until_all_can_be_read()
    follow_as_production_does()
    while set_aside.due(1):  # some at a time, whenever it looks
        follow_as_production_does()
    engine = index.engine()
    assert engine.state().position == log.newest()
    return engine
