"""The report's tables about the index: how it is made, followed, saved beside, and how all of it grows.
In: what was measured, by size. Out: lines of Markdown, each table with a few words on what was done.
Next: report.py puts them on the page, with those of answers.py.
"""

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

from bench.ratios import GROWTH

Sizes = dict[int, dict[str, Any]]


def table(head: str, rows: Iterable[Iterable[object]]) -> list[str]:
    """Return a table, and an empty line."""
    columns = head.split(" | ")
    lines = [f"| {head} |", "|" + "---|" * len(columns), *("| " + " | ".join(map(str, row)) + " |" for row in rows)]
    return [*lines, ""]


def prose(text: str) -> list[str]:
    """Return a paragraph in lines, and an empty one."""
    return [*wrap(text, 110, break_long_words=False, break_on_hyphens=False), ""]


def registers(whole: dict[str, Any], sizes: Sizes) -> list[str]:
    """Say what was measured with, and how quick the import was."""
    if not whole["rows"]:
        return prose("The records of `../shared/data` are not here: these are figures of the demo and its copies.")
    return [
        "## What was measured with",
        "",
        *prose(
            f"`manage.py import_organisations` took {whole['seconds']:.0f} seconds for the {whole['rows']:,} records"
            " of `../shared/data/ror-organisations.csv.gz` (Research Organization Registry, CC0; not part of this"
            f" repository): {whole['rows'] / whole['seconds']:.0f} a second, on SQLite, with the embedded index"
            f" following every commit. With the demo that makes {whole['organisations']:,} organisations in"
            f" {whole['countries']} countries. A smaller register has the first records of the file. A larger one has"
            " copies of all of them, made by SQL: each with the kind, fields, languages, other names, place and"
            " membership of its original, one more word of the file at the end of its name, and no history."
        ),
        *table(
            "organisations | how | seconds",
            ([f"{size:,}", *_made(each)] for size, each in sizes.items()),
        ),
    ]


def gaps(sizes: Sizes, stages: Iterable[str]) -> list[str]:
    """Say what was not measured: a run that was stopped has gaps."""
    missing = {size: [stage for stage in stages if stage not in each] for size, each in sizes.items()}
    said = [f"at {size:,}: {', '.join(names)}" for size, names in missing.items() if names]
    return prose(f"The run was stopped before it had measured, {'; '.join(said)}.") if said else []


def _made(measured: dict[str, Any]) -> list[str]:
    made = measured.get("importing") or measured["multiply"]
    return [made["how"], f"{made['seconds']:.0f}"]


def of(sizes: Sizes, stage: str) -> Sizes:
    """Return what one stage measured, at the sizes at which it was done."""
    return {size: each[stage] for size, each in sizes.items() if stage in each}


def _seconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:,.1f} s"


def indexing(sizes: Sizes) -> list[str]:
    """Rebuild and check."""
    rebuilt = [
        [
            f"{size:,}",
            name,
            f"{one['seconds']:,.1f} s",
            f"{size / one['seconds']:,.0f}",
            _seconds(one.get("processor")),
            f"{one['memory']:.0f} MB",
            f"{one['megabytes']:,.0f} MB",
        ]
        for size, each in of(sizes, "indexing").items()
        for name, one in each.items()
    ]
    checked = [
        [
            f"{size:,}",
            name,
            f"{one['seconds']:,.1f} s",
            f"{size / one['seconds']:,.0f}",
            _seconds(one.get("processor")),
            f"{one['memory']:.0f} MB",
        ]
        for size, each in of(sizes, "checking").items()
        for name, one in each.items()
    ]
    return [
        "## Rebuild and check",
        "",
        *prose(
            "`search_rebuild`, in a process of its own: how long it took, how many organisations that is in a second,"
            " for how long the process had a processor (Elasticsearch's own work comes on top), the most memory that it"
            " had, and the size of the index."
        ),
        *table("organisations | engine | rebuild | a second | processor | memory | index", rebuilt),
        *prose(
            "`search_check`, likewise. It compared every document with what the register makes of its organisation,"
            " and found no difference."
        ),
        *table("organisations | engine | check | a second | processor | memory", checked),
    ]


def following(sizes: Sizes) -> list[str]:
    """Follow rates, and how soon what is published is found."""
    rows = [
        [f"{size:,}", name, *(f"{one[way]:,.0f}" for way in ("each its own", "of few", "one by one"))]
        for size, each in of(sizes, "following").items()
        for name, one in each.items()
    ]
    found = [
        [
            f"{size:,}",
            name,
            f"{one['found']['p50']:.0f} ms",
            f"{one['found']['p95']:.0f} ms",
            f"{one['after publishing']['p50']:.0f} ms",
        ]
        for size, each in of(sizes, "finding").items()
        for name, one in each.items()
    ]
    return [
        "## Following",
        "",
        *prose(
            "Changes a second: 2,000 changes of as many organisations; 2,000 of 200 organisations; and 100 followed"
            " one by one, as the embedded index follows each commit."
        ),
        *table("organisations | engine | each of its own | of few | one by one", rows),
        *prose(
            "From the call of `publish()` to the first search that finds the new word, by a reader with the index open"
            " for itself. The embedded index has followed when `publish()` returns; Elasticsearch is followed by"
            " `search_follow --forever` in another process, which looks once a second."
        ),
        *table("organisations | engine | found p50 | p95 | p50 after publish() has returned", found),
    ]


def saving(sizes: Sizes) -> list[str]:
    """Saves with each engine, and with none."""
    rows = []
    for size, times in of(sizes, "saving").items():
        healthy, none = times.get("Elasticsearch, healthy"), times["no index"]
        rows += [
            [
                f"{size:,}",
                name,
                f"{one['p50']:.1f} ms",
                f"{one['p95']:.1f} ms",
                f"{one['p95'] / healthy['p95']:.2f}" if healthy and "Elastic" in name else "",
                f"{one['p50'] / none['p50']:.2f}",
            ]
            for name, one in times.items()
        ]
    return [
        "## Saving a profile",
        "",
        *prose(
            "500 saves each (200 with more than 20,000 organisations) in turns: a revision is saved and published. No"
            " save waits for Elasticsearch, whether it is there or not; the embedded index is followed before the save"
            " returns."
        ),
        *table("organisations | index | p50 | p95 | p95 against healthy | p50 against none", rows),
    ]


def growth(sizes: Sizes) -> list[str]:
    """How each figure grows from size to size."""
    if len(sizes) < 2:
        return []
    pairs = list(zip(sizes, list(sizes)[1:], strict=False))
    rows = []
    for what, read in GROWTH.items():
        grown = [(read(sizes[small]), read(sizes[large])) for small, large in pairs]
        if any(small and large for small, large in grown):
            rows.append([what, *(f"× {large / small:.1f}" if small and large else "" for small, large in grown)])
    return [
        "## Growth",
        "",
        *prose("By how much each figure of one size is larger than that of the size before."),
        *table("what | " + " | ".join(f"{small:,} → {large:,}" for small, large in pairs), rows),
    ]
