"""Timing: contenders that do the same work in turns, so that whatever else the machine does strikes all alike.
In: contenders by name, and what each is to do. Out: milliseconds of each.
Next: searching, saving and finding summarise them; the report sets them side by side.
"""

import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Milliseconds = list[float]


def in_turns(
    contenders: Mapping[str, Callable[[Item], object]],
    items: Sequence[Item],
    rounds: int = 1,
    before: Callable[[str], object] = lambda _name: None,
) -> dict[str, Milliseconds]:
    """Have each contender do each item, in an order that differs from item to item; `before` (a name) is not timed."""
    dice = random.Random(7)
    times: dict[str, Milliseconds] = {name: [] for name in contenders}
    names = list(contenders)
    for _round in range(rounds):
        for item in items:
            dice.shuffle(names)
            for name in names:
                before(name)
                times[name].append(timed(contenders[name], item))
    return times


def timed(work: Callable[[Item], object], item: Item) -> float:
    """Return how many milliseconds some work takes."""
    began = time.perf_counter()
    work(item)
    return (time.perf_counter() - began) * 1000


def summary(times: Milliseconds) -> dict[str, float]:
    """Return the median, and what nineteen of twenty stay below."""
    return {
        "p50": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[18],
        "times": len(times),
    }
