"""Distances on the globe.
In: points in degrees. Out: kilometres along the great circle, and boxes that surely hold a circle.
Next: engines without geography of their own filter and sort with it; cards show it.
"""

import math
from dataclasses import dataclass

EARTH_RADIUS_KM = 6371.0087714
_MARGIN = 1e-6  # degrees by which a box is drawn wider than the circle, for rounding


@dataclass(frozen=True, slots=True)
class Point:
    """A place: degrees north, degrees east."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of latitudes and one of longitudes, west to east, neither crossing the antimeridian."""

    south: float
    north: float
    west: float
    east: float


def kilometres(one: Point, other: Point) -> float:
    """Return the distance between two points by the haversine formula."""
    south, north = math.radians(one.latitude), math.radians(other.latitude)
    half_lat = (north - south) / 2
    half_lng = math.radians(other.longitude - one.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(south) * math.cos(north) * math.sin(half_lng) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def boxes_around(centre: Point, radius_km: float) -> tuple[Box, ...]:
    """Return the boxes that hold every point within the radius: two where the circle crosses the antimeridian."""
    angle = math.degrees(radius_km / EARTH_RADIUS_KM) + _MARGIN
    south, north = centre.latitude - angle, centre.latitude + angle
    if south <= -90 or north >= 90:  # noqa: PLR2004
        return (Box(max(south, -90), min(north, 90), -180, 180),)  # a pole lies inside: every longitude may be
    widest = math.sin(math.radians(angle)) / math.cos(math.radians(centre.latitude))
    half = math.degrees(math.asin(min(1.0, widest))) + _MARGIN
    west, east = centre.longitude - half, centre.longitude + half
    if west < -180:  # noqa: PLR2004
        return Box(south, north, west + 360, 180), Box(south, north, -180, east)
    if east > 180:  # noqa: PLR2004
        return Box(south, north, west, 180), Box(south, north, -180, east - 360)
    return (Box(south, north, west, east),)
