"""The parts of `make test`, each with its budget of seconds, its commands and what they need.

In: nothing but the place of the repository; out: the table `PARTS`.
Next: `suite` runs them in this order.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from servers.folders import REPOSITORY

BIN = REPOSITORY / ".venv" / "bin"
REPORTS = REPOSITORY / "var" / "test"
HUNG_TEST_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the seconds it may take, what it runs, what it needs and is told in its environment."""

    name: str
    budget: int
    commands: Sequence[Sequence[str]]
    needs: Sequence[str] = ()
    variables: Mapping[str, str] = field(default_factory=dict)


def pytest(name: str, *words: str) -> list[str]:
    """Return the command that runs tests and leaves a report by that name."""
    hung = f"faulthandler_timeout={HUNG_TEST_SECONDS}"
    return [f"{BIN}/pytest", f"--junitxml={REPORTS}/{name}.xml", "-o", hung, *words]


SIDE_BY_SIDE = ("-n", os.environ.get("TEST_PROCESSES", "auto"), "-m", "not journey")
EMBEDDED = {
    "DATABASE_URL": f"sqlite:///{REPORTS}/meridian.sqlite3",
    "SEARCH_URL": "tantivy:///var/test/index",
}
PARTS = (
    Part(
        "lint",
        90,
        [
            [f"{BIN}/ruff", "check", "."],
            [f"{BIN}/ruff", "format", "--check", "."],
            [f"{BIN}/djlint", "templates", "--check", "--quiet"],
            [f"{BIN}/djlint", "templates", "--lint", "--quiet"],
            [f"{BIN}/mypy", "config", "cms", "search", "directory"],
            [f"{BIN}/lint-imports"],
            [f"{BIN}/python", "manage.py", "makemigrations", "--check", "--dry-run"],
        ],
    ),
    Part(
        "sqlite",
        600,
        [pytest("sqlite", *SIDE_BY_SIDE)],
        needs=("elasticsearch",),  # the contract of the engines is kept on all of them, whichever is the site's
        variables={**EMBEDDED, "ELASTICSEARCH_URL": "{elasticsearch}"},
    ),
    Part(
        "postgresql",
        750,
        [pytest("postgresql", *SIDE_BY_SIDE)],
        needs=("elasticsearch", "postgresql"),
        variables={
            "DATABASE_URL": "{postgresql}",
            "SEARCH_URL": "elasticsearch://{elasticsearch_place}/test",
            "ELASTICSEARCH_URL": "{elasticsearch}",
        },
    ),
    Part(
        "journeys",
        330,
        [pytest("journeys", "-m", "journey")],
        needs=("chromium",),
        variables={**EMBEDDED, "CHROMIUM": "{chromium}"},
    ),
)
