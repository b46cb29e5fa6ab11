"""Where one organisation is: a piece of the map with the meridian and the parallel of its place.

In: a latitude, a longitude and a country's code; out: a `Locator`, or none when the place is unknown.
Next: templates/components/locator.html draws it on the organisation's page.
"""

from dataclasses import dataclass

from cms.worldmap.projection import meridian, parallel, project
from cms.worldmap.shapes import Outline, Shapes, shapes
from cms.worldmap.world import DOT, view_of

RATIO = 4 / 3
NARROWEST = 560
HALF_BOX = 280  # around a place whose country has no outline


@dataclass(frozen=True, slots=True)
class Locator:
    """A small map: its window, the country to tint, the place and the two lines that cross there."""

    view_box: str
    code: str
    x: float
    y: float
    dot: float
    meridian: str
    parallel: str
    shapes: Shapes
    outlines: list[Outline]

    @property
    def ring(self) -> float:
        """Radius of the ring around the place."""
        return round(self.dot * 2.6, 1)


def locator(latitude: float | None, longitude: float | None, *, code: str = "") -> Locator | None:
    """Build the small map; None when the place is not known or not on the earth."""
    if latitude is None or longitude is None:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - degrees of the earth
        return None
    world = shapes()
    x, y = project(latitude, longitude)
    outline = world.outlines.get(code.lower())
    left, top, width, height = view_of([outline] if outline else [], narrowest=NARROWEST, ratio=RATIO)
    inside = left <= x <= left + width and top <= y <= top + height
    if not outline or not inside:
        # An island far from its country's largest piece, or no country at all: show where the place is.
        width, height = 2 * HALF_BOX, 2 * HALF_BOX / RATIO
        left = min(max(x - width / 2, 0), world.width - width)
        top = min(max(y - height / 2, 0), world.height - height)
    return Locator(
        view_box=f"{left:g} {top:g} {width:g} {height:g}",
        code=code.lower() if outline and outline.d else "",
        x=x,
        y=y,
        dot=round(width * DOT * 2.2, 1),
        meridian=meridian(longitude),
        parallel=parallel(latitude),
        shapes=world,
        outlines=[one for one in world.drawn if _touches(one, left, top, left + width, top + height)],
    )


def _touches(outline: Outline, west: float, north: float, east: float, south: float) -> bool:
    left, top, right, bottom = outline.extent
    return left <= east and right >= west and top <= south and bottom >= north
