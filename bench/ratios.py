"""What is set against what.
In: what was measured at one size. Out: one figure, or the ratio of two as text.
Next: tables.py writes them down.
"""

from collections.abc import Callable
from typing import Any

Read = Callable[[dict[str, Any]], float | None]


def ours_and_raw(times: dict[str, Any], name: str) -> str:
    """Return a contender's median against the raw engine's that it stands on; SQL's against raw tantivy's."""
    engine = next((each for each in ("Elasticsearch", "tantivy") if each in name), "tantivy")
    raw = times.get(f"{engine}, raw")
    return f"{times[name]['p50'] / raw['p50']:.2f}" if raw else ""


def _of(*path: str) -> Read:
    def read(measured: dict[str, Any]) -> float | None:
        found: Any = measured
        for step in path:
            found = found.get(step) if found is not None else None
        return found

    return read


def _growth() -> dict[str, Read]:
    reads: dict[str, Read] = {}
    for engine in ("tantivy", "Elasticsearch"):
        reads |= {
            f"work of a rebuild, {engine}": _of("indexing", engine, "processor"),
            f"memory of a rebuild, {engine}": _of("indexing", engine, "memory"),
            f"index, {engine}": _of("indexing", engine, "megabytes"),
            f"work of a check, {engine}": _of("checking", engine, "processor"),
            f"memory of a check, {engine}": _of("checking", engine, "memory"),
            f"changes a second, {engine}": _of("following", engine, "each its own"),
            f"published until found, {engine}": _of("finding", engine, "found", "p50"),
        }
    contenders = ("find() on tantivy", "tantivy, raw", "find() on Elasticsearch", "Elasticsearch, raw")
    for contender in (*contenders, "SQL by hand", "Wagtail's search on Elasticsearch"):
        reads[f"search p50, {contender}"] = _of("search", "times", contender, "p50")
    for save in ("no index", "tantivy, following each save", "Elasticsearch, healthy"):
        reads[f"save p50, {save}"] = _of("saving", save, "p50")
    return reads


GROWTH = _growth()
