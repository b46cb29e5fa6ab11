"""A rebuild or a check of one index, in a process of its own: the peak of its memory is theirs alone.
In: which of the two, and the index's address. Out: seconds, documents; a check that finds anything fails.
Next: indexing.py and checking.py gather them.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from search.check import check
from search.rebuild import rebuild


def run(_folder: Path, what: str, address: str) -> dict[str, Any]:
    """Do it."""
    settings.SEARCH_URL = address
    began, worked = time.perf_counter(), time.process_time()
    if what == "rebuild":
        documents = rebuild().documents
    else:
        checked = check()
        documents = checked.documents
        if checked.found:
            raise SystemExit(f"The index is not what the register says: {checked.found}")
    return {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - worked,
        "documents": documents,
    }


def do_apart(folder: Path, what: str, address: str) -> dict[str, Any]:
    """Have it done, and return also the most memory it had."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.stage", str(folder), "apart", json.dumps([what, address])],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    result = json.loads(ran.stdout.splitlines()[-1])
    return result["measured"] | {"memory": result["memory"]}
