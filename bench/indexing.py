"""Rebuilding an index: how long it takes, how much memory it needs, how large the index is.
In: a register. Out: seconds, megabytes and documents, by engine.
Next: report.py. It is done in a process of its own by apart.py, as an operator's command would be.
"""

from pathlib import Path
from typing import Any

from bench.apart import do_apart
from bench.register import addresses, engines
from search.engines.contract import Engine
from search.engines.elasticsearch import Elasticsearch
from search.engines.tantivy import Tantivy


def run(folder: Path) -> dict[str, Any]:
    """Rebuild each index, and weigh it."""
    measured: dict[str, Any] = {}
    for name, engine in engines(folder).items():
        rebuilt = do_apart(folder, "rebuild", addresses(folder)[name])
        measured[name] = rebuilt | {"megabytes": _bytes(engine) / 1e6}
        engine.close()
    return measured


def _bytes(engine: Engine) -> int:
    match engine:
        case Tantivy():
            return sum(file.stat().st_size for file in engine._generations.folder.rglob("*"))  # noqa: SLF001
        case Elasticsearch():
            stats = engine._client.indices.stats(index=engine._store.alias).body  # noqa: SLF001
            return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])
    return 0
