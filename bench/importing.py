"""Importing the ROR file, if present in ../shared/data, into a new register: all of it, or its first records.
In: a folder, and how many organisations there shall be. Out: how many there are, and how long the import took.
Next: the index is built from it; multiply.py copies it. Without the file the demo's organisations are all there are.
"""

import csv
import gzip
import shutil
import time
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management import call_command

from bench.register import DATABASE, load_demo
from directory.models import OrganisationPage
from search.rebuild import rebuild

RECORDS = Path(__file__).resolve().parents[2] / "shared" / "data" / "ror-organisations.csv.gz"
KINDS = {
    "education": "university",
    "facility": "research-institute",
    "nonprofit": "association",
    "company": "company",
    "government": "ministry",
    "healthcare": "other",
    "archive": "museum",
}


def run(folder: Path, wanted: int | None = None) -> dict[str, Any]:
    """Load the demo, then import as an operator would: with the embedded index following each commit."""
    (folder / DATABASE).unlink(missing_ok=True)
    shutil.rmtree(folder / "tantivy", ignore_errors=True)
    load_demo()
    rebuild()
    demo = OrganisationPage.objects.count()
    if RECORDS.exists():
        kinds = folder / "kinds.csv"
        kinds.write_text("theirs,ours\n" + "".join(f"{theirs},{ours}\n" for theirs, ours in KINDS.items()))
        path = RECORDS if wanted is None else _first(wanted - demo, folder / "records.csv")
        began = time.perf_counter()
        call_command("import_organisations", str(path), kinds=str(kinds), scheme="ror", stdout=StringIO())
        seconds = time.perf_counter() - began
    organisations = OrganisationPage.objects.count()
    return {
        "how": "imported",
        "organisations": organisations,
        "countries": OrganisationPage.objects.values("country").distinct().count(),
        "rows": organisations - demo,
        "seconds": seconds if RECORDS.exists() else 0.0,
    }


def _first(wanted: int, path: Path) -> Path:
    with gzip.open(RECORDS, "rt", encoding="utf-8", newline="") as records, path.open("w", newline="") as chosen:
        csv.writer(chosen).writerows(islice(csv.reader(records), wanted + 1))
    return path
