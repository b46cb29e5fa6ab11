"""The small map of one place.

In: a latitude, a longitude, a country; out: a `Locator` or none.
Next: nothing, these are tests.
"""

import pytest

from cms.worldmap import locator


@pytest.mark.parametrize(("latitude", "longitude"), [(None, 10), (10, None), (91, 0), (0, 181)])
def test_a_place_that_is_not_known_has_no_map(latitude, longitude):
    assert locator(latitude, longitude, code="tn") is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (36.8, 10.2, "TN"),
        (-21.1, 55.5, "fr"),
        (1.35, 103.8, "sg"),
        (64.1, -21.9, "is"),
        (-33.9, 151.2, ""),
        (0, 180, "ki"),
    ],
)
def test_the_place_lies_inside_its_map(latitude, longitude, code):
    found = locator(latitude, longitude, code=code)
    left, top, width, height = map(float, found.view_box.split())
    assert left <= found.x <= left + width
    assert top <= found.y <= top + height


def test_only_what_is_near_is_drawn():
    near = {outline.code for outline in locator(36.8, 10.18, code="tn").outlines}
    assert {"tn", "dz", "it"} <= near
    assert "br" not in near


def test_a_country_drawn_as_a_point_has_no_outline_to_tint():
    assert locator(1.35, 103.8, code="SG").code == ""
