"""`python -m bench`: measure the index at several sizes, on both engines, and write docs/performance.md.
In: `ELASTICSEARCH_URL` (`make bench` starts a server); without it the embedded engine is measured alone.
Next: stage.py does each stage in a process of its own, report.py writes down what they return.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from bench import report

SIZES = (10_000, 100_000)
WHOLE = "whole"


def main() -> None:
    """Measure everything: in a folder that is thrown away, or in one that is kept and gone on with."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many organisations (10000 100000)")
    parser.add_argument("--folder", type=Path, help="keep the registers and what was measured, and go on from there")
    parser.add_argument("--report", action="store_true", help="measure nothing, and write down what --folder has")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="meridian-bench-") as passing:
        folder = (options.folder or Path(passing)).resolve()
        measured = measure(folder, sorted(options.sizes), only_read=options.report)
    print(report.write(measured))
    if any(size.get("search", {}).get("disagreements") for size in measured["sizes"].values()):
        sys.exit("The engines disagree.")


def measure(folder: Path, sizes: list[int], *, only_read: bool) -> dict[str, Any]:
    """Go through the stages; what is kept in the folder is not done again."""
    whole = folder / WHOLE
    go = partial(go_through, only_read=only_read)
    real = go(whole, {name: [name] for name in ("importing", "questions", "relevance")})
    measured: dict[str, Any] = {}
    for size in sizes:
        is_part = size <= real["importing"]["organisations"]
        made = {"importing": ["importing", size]} if is_part else {"multiply": ["multiply", str(whole), size]}
        stages = {name: [name] for name in report.STAGES} | {"search": ["search", str(whole / "questions.json")]}
        measured[str(size)] = go(folder / str(size), made) | go(folder / str(size), stages)
    return {"whole": real, "sizes": measured}


def go_through(place: Path, stages: dict[str, list[Any]], *, only_read: bool) -> dict[str, Any]:
    """Do some stages that stand on each other, all or none; return what they measured."""
    if not only_read and not all((place / f"{name}.json").exists() for name in stages):
        place.mkdir(parents=True, exist_ok=True)
        for name, (module, *arguments) in stages.items():
            (place / f"{name}.json").write_text(json.dumps(do(place, module, *arguments)), encoding="utf-8")
    kept = {name: place / f"{name}.json" for name in stages}
    read = {name: json.loads(path.read_text(encoding="utf-8")) for name, path in kept.items() if path.exists()}
    busy = max((each["busy"] for each in read.values()), default=0.0)
    return {"busy": busy} | {name: each["measured"] for name, each in read.items()}


def do(place: Path, module: str, *arguments: object) -> Any:
    """Do a stage on the register in a folder; return what it measured, and how busy the machine was."""
    say(f"{time.strftime('%H:%M:%S')} {place.name}: {module} …")
    ran = subprocess.run(
        [sys.executable, "-m", "bench.stage", str(place), module, json.dumps(arguments)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout.splitlines()[-1]) | {"busy": os.getloadavg()[0]}


def say(what: str) -> None:
    """Tell what is going on."""
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
