"""The world map: shapes drawn once, counts shaded, places projected.

In: counts, names and addresses by country code; out: plain dataclasses.
Next: templates/components/world_map.html and locator.html draw them.
"""

from cms.worldmap.locator import Locator, locator
from cms.worldmap.shades import ShadeClass, shade, shade_classes
from cms.worldmap.world import MapCountry, WorldMap, world_map

__all__ = [
    "Locator",
    "MapCountry",
    "ShadeClass",
    "WorldMap",
    "locator",
    "shade",
    "shade_classes",
    "world_map",
]
