"""The report: docs/performance.md, written anew by each run.
In: what was measured. Out: tables, with the machine and the versions that they are true of.
Next: README and decisions point to it.
"""

import datetime
import os
import platform
import statistics
from importlib.metadata import version
from pathlib import Path

from bench.measure import ROUNDS, Measured, disagreements
from bench.questions import QUESTIONS
from bench.register import RECORDS, Imported

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def write(imported: Imported, measured: dict[str, Measured], servers: dict[str, str]) -> str:
    """Write the page, and return it."""
    text = "\n".join(
        [
            "# Performance",
            "",
            f"Written by `make bench` on {datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}, on {_machine()}.",
            f"{_versions(servers)}. Ratios hold better than times.",
            "",
            *_import(imported),
            *_engines(measured),
            *_relevance(measured),
            "",
        ]
    )
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return text


def _import(imported: Imported) -> list[str]:
    if not imported.rows:
        absent = f"`../shared/data/{RECORDS.name}` was not there: the demo's organisations alone were measured."
        return [absent, f"{imported.organisations} organisations in {imported.countries} countries.", ""]
    return [
        "## Import",
        "",
        f"`manage.py import_organisations` took {imported.seconds:.0f} seconds for the {imported.rows:,} records of",
        f"`../shared/data/{RECORDS.name}` (Research Organization Registry, CC0; not part of this repository):",
        f"{imported.rows / imported.seconds:.0f} a second, on SQLite, with the embedded index following every commit.",
        f"With the demo that makes {imported.organisations:,} organisations in {imported.countries} countries.",
        "",
    ]


def _engines(measured: dict[str, Measured]) -> list[str]:
    best = min(each.p50 for each in measured.values())
    rows = [
        f"| {name} | {each.rebuild_seconds:.1f} s | {each.megabytes:.1f} MB | {each.p50:.1f} ms | {each.p95:.1f} ms |"
        f" {each.p50 / best:.2f} |"
        for name, each in measured.items()
    ]
    agreement = (
        [f"The engines gave equal totals and facet counts to {QUESTIONS - disagreements(measured)} of {QUESTIONS}."]
        if len(measured) > 1
        else []
    )
    return [
        "## Rebuild and search",
        "",
        f"A mixed set of {QUESTIONS} questions (names, beginnings, typos, scripts, acronyms, facets, places, pages)",
        f"was answered with 20 hits, the exact total and all facets, {ROUNDS} times, the engines in turns. A time is",
        "that of `find()` in one process: from the query to labelled results.",
        "",
        "| engine | rebuild | index | search p50 | search p95 | p50 against the best |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
        *agreement,
        "",
    ]


def _relevance(measured: dict[str, Measured]) -> list[str]:
    lines = [
        "## Looking for one organisation",
        "",
        "How often an organisation whose name was typed stands first, and among the first five; and its mean place",
        "where it is on the first page.",
        "",
        "| what was typed | engine | first | first five | mean place |",
        "|---|---|---|---|---|",
    ]
    for name, each in measured.items():
        for how, ranks in each.ranks.items():
            found = [rank for rank in ranks if rank]
            first = sum(rank == 1 for rank in found) / len(ranks)
            five = sum(rank <= 5 for rank in found) / len(ranks)
            lines.append(f"| {how} | {name} | {first:.0%} | {five:.0%} | {statistics.mean(found or [0]):.2f} |")
    return lines


def _machine() -> str:
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        models = [line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        model = models[0] if models else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB of memory, {platform.system()}"


def _versions(servers: dict[str, str]) -> str:
    libraries = [f"{name} {version(name)}" for name in ("tantivy", "elasticsearch", "Django", "wagtail")]
    return ", ".join([f"Python {platform.python_version()}", *libraries, *(f"{k} {v}" for k, v in servers.items())])
