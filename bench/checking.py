"""Checking an index: every document compared with what the register would make of its organisation.
In: a register with its indices. Out: seconds and megabytes, by engine.
Next: report.py.
"""

from pathlib import Path
from typing import Any

from bench.apart import do_apart
from bench.register import addresses, engines
from search.follow import follow


def run(folder: Path) -> dict[str, Any]:
    """Check each index, followed to the log's head as a follower would have."""
    measured: dict[str, Any] = {}
    for name, engine in engines(folder).items():
        follow(engine)
        engine.close()
        measured[name] = do_apart(folder, "check", addresses(folder)[name])
    return measured
