"""What a spreadsheet would run stays text."""

import datetime

import pytest

from directory.admin.export import plain


@pytest.mark.parametrize(
    "cell", ["=1+1", "+216 71", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "=HYPERLINK(0)"]
)
def test_text_that_looks_like_a_formula_is_made_text(cell):
    assert plain(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Club = fun", "a+b", "", "Élan", "جمعية", "3-2"])
def test_other_text_stays_as_it_is(cell):
    assert plain(cell) == cell


@pytest.mark.parametrize("cell", [-2.5, 7, True, datetime.date(2026, 1, 1)])
def test_numbers_and_days_stay_what_they_are(cell):
    assert plain(cell) is cell


def test_nothing_is_an_empty_cell():
    assert plain(None) == ""


def test_characters_that_a_workbook_cannot_hold_are_left_out():
    assert plain("a\x00b\x1fc\nd") == "abc\nd"
