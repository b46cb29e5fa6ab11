"""`python -m bench.soak --minutes 5`: write and search for a while, and compare every index with the register.
In: the demo federation, and dice. Out: how much was written, asked and compared; it fails at the first difference.
Next: nothing; what it finds becomes a test.
"""

import argparse
import os
import random
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import django

from bench.register import load_demo, set_up

INDEX = "meridian-soak"
BETWEEN = 40  # writes between two comparisons


def main() -> None:
    """Soak for as long as was asked."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="meridian-soak-") as place_of_its_own:
        folder = Path(place_of_its_own)
        set_up(folder)
        django.setup()
        print(f"Soaking for {options.minutes:g} minutes with seed {options.seed}.", flush=True)
        load_demo()
        print(_soak(folder, time.monotonic() + options.minutes * 60, random.Random(options.seed)))


def _soak(folder: Path, until: float, dice: random.Random) -> str:
    from bench.writes import write  # noqa: PLC0415 - it needs Django
    from search.engines.urls import open_engine  # noqa: PLC0415
    from search.follow import follow  # noqa: PLC0415
    from search.rebuild import rebuild  # noqa: PLC0415

    engines = {"tantivy": open_engine(os.environ["SEARCH_URL"], folder)}  # follows each commit by itself
    if server := os.environ.get("ELASTICSEARCH_URL"):
        engines["Elasticsearch"] = open_engine(f"elasticsearch://{urlsplit(server).netloc}/{INDEX}", folder)
    done: Counter[str] = Counter()
    for engine in engines.values():
        rebuild(engine)
    stop = threading.Event()
    readers = [threading.Thread(target=_search, args=(engine, stop, done)) for engine in engines.values()]
    for reader in readers:
        reader.start()
    try:
        while time.monotonic() < until:
            for _each in range(BETWEEN):
                done[write(dice)] += 1
            for engine in engines.values():
                follow(engine)
            _compare(engines, dice)
            done["compared"] += 1
    finally:
        stop.set()
        for reader in readers:
            reader.join()
        for engine in engines.values():
            engine.drop()
            engine.close()
    if done["failed searches"]:
        raise SystemExit(f"{done['failed searches']} searches failed.")
    return ", ".join(f"{what}: {times}" for what, times in sorted(done.items()))


def _search(engine: object, stop: threading.Event, done: Counter[str]) -> None:
    from bench.writes import a_question  # noqa: PLC0415

    dice = random.Random(1)
    while not stop.is_set():
        try:
            engine.search(a_question(dice))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we are looking for
            print(f"A search failed: {error!r}", flush=True)
            done["failed searches"] += 1
        done["searches"] += 1


def _compare(engines: dict[str, object], dice: random.Random) -> None:
    """Ask every engine, and an oracle made of the register as it is, the same questions."""
    from bench.writes import a_question  # noqa: PLC0415
    from search.engines.memory import Memory  # noqa: PLC0415
    from search.rebuild import rebuild  # noqa: PLC0415

    oracle = Memory()
    rebuild(oracle)
    for _each in range(20):
        question = a_question(dice)
        right = oracle.search(question)
        for name, engine in engines.items():
            answer = engine.search(question)
            if (answer.total, answer.counts) != (right.total, right.counts):
                raise SystemExit(f"{name} differs on {question}:\n{answer}\n{right}")


if __name__ == "__main__":
    main()
