"""The classes that a map's counts fall in.

In: a largest count; out: classes without gaps that end at it.
Next: nothing, these are tests.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.worldmap import ShadeClass, shade, shade_classes


def test_a_map_without_members_has_no_legend():
    assert shade_classes(0) == []


def test_one_member_everywhere_is_one_dark_class():
    assert shade_classes(1) == [ShadeClass(shade=5, low=1, high=1)]


def test_classes_grow_by_equal_factors():
    assert [(one.shade, one.label) for one in shade_classes(30)] == [
        (1, "1–2"),
        (2, "3–4"),
        (3, "5–8"),
        (4, "9–15"),
        (5, "16–30"),
    ]


@given(st.integers(min_value=1, max_value=1_000_000))
def test_classes_cover_every_count_once(maximum):
    classes = shade_classes(maximum)
    assert classes[0].low == 1
    assert classes[-1].high == maximum
    assert [one.low for one in classes[1:]] == [one.high + 1 for one in classes[:-1]]
    assert [one.shade for one in classes] == list(range(6 - len(classes), 6))


@pytest.mark.parametrize(
    ("count", "expected"), [(-1, 0), (0, 0), (1, 1), (2, 1), (3, 2), (8, 3), (9, 4), (16, 5), (30, 5), (31, 5)]
)
def test_a_count_has_the_shade_of_its_class(count, expected):
    assert shade(count, 30) == expected
