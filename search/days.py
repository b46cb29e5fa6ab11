"""Days as tokens: on which days a document is listed, so that midnight needs no writing.
In: intervals of days, both ends included; a day. Out: the blocks that cover the intervals; the blocks above the day.
Next: documents carry the first, every question asks for any of the second; a document is listed where they meet.

A block of level n is 2ⁿ days long and begins at a multiple of that. Any interval is a union of at most two blocks a
level, and a day lies in one block a level: so no number of intervals, and no passing of time, makes an index wrong.
"""

import datetime
from collections.abc import Iterable

LEVELS = 16
FIRST_DAY = datetime.date(1970, 1, 1)
_LAST: int = (1 << LEVELS) - 1
LAST_DAY = FIRST_DAY + datetime.timedelta(days=_LAST)


def number_of(day: datetime.date) -> int:
    """Return a day as a number; days before the first and after the last count as those."""
    return min(max((day - FIRST_DAY).days, 0), _LAST)


def blocks_above(day: datetime.date) -> tuple[str, ...]:
    """Return the block of each level that a day lies in."""
    number = number_of(day)
    return tuple(f"{level}:{number >> level}" for level in range(LEVELS + 1))


def blocks_covering(intervals: Iterable[tuple[datetime.date, datetime.date | None]]) -> tuple[str, ...]:
    """Return the fewest blocks that cover exactly the days of each interval; a last day of None is open."""
    blocks: set[str] = set()
    for first_day, last_day in intervals:
        if last_day is not None and (last_day < first_day or last_day < FIRST_DAY):
            continue
        blocks.update(_cover(number_of(first_day), _LAST if last_day is None else number_of(last_day)))
    return tuple(sorted(blocks))


def _cover(first: int, last: int) -> Iterable[str]:
    end = last + 1
    level = 0
    while first < end:
        if first & 1:
            yield f"{level}:{first}"
            first += 1
        if end & 1:
            end -= 1
            yield f"{level}:{end}"
        first >>= 1
        end >>= 1
        level += 1
