"""A register of a real size: the demo federation, and the records of the ROR file if present in ../shared/data.
In: a folder for the database. Out: a register with members in every region, and how long the import took.
Next: the index is built from it. Without the file the demo's organisations are measured alone, and the report says so.
"""

import os
import time
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

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


@dataclass(frozen=True)
class Imported:
    """How many organisations there are in how many countries, how many came from the file, and how long that took."""

    organisations: int
    countries: int
    rows: int
    seconds: float


def set_up(folder: Path) -> None:
    """Point Django to a database and an index of our own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.sqlite3'}"
    os.environ["SEARCH_URL"] = f"tantivy:///{folder}/tantivy"
    os.environ["DEBUG"] = "false"


def load_demo() -> None:
    """Make the database, and load the demo federation into it."""
    from django.core.management import call_command  # noqa: PLC0415 - Django is set up only now

    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=StringIO())


def fill(folder: Path) -> Imported:
    """Load the demo, then import the file as an operator would: with the embedded index following each commit."""
    from django.core.management import call_command  # noqa: PLC0415 - Django is set up only now

    from directory.models import OrganisationPage  # noqa: PLC0415
    from search.rebuild import rebuild  # noqa: PLC0415

    load_demo()
    rebuild()
    before, began = OrganisationPage.objects.count(), time.perf_counter()
    if RECORDS.exists():
        kinds = folder / "kinds.csv"
        kinds.write_text("theirs,ours\n" + "".join(f"{theirs},{ours}\n" for theirs, ours in KINDS.items()))
        call_command("import_organisations", str(RECORDS), kinds=str(kinds), scheme="ror", stdout=StringIO())
    organisations = OrganisationPage.objects.count()
    return Imported(
        organisations=organisations,
        countries=OrganisationPage.objects.values("country").distinct().count(),
        rows=organisations - before,
        seconds=time.perf_counter() - began,
    )
