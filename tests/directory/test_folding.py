from hypothesis import given
from hypothesis import strategies as st

from directory.folding import fold


def test_case_accents_and_needless_spaces_do_not_count():
    assert fold("  Société  ASTRONOMIQUE\tde Québec ") == fold("societe astronomique de quebec")


def test_width_and_composition_do_not_count():
    assert fold("ＭＩＬＳＥＴ") == fold("milset")
    assert fold("Ko\u0308ln") == fold("Köln")


def test_other_letters_and_other_syllables_do():
    assert fold("ハシ") != fold("バジ")
    assert fold("Club 1") != fold("Club 2")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
