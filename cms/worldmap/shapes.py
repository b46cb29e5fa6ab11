"""The outlines of the world's countries, as tools/make_world_shapes.mjs drew them.

In: shapes.json beside this file, read once; out: an `Outline` for every ISO 3166 code and XK.
Next: world.py and locator.py choose what part of it a page shows.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """One country: its path, the box to zoom to, all that it covers, a point if it is too small to see."""

    code: str
    d: str
    box: Box
    extent: Box
    point: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Shapes:
    """The whole drawing, in the grid of its viewBox."""

    width: int
    height: int
    graticule: str
    neutral: str
    projection: dict[str, float]
    outlines: dict[str, Outline]

    @property
    def drawn(self) -> list[Outline]:
        """The outlines that have a path."""
        return [outline for outline in self.outlines.values() if outline.d]


@cache
def shapes() -> Shapes:
    """Read the drawing; it never changes while the site runs."""
    raw = orjson.loads((Path(__file__).parent / "shapes.json").read_bytes())
    return Shapes(
        width=raw["width"],
        height=raw["height"],
        graticule=raw["graticule"],
        neutral=raw["neutral"],
        projection={name: raw["projection"][name] for name in ("central_meridian", "scale", "x", "y")},
        outlines={code.lower(): _outline(code.lower(), entry) for code, entry in raw["countries"].items()},
    )


def _outline(code: str, entry: dict) -> Outline:
    point = tuple(entry["point"]) if "point" in entry else None
    if "box" in entry:
        box = tuple(entry["box"])
    else:
        x, y = entry["point"]
        box = (x - 10, y - 10, x + 10, y + 10)
    return Outline(code=code, d=entry.get("d", ""), box=box, extent=tuple(entry.get("extent", box)), point=point)
