"""`python -m bench`: measure the index at several sizes, on both engines, and write docs/performance.md.
In: `ELASTICSEARCH_URL` (`make bench` starts a server); without it the embedded engine is measured alone.
Next: stage.py does each stage in a process of its own, report.py writes down what they return.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import report
from bench.register import DATABASE

SIZES = (10_000, 100_000)
WHOLE = "whole"
REAL = {"made": "importing", "questions": "questions", "relevance": "relevance"}


def main() -> None:
    """Measure everything: in a folder that is thrown away, or in one that is kept and gone on with."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many organisations (10000 100000)")
    parser.add_argument("--folder", type=Path, help="keep the registers and what was measured, and go on from there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="meridian-bench-") as passing:
        folder = (options.folder or Path(passing)).resolve()
        measured = measure(folder, sorted(options.sizes))
    print(report.write(measured))
    if any(size["search"]["disagreements"] for size in measured["sizes"].values()):
        sys.exit("The engines disagree.")


def measure(folder: Path, sizes: list[int]) -> dict[str, Any]:
    """Go through the stages; what is kept in the folder is not done again."""
    whole = kept(folder / WHOLE / "measured.json", lambda: _whole(folder))
    measured: dict[str, Any] = {}
    for size in sizes:
        made = ["importing", size] if size < whole["made"]["organisations"] else ["multiply", str(folder / WHOLE), size]
        measured[str(size)] = kept(
            folder / str(size) / "measured.json", lambda made=made, size=size: _size(folder, size, made)
        )
    return {"whole": whole, "sizes": measured}


def _whole(folder: Path) -> dict[str, Any]:
    """What is done with the real records alone."""
    return {name: stage(folder / WHOLE, module) for name, module in REAL.items()}


def _size(folder: Path, size: int, made: list[Any]) -> dict[str, Any]:
    place = folder / str(size)
    busy = [os.getloadavg()[0]]
    measured = {"made": stage(place, *made)}
    for name in ("indexing", "search", "following", "finding", "saving"):
        measured[name] = stage(place, name, *([str(folder / WHOLE / "measured.json")] if name == "search" else []))
        busy.append(os.getloadavg()[0])
    shutil.rmtree(place / "tantivy", ignore_errors=True)
    (place / DATABASE).unlink()
    return measured | {"busy": max(busy)}


def kept(path: Path, measured: Callable[[], Any]) -> Any:
    """Return what is kept in a file, or measure and keep it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(measured()), encoding="utf-8")
    return json.loads(path.read_text(encoding="utf-8"))


def stage(place: Path, name: str, *arguments: object) -> Any:
    """Do a stage on the register in a folder; return what it measured."""
    say(f"{time.strftime('%H:%M:%S')} {place.name}: {name} …")
    place.mkdir(parents=True, exist_ok=True)
    ran = subprocess.run(
        [sys.executable, "-m", "bench.stage", str(place), name, json.dumps(arguments)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout.splitlines()[-1])["measured"]


def say(what: str) -> None:
    """Tell what is going on."""
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
