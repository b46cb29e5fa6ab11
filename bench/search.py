"""Searching: `find()` beside the raw engine, Wagtail's own search and SQL by hand, asked the same in turns.
In: a register with its indices, and the questions. Out: milliseconds of each contender; whether the engines agree.
Next: report.py sets them side by side, and each size beside the last.
"""

import json
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone

from bench.by_hand import ByHand
from bench.pages_search import PagesSearch
from bench.raw import listen
from bench.register import engines
from bench.timing import in_turns, summary
from directory.models import OrganisationPage
from search.choices import Choices, read_choices
from search.engines.contract import Engine
from search.find import find
from search.query import Query
from search.results import Results

FEW = 20_000  # organisations up to which Wagtail's own search is asked, too: it takes long to index more
ROUNDS = ((20_000, 3), (200_000, 2))  # up to so many organisations all is asked so often; above them once


def run(folder: Path, questions: str) -> dict[str, Any]:
    """Ask every contender every question."""
    choices, organisations = read_choices("en"), OrganisationPage.objects.count()
    asked = json.loads(Path(questions).read_text(encoding="utf-8"))["measured"]
    queries = [Query.from_params(address, choices)[0] for address in asked]
    ours = engines(folder)
    told: list[list[Results]] = []
    contenders: dict[str, Callable[[Query], object]] = {}
    for name, engine in ours.items():
        results, pair = _pair(name, engine, queries, choices)
        told.append(results)
        contenders |= pair
    by_hand = ByHand(timezone.localdate(), choices)
    contenders["SQL by hand"] = by_hand.answer
    pages = _pages_search(folder, choices) if organisations <= FEW else None
    if pages is not None:
        contenders["Wagtail's search on Elasticsearch"] = pages.answer
    for contender in contenders.values():  # once for nothing: caches are warm for everyone
        for query in queries[:20]:
            contender(query)
    rounds = next((rounds for most, rounds in ROUNDS if organisations <= most), 1)
    times = in_turns(contenders, queries, rounds)
    if pages is not None:
        pages.drop()
    for engine in ours.values():
        engine.close()
    return {
        "times": {name: summary(each) for name, each in times.items()},
        "disagreements": _disagreements(told),
        "asked": len(queries),
        "pages_index_seconds": pages.seconds if pages else None,
    }


def _pair(
    name: str, engine: Engine, queries: list[Query], choices: Choices
) -> tuple[list[Results], dict[str, Callable[[Query], object]]]:
    """Return what `find()` tells on an engine; and as contenders `find()`, and the engine without us."""

    def ours(query: Query) -> Results:
        return find(query, choices=choices, engine=engine)

    listened = [listen(engine, partial(ours, query)) for query in queries]
    again = {id(query): each for query, (_results, each) in zip(queries, listened, strict=True)}
    pair = {f"find() on {name}": ours, f"{name}, raw": lambda query: again[id(query)]()}
    return [results for results, _again in listened], pair


def _pages_search(folder: Path, choices: Choices) -> PagesSearch | None:
    server = os.environ.get("ELASTICSEARCH_URL")
    if not server:
        return None
    pages = PagesSearch(server, f"meridian_bench_{folder.name}_", choices)
    print("Indexing with Wagtail's own search …", file=sys.stderr, flush=True)
    pages.build()
    return pages


def _disagreements(told: list[list[Results]]) -> int:
    """Return to how many questions the engines gave different totals or counts."""
    answers = zip(*([(result.total, result.facets) for result in results] for results in told), strict=True)
    return sum(len({repr(answer) for answer in each}) > 1 for each in answers)
