"""Equal Earth, the map's projection: a latitude and longitude to a place in the drawing.

In: degrees; out: x and y in the grid of the map's viewBox, or a whole meridian or parallel as a path.
Next: locator.py marks an organisation's place, world.py its dots.
"""

import math

from cms.worldmap.shapes import shapes

# Šavrič, Patterson and Jenny, "The Equal Earth map projection" (2018).
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = math.sqrt(3) / 2


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place lies in the drawing."""
    drawing = shapes().projection
    # Kept within ±180° of the central meridian, so that a place past the edge comes in on the other side.
    offset = (longitude - drawing["central_meridian"] + 180) % 360 - 180
    theta = math.asin(M * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = math.radians(offset) * math.cos(theta) / (M * slope)
    y = theta * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return (
        round(drawing["x"] + drawing["scale"] * x, 1),
        round(drawing["y"] - drawing["scale"] * y, 1),
    )


def meridian(longitude: float) -> str:
    """Give the path of a line of longitude, from south to north."""
    return _path([project(latitude, longitude) for latitude in range(-60, 86, 5)])


def parallel(latitude: float) -> str:
    """Give the path of a line of latitude: straight in this projection."""
    west, y = project(latitude, shapes().projection["central_meridian"] - 180)
    east, _ = project(latitude, shapes().projection["central_meridian"] + 179.999)
    return _path([(west, y), (east, y)])


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
