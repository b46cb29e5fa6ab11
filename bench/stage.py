"""`python -m bench.stage FOLDER STAGE ARGUMENTS`: one stage of the bench, in a process of its own.
In: the folder of a register, a module of this package that has `run`, its arguments as JSON. Out: a line of JSON.
Next: __main__.py keeps it. A process of its own has its own peak of memory, and one database for all its life.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

import django

from bench.register import set_up


def main() -> None:
    """Set Django up for the folder, and run the stage."""
    folder, stage, arguments = Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
    set_up(folder)
    django.setup()
    measured = import_module(f"bench.{stage}").run(folder, *arguments)
    print(json.dumps({"measured": measured, "memory": peak_of_memory()}))


def peak_of_memory() -> float:
    """Return the most memory that this process has had, in MB; what its parent had does not count."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    (peak,) = [line.split()[1] for line in status.read_text(encoding="ascii").splitlines() if "VmHWM" in line]
    return int(peak) / 1024


if __name__ == "__main__":
    main()
