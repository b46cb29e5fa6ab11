"""`python -m bench.load`: many processes write, search, follow and rebuild at once; nothing may be lost or refused.
In: the register and the index that the environment names; how many writers, saves and readers, and for how long.
Out: one line of JSON, an `Outcome`. Next: the tests and the soak ask that it be without fault.
"""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings

from bench.register import load_demo, set_up

FORK = multiprocessing.get_context("fork")  # true processes, without the price of starting Django in each
INDEX = "meridian-load"
LOOKED_FOR = 1_000  # words that were written, of which each must find its organisation; all are compared besides
PATIENCE = 120.0  # seconds for the index to reach the log's head when the last writer has ended


@dataclass(frozen=True, kw_only=True)
class Load:
    """What goes on at once. Without a follower an embedded index is brought to the head by its writers alone."""

    writers: int = 4
    saves: int = 50  # by each writer
    readers: int = 1
    is_followed: bool = False
    is_rebuilt: bool = False  # again and again, as long as there are writers
    seed: int = 1


@dataclass(kw_only=True)
class Outcome:
    """What came of it. `faults` are sentences: errors of anybody, wrong totals, writes that can't be found."""

    organisations: int = 0
    saves: int = 0
    searches: int = 0
    rebuilds: int = 0
    save_p50: float = 0.0  # seconds, commit and what follows it included
    save_p95: float = 0.0
    save_longest: float = 0.0
    search_longest: float = 0.0
    seconds: float = 0.0  # while there were writers
    seconds_to_head: float = 0.0  # from then on
    missing: int = 0
    extra: int = 0
    stale: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing went wrong, and the index is equal to the register."""
        return not (self.faults or self.missing or self.extra or self.stale)


def main() -> None:
    """Put the load on, print what came of it, and fail if anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.load")
    for each in fields(Load):
        name = f"--{each.name.removeprefix('is_')}"
        if each.type is bool:
            parser.add_argument(name, dest=each.name, action="store_true")
        else:
            parser.add_argument(name, type=each.type, default=each.default)
    parser.add_argument("--demo", action="store_true", help="on a demo federation of its own, for as long as it runs")
    parser.add_argument("--elasticsearch", action="store_true", help="its index on the server of ELASTICSEARCH_URL")
    options = vars(parser.parse_args())
    is_demo, is_elsewhere = options.pop("demo"), options.pop("elasticsearch")
    with tempfile.TemporaryDirectory(prefix="meridian-load-") as folder:
        if is_demo:
            set_up(Path(folder))
        if is_elsewhere:
            os.environ["SEARCH_URL"] = f"elasticsearch://{urlsplit(os.environ['ELASTICSEARCH_URL']).netloc}/{INDEX}"
        django.setup()
        if is_demo:
            load_demo()
        outcome = run(Load(**options))
    print(json.dumps(asdict(outcome)))
    sys.exit(not outcome.is_clean)


def run(load: Load) -> Outcome:
    """Put a load on the site that Django is set up for, and return what came of it."""
    from django.db import connections  # noqa: PLC0415

    from bench import roles  # noqa: PLC0415 - it needs Django

    connections.close_all()  # no connection may be shared with a child
    settings.SEARCH_CATCHES_UP = True
    outcome = Outcome()
    _gather(outcome, [_start(roles.prepare)])
    stop = FORK.Event()
    writers = [_start(roles.write, number, load) for number in range(load.writers)]
    others = [_start(roles.read, outcome.organisations, stop) for _each in range(load.readers)]
    if load.is_followed:
        others.append(_start(roles.follow_on, stop))
    if load.is_rebuilt:
        others.append(_start(roles.rebuild_on, stop))
    began = time.monotonic()
    try:
        written = _gather(outcome, writers)
        outcome.seconds = time.monotonic() - began
        _gather(outcome, [_start(roles.await_head, PATIENCE)])
    finally:
        stop.set()
    _gather(outcome, others)
    found_by = [pair for each in written for pair in each["found_by"]]
    _gather(outcome, [_start(roles.judge, found_by[:: len(found_by) // LOOKED_FOR + 1])])
    latencies = sorted(seconds for each in written for seconds in each["latencies"])
    if latencies:
        outcome.save_p50 = latencies[len(latencies) // 2]
        outcome.save_p95 = latencies[len(latencies) * 95 // 100]
        outcome.save_longest = latencies[-1]
    return outcome


@dataclass(frozen=True)
class _Child:
    name: str
    process: Any
    answers: Connection


def _start(role: Callable[..., dict[str, Any]], *arguments: object) -> _Child:
    ours, theirs = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_play, args=(role, arguments, theirs), name=role.__name__)
    process.start()
    theirs.close()
    return _Child(role.__name__, process, ours)


def _play(role: Callable[..., dict[str, Any]], arguments: tuple[object, ...], answers: Connection) -> None:
    try:
        answer = role(*arguments)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent tells
        answer = {"faults": [f"{role.__name__}: {error!r}"]}
    answers.send(answer)


def _gather(outcome: Outcome, children: list[_Child]) -> list[dict[str, Any]]:
    """Wait for children, and put what they counted together."""
    answers = []
    for child in children:
        try:
            answer = child.answers.recv()
        except EOFError:
            answer = {"faults": [f"{child.name} was killed"]}
        child.process.join()
        answers.append({"found_by": [], "latencies": []} | answer)
        for name, value in answer.items():
            match name:
                case "faults":
                    outcome.faults += value[: 20 - len(outcome.faults)]
                case "search_longest":
                    outcome.search_longest = max(outcome.search_longest, value)
                case "found_by" | "latencies":
                    pass
                case _:
                    setattr(outcome, name, getattr(outcome, name) + value)
    return answers


if __name__ == "__main__":
    main()
