"""What a page's map shows: who is shaded, linked, chosen, and what part of the world.

In: counts by country; out: a `WorldMap`.
Next: nothing, these are tests.
"""

from cms.worldmap import world_map
from cms.worldmap.shapes import shapes

LABELS = {"tn": "Tunisia", "FR": "France", "mt": "Malta", "dz": "Algeria"}


def drawn(**settings):
    defaults = {"labels": LABELS, "hrefs": {"TN": "/tn/", "fr": "/fr/", "mt": "/mt/"}}
    return world_map({"TN": 4, "fr": 30, "mt": 1, "dz": 0}, **(defaults | settings))


def test_only_countries_with_members_are_shown():
    assert [country.label for country in drawn().countries] == ["France", "Malta", "Tunisia"]


def test_codes_may_be_in_either_case():
    tunisia = drawn().countries[-1]
    assert (tunisia.code, tunisia.count, tunisia.href, tunisia.shade) == ("tn", 4, "/tn/", 2)


def test_a_chosen_country_without_members_is_kept_and_drawn_last():
    last = drawn(selected=["DZ"]).countries[-1]
    assert (last.label, last.count, last.shade, last.selected, last.href) == ("Algeria", 0, 0, True, "")


def test_the_accessible_name_is_the_one_given_else_name_and_number():
    texts = [country.text for country in drawn(texts={"FR": "France: 30 organisations"}).countries]
    assert texts == ["France: 30 organisations", "Malta: 1", "Tunisia: 4"]


def test_an_island_has_a_point_to_click():
    assert drawn().countries[1].point == shapes().outlines["mt"].point


def test_an_unknown_code_is_left_out():
    assert world_map({"zz": 3}, labels={}, hrefs={}).countries == []


def test_without_a_focus_the_world_is_shown():
    assert (drawn().view_box, drawn().zoomed) == (f"0 0 {shapes().width} {shapes().height}", False)


def test_a_focus_shows_its_countries_and_stays_inside_the_drawing():
    for code, outline in shapes().outlines.items():
        x, y, width, height = map(float, drawn(focus=[code]).view_box.split())
        assert x >= 0
        assert y >= 0
        assert x + width <= shapes().width + 1
        assert y + height <= shapes().height + 1
        middle = (outline.box[0] + outline.box[2]) / 2
        assert x <= middle <= x + width


def test_a_closer_map_has_smaller_points():
    assert drawn(focus=["tn"]).dot < drawn().dot


def test_places_are_marked_where_they_are():
    assert drawn(places=[(36.8, 10.18)]).places == [(1991.8, 434.3)]


def test_a_map_knows_whether_something_is_chosen():
    assert [drawn().has_choice, drawn(selected=["tn"]).has_choice] == [False, True]
