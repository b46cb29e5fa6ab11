"""The report's tables about answers: how quick they are beside others, and how good.
In: what was measured, by size. Out: lines of Markdown, each table with a few words on what was done.
Next: report.py puts them on the page, with those of tables.py.
"""

import statistics
from typing import Any

from bench.ratios import ours_and_raw
from bench.tables import Sizes, of, prose, table


def search(sizes: Sizes) -> list[str]:
    """`find()` beside the others."""
    rows = []
    for size, each in of(sizes, "search").items():
        times = each["times"]
        rows += [
            [f"{size:,}", name, f"{one['p50']:.1f} ms", f"{one['p95']:.1f} ms", ours_and_raw(times, name)]
            for name, one in times.items()
        ]
    asked = {each["asked"] for each in of(sizes, "search").values()}
    agreed = [
        f"{each['asked'] - each['disagreements']} of {each['asked']} at {size:,}"
        for size, each in of(sizes, "search").items()
    ]
    return [
        "## Search",
        "",
        *prose(
            f"The same {max(asked, default=0)} questions at every size (names, beginnings, typos, scripts, acronyms,"
            " facets, places, pages), each contender in turns within one process, warm. `find()` goes from the query to"
            " labelled results: 20 hits, the exact total, all facets. *Raw* makes the very calls that `find()` made of"
            " the engine once more, with their arguments ready: on Elasticsearch one request over a kept connection,"
            " the answer read by orjson. *SQL by hand* has full text by FTS5, the rule of listing and a GROUP BY for"
            " each facet; it knows no typos, stems or other scripts. *Wagtail's search* (modelsearch, `.facet()`)"
            " makes four requests, counts two of the six facets, cuts them at ten values and knows no membership; it"
            " reads its hits from the database. Both stand against the engine they are nearest to."
        ),
        *table("organisations | contender | p50 | p95 | p50 against raw", rows),
        f"The engines gave equal totals and facet counts to {', '.join(agreed)}.",
        "",
    ]


def relevance(places: dict[str, Any]) -> list[str]:
    """Looking for one organisation."""
    rows = []
    for name, ways in places.items():
        for how, ranks in ways.items():
            found = [rank for rank in ranks if rank]
            first = sum(rank == 1 for rank in found) / len(ranks)
            five = sum(rank <= 5 for rank in found) / len(ranks)
            rows.append([how, name, f"{first:.0%}", f"{five:.0%}", f"{statistics.mean(found or [0]):.2f}"])
    return [
        "## Looking for one organisation",
        "",
        *prose(
            "How often an organisation whose name was typed stands first, and among the first five; and its mean place"
            " where it is on the first page. Asked of the imported records, without copies."
        ),
        *table("what was typed | engine | first | first five | mean place", rows),
    ]
