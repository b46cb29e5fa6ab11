"""Measuring one index: how long a rebuild takes, how large it is, how quickly it answers, how well.
In: an engine and the addresses. Out: numbers.
Next: report.py writes them down.
"""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.datastructures import MultiValueDict

from bench.questions import Known
from search.choices import Choices
from search.engines.contract import Engine
from search.engines.elasticsearch import Elasticsearch
from search.engines.tantivy import Tantivy
from search.find import find
from search.query import Query
from search.rebuild import rebuild
from search.results import Results

ROUNDS = 3


@dataclass
class Measured:
    """One engine's numbers."""

    rebuild_seconds: float = 0.0
    megabytes: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    results: list[Results] = field(default_factory=list)
    ranks: dict[str, list[int | None]] = field(default_factory=dict)

    @property
    def p50(self) -> float:
        """The median."""
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """What nineteen of twenty stay below."""
        return statistics.quantiles(self.milliseconds, n=20)[18]


def build(engine: Engine) -> Measured:
    """Rebuild an index, and weigh it."""
    began = time.perf_counter()
    rebuild(engine)
    return Measured(rebuild_seconds=time.perf_counter() - began, megabytes=_bytes(engine) / 1e6)


def ask(
    engines: dict[str, Engine], measured: dict[str, Measured], addresses: Sequence[MultiValueDict], choices: Choices
) -> None:
    """Ask every engine every question, in turns, so that whatever else the machine does strikes all alike."""
    queries = [Query.from_params(address, choices)[0] for address in addresses]
    for name, engine in engines.items():
        measured[name].results = [find(query, choices=choices, engine=engine) for query in queries]
    for _round in range(ROUNDS):
        for query in queries:
            for name, engine in engines.items():
                began = time.perf_counter()
                find(query, choices=choices, engine=engine)
                measured[name].milliseconds.append((time.perf_counter() - began) * 1000)


def look_for(engine: Engine, known: dict[str, list[Known]], choices: Choices) -> dict[str, list[int | None]]:
    """Return at which place the organisation that was meant stands on the first page, None where it is not there."""
    ranks: dict[str, list[int | None]] = {}
    for how, items in known.items():
        ranks[how] = []
        for item in items:
            ids = find(Query(text=item.text), choices=choices, engine=engine).ids
            ranks[how].append(ids.index(item.pk) + 1 if item.pk in ids else None)
    return ranks


def disagreements(measured: dict[str, Measured]) -> int:
    """Return to how many questions the engines gave different totals or counts."""
    told = [[(result.total, result.facets) for result in each.results] for each in measured.values()]
    return sum(len({repr(answer) for answer in answers}) > 1 for answers in zip(*told, strict=True))


def _bytes(engine: Engine) -> int:
    match engine:
        case Tantivy():
            return sum(file.stat().st_size for file in engine._generations.folder.rglob("*"))  # noqa: SLF001
        case Elasticsearch():
            stats = engine._client.indices.stats(index=engine._alias).body  # noqa: SLF001
            return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])
    return 0
