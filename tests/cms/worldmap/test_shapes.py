"""The drawing of the world holds every country that can be a member's.

In: shapes.json; out: assertions about codes, points and the view box.
Next: nothing, these are tests.
"""

from django_countries.data import COUNTRIES

from cms.worldmap.shapes import shapes


def test_every_iso_code_and_kosovo_is_drawn_or_marked():
    assert set(shapes().outlines) == {code.lower() for code in COUNTRIES} | {"xk"}
    assert [code for code, one in shapes().outlines.items() if not one.d and one.point is None] == []


def test_every_point_lies_in_the_view():
    world = shapes()
    outside = [
        code
        for code, one in world.outlines.items()
        if one.point and not (0 <= one.point[0] <= world.width and 0 <= one.point[1] <= world.height)
    ]
    assert outside == []


def test_islands_too_small_to_see_have_a_point():
    assert [bool(shapes().outlines[code].point) for code in ("mt", "sg", "mv", "tv", "gi")] == [True] * 5


def test_large_countries_have_no_point():
    assert [shapes().outlines[code].point for code in ("br", "ru", "ca", "tn", "fr")] == [None] * 5


def test_a_country_overseas_is_its_own_and_not_its_states():
    france, guiana = shapes().outlines["fr"], shapes().outlines["gf"]
    assert guiana.box[2] < france.extent[0]
