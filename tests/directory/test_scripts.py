import pytest

from directory.languages import SCRIPT_CHOICES
from directory.scripts import _BY_LETTER_NAME, script_of


@pytest.mark.parametrize(
    ("name", "language", "script"),
    [
        ("Étoile 2000", "fr", "Latn"),
        ("Дом учёных", "ru", "Cyrl"),
        ("جمعية العلوم", "ar", "Arab"),
        ("विज्ञान केंद्र", "hi", "Deva"),
        ("科学館", "zh", "Hani"),
        ("科学館", "ja", "Jpan"),
        ("でんしこうほう研究所", "", "Jpan"),
        ("과학관", "ko", "Kore"),
        ("ＭＩＬＳＥＴ", "", "Latn"),
    ],
)
def test_the_letters_tell_the_script(name, language, script):
    assert script_of(name, language) == script


@pytest.mark.parametrize("name", ["Клуб Alpha", "2024", "", "★", "𐍈"])
def test_nothing_is_said_where_letters_are_mixed_missing_or_unknown(name):
    assert script_of(name) == ""


def test_every_script_that_is_guessed_can_be_chosen_in_the_form():
    assert set(_BY_LETTER_NAME.values()) <= {code for code, _ in SCRIPT_CHOICES}
