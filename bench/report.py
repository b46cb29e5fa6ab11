"""The report: docs/performance.md, written anew by each run.
In: what was measured. Out: tables (tables.py makes them), with the machine and the versions that they are true of.
Next: README and decisions point to it.
"""

import datetime
import json
import os
import platform
import urllib.request
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import answers, tables

STAGES = ("indexing", "search", "checking", "following", "finding", "saving")
"""What is measured at each size, in this order."""
PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # the server is ours: never through a proxy


def write(measured: dict[str, Any]) -> str:
    """Write the page, and return it."""
    sizes = {int(size): each for size, each in measured["sizes"].items()}
    text = "\n".join(
        [
            "# Performance",
            "",
            *tables.prose(
                f"Written by `make bench` on {datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}, on {_machine()}."
                f" {_versions()}. {_company(sizes)}"
            ),
            *tables.registers(measured["whole"]["importing"], sizes),
            *tables.gaps(sizes, STAGES),
            *tables.indexing(sizes),
            *answers.search(sizes),
            *tables.following(sizes),
            *tables.saving(sizes),
            *tables.growth(sizes),
            *answers.relevance(measured["whole"]["relevance"]),
        ]
    )
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return text


def _machine() -> str:
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        models = [line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        model = models[0] if models else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB of memory, {platform.system()}"


def _versions() -> str:
    libraries = [f"{name} {version(name)}" for name in ("tantivy", "elasticsearch", "modelsearch", "Django", "wagtail")]
    said = [f"Python {platform.python_version()}", *libraries]
    server = os.environ.get("ELASTICSEARCH_URL")
    if server and "@" not in server:
        number = _ask(server)["version"]["number"]
        (node,) = _ask(f"{server}/_nodes/jvm")["nodes"].values()
        heap = node["jvm"]["mem"]["heap_max_in_bytes"] / 2**20
        said.append(f"Elasticsearch (server) {number} with a heap of {heap:.0f} MiB")
    return ", ".join(said)


def _ask(address: str) -> Any:
    with _DIRECT.open(address, timeout=10) as answer:
        return json.load(answer)


def _company(sizes: dict[int, dict[str, Any]]) -> str:
    """Say whether others were at work on the machine: then the times are too long, and the ratios still hold."""
    busiest = max((each["busy"] for each in sizes.values()), default=0.0)
    if busiest > (os.cpu_count() or 1) + 1:
        return (
            f"The machine was shared with other work (a load of up to {busiest:.0f}): the times are longer than they"
            " need be, and vary; what is set against each other was measured in turns, so the ratios hold."
        )
    return "Ratios hold better than times."
