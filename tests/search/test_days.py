import datetime

from hypothesis import given
from hypothesis import strategies as st

from search.days import FIRST_DAY, LAST_DAY, LEVELS, blocks_above, blocks_covering

days = st.dates(FIRST_DAY, LAST_DAY)
NEXT = datetime.timedelta(days=1)


def is_covered(day, blocks):
    return not set(blocks_above(day)).isdisjoint(blocks)


@given(days, st.none() | days, days)
def test_a_day_is_covered_where_it_lies_in_an_interval(first, last, day):
    assert is_covered(day, blocks_covering([(first, last)])) == (first <= day and (last is None or day <= last))


@given(st.lists(st.tuples(days, st.none() | days), max_size=5), days)
def test_any_number_of_intervals_is_covered_exactly(intervals, day):
    expected = any(first <= day and (last is None or day <= last) for first, last in intervals)

    assert is_covered(day, blocks_covering(intervals)) == expected


@given(days, days)
def test_an_interval_needs_at_most_two_blocks_a_level(first, last):
    assert len(blocks_covering([(first, last)])) <= 2 * LEVELS


def test_the_ends_are_included_and_the_days_beside_them_are_not():
    first, last = datetime.date(2026, 3, 1), datetime.date(2026, 12, 31)
    blocks = blocks_covering([(first, last)])

    assert [is_covered(day, blocks) for day in (first - NEXT, first, last, last + NEXT)] == [False, True, True, False]


def test_the_range_has_ends_that_stand_for_all_beyond_them():
    assert blocks_above(datetime.date(1900, 1, 1)) == blocks_above(FIRST_DAY)
    assert blocks_above(datetime.date(2400, 1, 1)) == blocks_above(LAST_DAY)
    assert blocks_covering([(datetime.date(1900, 1, 1), None)]) == (f"{LEVELS}:0",)
    assert blocks_covering([(datetime.date(1900, 1, 1), datetime.date(1950, 1, 1))]) == ()


def test_no_interval_and_an_inside_out_one_cover_nothing():
    assert blocks_covering([]) == blocks_covering([(datetime.date(2026, 1, 2), datetime.date(2026, 1, 1))]) == ()
