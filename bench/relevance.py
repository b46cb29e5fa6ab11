"""Looking for one organisation: at which place stands the one that was meant.
In: the register of real records. Out: for each engine, and each way to type a name, the places on the first page.
Next: report.py says how often it is the first.
"""

from pathlib import Path
from typing import Any

from bench.questions import known_items
from bench.register import engines
from search.choices import read_choices
from search.find import find
from search.query import Query
from search.rebuild import rebuild


def run(folder: Path) -> dict[str, Any]:
    """Return the place of each that was looked for, None where it is not on the first page."""
    choices, known = read_choices("en"), known_items()
    places: dict[str, Any] = {}
    for name, engine in engines(folder).items():
        rebuild(engine)
        places[name] = {}
        for how, items in known.items():
            found = [find(Query(text=item.text), choices=choices, engine=engine).ids for item in items]
            places[name][how] = [
                ids.index(item.pk) + 1 if item.pk in ids else None for item, ids in zip(items, found, strict=True)
            ]
        engine.drop()
        engine.close()
    return places
