"""Following: how many changes a second reach an index.
In: a register with its indices. Out: milliseconds, by engine, of 2,000 changes in three ways.
Next: report.py makes rates of them.
"""

import random
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from bench.register import addresses, engines
from directory import changes
from directory.models import OrganisationPage
from search.follow import follow

CHANGES = 2_000
COALESCED = 200  # organisations that so many changes speak of, when they speak of few
SINGLE = 100  # changes that are followed one by one, as after each commit
NOWHERE = "memory://"  # there is no index to follow each commit with: we follow when we say so


def run(folder: Path) -> dict[str, Any]:
    """Follow changes of as many organisations, of few, and one by one."""
    settings.SEARCH_URL = NOWHERE
    ids = list(OrganisationPage.objects.order_by("pk").values_list("pk", flat=True))
    dice = random.Random(11)
    measured: dict[str, Any] = {}
    for name, engine in engines(folder).items():
        settings.SEARCH_URL = addresses(folder)[name]  # whose turn it is, is asked for this index
        follow(engine)
        settings.SEARCH_URL = NOWHERE
        each_its_own = dice.sample(ids, CHANGES)
        few = dice.sample(ids, COALESCED) * (CHANGES // COALESCED)
        measured[name] = {
            "each its own": CHANGES / _followed(engine, [each_its_own]),
            "of few": CHANGES / _followed(engine, [[pk] for pk in few], at_once=True),
            "one by one": SINGLE / _followed(engine, [[pk] for pk in dice.sample(ids, SINGLE)]),
        }
        engine.close()
    return measured


def _followed(engine: Any, batches: list[list[int]], *, at_once: bool = False) -> float:
    """Return how many seconds following takes: after each batch of changes, or after all."""
    seconds = 0.0
    for batch in batches:
        changes.record_many("organisation", batch, "saved")
        if not at_once:
            seconds += _timed(engine)
    return seconds + (_timed(engine) if at_once else 0.0)


def _timed(engine: Any) -> float:
    began = time.perf_counter()
    follow(engine)
    return time.perf_counter() - began
