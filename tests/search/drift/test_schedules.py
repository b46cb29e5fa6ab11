"""Whatever happens to the register, the follower, the engine and the clock: at the end the index equals the register.

`MERIDIAN_SCHEDULES=2000` runs that many on each engine. What a run leaves to chance follows from a seed, which is told
where one fails: `pytest tests/search/drift --hypothesis-seed=N` runs the same schedules again, and makes the one that
fails short.
"""

import logging
import os
import random
import time

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, core, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.search.drift.machine import Schedule

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

USUALLY, ELSE = 100, 40  # schedules, where nobody asks for more
STEPS = 14


@pytest.fixture
def phases(monkeypatch):
    """What is done with a fresh seed, or the one that was asked for; then a schedule that fails is made short, too."""
    if core.global_force_seed is not None:
        return Phase.generate, Phase.shrink
    monkeypatch.setattr(core, "global_force_seed", random.SystemRandom().getrandbits(32))
    return (Phase.generate,)


@pytest.fixture
def _silent():
    """Log nothing: all that can fail does, thousands of times."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("_silent")
def test_the_index_never_drifts(database, place, phases):
    schedules = int(os.environ.get("MERIDIAN_SCHEDULES") or (USUALLY if place.is_usual else ELSE))
    said = f"MERIDIAN_SCHEDULES={schedules} --hypothesis-seed={core.global_force_seed} on {connection.vendor}"
    began = time.monotonic()
    try:
        run_state_machine_as_test(
            lambda: Schedule(database, place),
            settings=settings(
                max_examples=schedules,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                phases=phases,
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
    except BaseException as error:
        error.add_note(f"Run the same again with {said}")
        raise
    print(f"{said}: {time.monotonic() - began:.0f} seconds")  # noqa: T201 - seen with `pytest -rP`
