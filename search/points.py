"""Named points in the work on an index, at each of which a process may be stopped and nothing may be lost.
In: a point's name. Out: nothing, unless somebody is watching: tests stop or fail the work there.
Next: follow.py, rebuild.py and the engines pass them in the order in which they stand here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

FOLLOW = (
    "follow: changes read",
    "follow: documents made",
    "write: documents stored",
    "write: position stored",
    "follow: position moved",
)
REBUILD = (
    "rebuild: begun",
    "rebuild: batch added",
    "rebuild: all added",
    "rebuild: compared",
    "rebuild: followed",
    "rebuild: ready",
    "rebuild: changed over",
    "rebuild: old ones cleared",
)
POINTS = FOLLOW + REBUILD

Watcher = Callable[[str], object]
_watchers: list[Watcher] = []


def reached(point: str) -> None:
    """Say that the work has come to a point."""
    for watcher in _watchers:
        watcher(point)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Call `watcher` with the name of each point that is reached in the block, by any thread."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)
