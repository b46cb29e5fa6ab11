"""The world map of one page: which countries are shaded, linked and selected, and what part is shown.

In: counts, labels, addresses and texts by country code; out: a `WorldMap`.
Next: templates/components/world_map.html draws it over the outlines of world_shapes.html.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from cms.worldmap.projection import project
from cms.worldmap.shades import ShadeClass, shade, shade_classes
from cms.worldmap.shapes import Box, Outline, Shapes, shapes

T = TypeVar("T")

NARROWEST = 800  # of the drawing's 4000 units: closer than this the outlines show that they are simplified
MARGIN = 0.08  # of the box, kept free around what the map zooms to
FOCUS_RATIO = 3 / 2  # of a map that stands beside text
UNCOUNTED = 2  # the shade of every country where none is counted
DOT = 0.0042  # radius of a point, as a share of the width shown


@dataclass(frozen=True, slots=True)
class MapCountry:
    """A country that can be seen or chosen; without an href it is only shaded. `count` is None where nobody counted."""

    code: str
    label: str
    text: str
    count: int | None
    shade: int
    href: str
    selected: bool
    drawn: bool
    point: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class WorldMap:
    """All that the template needs; coordinates are in the grid of the view box."""

    view_box: str
    zoomed: bool
    dot: float
    halo: float
    countries: list[MapCountry]
    legend: list[ShadeClass]
    places: list[tuple[float, float]]
    shapes: Shapes

    @property
    def uncounted_shade(self) -> int:
        """The one shade of countries that nobody counted; 0 where they are counted."""
        return UNCOUNTED if any(country.count is None for country in self.countries) else 0

    @property
    def has_choice(self) -> bool:
        """Whether some countries are chosen, so that the others step back."""
        return any(country.selected for country in self.countries)


def world_map(
    counts: Mapping[str, int | None],
    *,
    labels: Mapping[str, str],
    hrefs: Mapping[str, str],
    selected: Collection[str] = (),
    focus: Collection[str] = (),
    texts: Mapping[str, str] | None = None,
    places: Iterable[tuple[float, float]] = (),
) -> WorldMap:
    """Build the map; codes may be in either case, unknown ones are left out.

    `focus` are the codes to zoom to (none: the world), `texts` the accessible names ("Tunisia: 12
    organisations"), `places` latitudes and longitudes to mark with a dot.
    """
    numbers, names, addresses, spoken = _lower(counts), _lower(labels), _lower(hrefs), _lower(texts or {})
    chosen = {code.lower() for code in selected}
    maximum = max((count for count in numbers.values() if count is not None), default=0)
    world = shapes()
    countries = [
        MapCountry(
            code=code,
            label=names.get(code, code.upper()),
            text=spoken.get(code) or f"{names.get(code, code.upper())}: {numbers.get(code, 0)}",
            count=numbers.get(code, 0),
            shade=_shade_of(numbers.get(code, 0), maximum),
            href=addresses.get(code, ""),
            selected=code in chosen,
            drawn=bool(world.outlines[code].d),
            point=world.outlines[code].point,
        )
        for code in {*numbers, *chosen}
        if code in world.outlines and (numbers.get(code, 0) != 0 or code in chosen)
    ]
    # The keyboard goes through them by name; what is chosen is drawn last, so that its edge is whole.
    countries.sort(key=lambda country: (country.selected, country.label))
    box = view_of([world.outlines[code.lower()] for code in focus if code.lower() in world.outlines], ratio=FOCUS_RATIO)
    width = box[2]
    # A map that stands beside text is half as wide on the screen: its points need more of it.
    dot = DOT if width == world.width else DOT * 1.5
    return WorldMap(
        view_box=" ".join(f"{number:g}" for number in box),
        zoomed=width < world.width,
        dot=round(width * dot, 1),
        halo=round(width * dot * 2.6, 1),
        countries=countries,
        legend=shade_classes(maximum),
        places=[project(latitude, longitude) for latitude, longitude in places],
        shapes=world,
    )


def view_of(outlines: Collection[Outline], *, narrowest: float = NARROWEST, ratio: float | None = None) -> Box:
    """Choose the part of the drawing to show, as x, y, width, height."""
    world = shapes()
    if not outlines:
        return (0, 0, world.width, world.height)
    ratio = ratio or world.width / world.height
    west = min(outline.box[0] for outline in outlines)
    north = min(outline.box[1] for outline in outlines)
    east = max(outline.box[2] for outline in outlines)
    south = max(outline.box[3] for outline in outlines)
    tall = (south - north) * (1 + 2 * MARGIN)
    width = max((east - west) * (1 + 2 * MARGIN), tall * ratio, narrowest)
    width = min(width, world.width, world.height * ratio)
    height = width / ratio
    x = min(max((west + east - width) / 2, 0), world.width - width)
    y = min(max((north + south - height) / 2, 0), world.height - height)
    return (round(x), round(y), round(width), round(height))


def _shade_of(count: int | None, maximum: int) -> int:
    return UNCOUNTED if count is None else shade(count, maximum)


def _lower(mapping: Mapping[str, T]) -> dict[str, T]:
    return {code.lower(): value for code, value in mapping.items()}
