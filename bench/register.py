"""A register of its own for each size: the database, the index, and the demo federation to begin with.
In: a folder. Out: Django's settings for it; the engines that can be reached; the demo in a new database.
Next: importing.py and multiply.py fill it, the other stages measure it.
"""

import os
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from search.engines.contract import Engine

DATABASE = "bench.sqlite3"


def set_up(folder: Path) -> None:
    """Point Django to a database and an index of our own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / DATABASE}"
    os.environ["SEARCH_URL"] = f"tantivy:///{folder}/tantivy"
    os.environ["DEBUG"] = "false"


def addresses(folder: Path) -> dict[str, str]:
    """Return the address of an index for this register on each engine that can be reached."""
    found = {"tantivy": f"tantivy:///{folder}/tantivy"}
    if server := os.environ.get("ELASTICSEARCH_URL"):
        found["Elasticsearch"] = f"elasticsearch://{urlsplit(server).netloc}/meridian-bench-{folder.name}"
    return found


def engines(folder: Path) -> "dict[str, Engine]":
    """Open the register's indices."""
    from search.engines.urls import open_engine  # noqa: PLC0415 - Django is set up only now

    return {name: open_engine(address, folder) for name, address in addresses(folder).items()}


def load_demo() -> None:
    """Make the database, and load the demo federation into it."""
    from django.core.management import call_command  # noqa: PLC0415 - Django is set up only now

    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=StringIO())
