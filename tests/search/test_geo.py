import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.geo import Point, boxes_around, kilometres

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_known_distances():
    paris, tunis = Point(48.8566, 2.3522), Point(36.8065, 10.1815)

    assert kilometres(paris, tunis) == pytest.approx(1482, abs=1)
    assert kilometres(Point(0, 0), Point(0, 180)) == pytest.approx(20015.1, abs=0.1)
    assert kilometres(paris, paris) == 0
    assert kilometres(Point(-17.8, 179.9), Point(-17.8, -179.9)) == pytest.approx(21.2, abs=0.1)


@given(points, points, st.floats(0.001, 20_040))
def test_a_point_within_the_distance_lies_in_a_box(centre, point, radius):
    inside = any(
        box.south <= point.latitude <= box.north and box.west <= point.longitude <= box.east
        for box in boxes_around(centre, radius)
    )

    assert inside or kilometres(centre, point) > radius


@given(points, st.floats(0.001, 20_040))
def test_no_box_crosses_the_antimeridian_or_a_pole(centre, radius):
    for box in boxes_around(centre, radius):
        assert -90 <= box.south <= box.north <= 90
        assert -180 <= box.west <= box.east <= 180


def test_a_small_circle_has_a_small_box():
    (box,) = boxes_around(Point(48.86, 2.35), 10)

    assert (box.north - box.south, box.east - box.west) == pytest.approx((0.18, 0.27), abs=0.01)
