"""Latitudes and longitudes fall where the shapes were drawn.

In: known places; out: places in the drawing.
Next: nothing, these are tests.
"""

import pytest

from cms.worldmap.projection import meridian, parallel, project


@pytest.mark.parametrize(
    ("latitude", "longitude", "x", "y"),
    [  # computed by d3-geo's geoEqualEarth with the same settings
        (36.8, 10.18, 1991.8, 434.3),
        (46.81, -71.2, 1227.6, 307.0),
        (43.24, 76.9, 2635.3, 351.0),
        (-33.4, -70.6, 1165.7, 1449.6),
        (65.0, -170.0, 3423.3, 113.6),
        (-18.0, 178.0, 3812.0, 1231.9),
    ],
)
def test_places_fall_where_the_shapes_were_drawn(latitude, longitude, x, y):
    assert project(latitude, longitude) == pytest.approx((x, y), abs=0.11)


def test_a_longitude_round_the_world_is_the_same_place():
    assert project(10, 190) == project(10, -170)


def test_a_meridian_runs_from_south_to_north():
    first, *_, last = (float(point.split(" ")[1]) for point in meridian(11)[1:].split("L"))
    assert first > last


def test_a_parallel_is_one_straight_line():
    (_, west), (_, east) = (point.split(" ") for point in parallel(45)[1:].split("L"))
    assert west == east
