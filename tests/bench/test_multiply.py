import pytest

from bench.multiply import step


def test_a_step_has_four_characters_of_a_pages_path():
    assert [step(number) for number in (0, 35, 36, 36**4 - 1)] == ["0000", "000Z", "0010", "ZZZZ"]


def test_more_pages_than_a_path_can_count_are_refused():
    with pytest.raises(ValueError, match="more organisations below one office"):
        step(36**4)
