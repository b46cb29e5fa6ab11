import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.fold import LETTERS, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Québec", "quebec"),
        ("Que\u0301bec", "quebec"),
        ("ÆRØ Łódź Straße Œuvre", "aero lodz strasse oeuvre"),
        ("ﬁn ＡＢＣ x²", "fin abc x2"),
        ("İstanbul ISPARTA ırmak", "istanbul isparta irmak"),
        ("Việt Nam", "viet nam"),
        ("Αθήνα ΟΔΟΣ", "αθηνα οδοσ"),
        ("Молодёжь Мо́сква", "молодежь москва"),
        ("Йошкар-Ола Київ", "йошкар-ола київ"),
        ("المَدْرَسَةُ", "المدرسه"),
        ("مدرســـة", "مدرسه"),
        ("أحمد إيمان آمال ٱلله على", "احمد ايمان امال الله علي"),
        ("کتاب یک", "كتاب يك"),
        ("٤٢ ४२", "42 42"),
        ("שָׁלוֹם", "שלומ"),
        ("が ガ ｶﾞ", "が ガ ガ"),
        ("विज्ञान", "विज्ञान"),
        ("한국", "한국"),
        ("می\u200cخواهم soft\u00adhyphen \u202equebec", "ميخواهم softhyphen quebec"),
        ("O’Brien oʻzbek Qurʾan", "o'brien o'zbek qur'an"),
        ("", ""),
    ],
)
def test_a_text_is_folded_to_the_form_in_which_words_are_compared(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_every_character_folds_once_and_for_all():
    changing = [hex(code) for code in range(sys.maxunicode + 1) if fold(fold(chr(code))) != fold(chr(code))]

    assert changing == []


@given(st.text())
def test_case_makes_no_difference_to_latin_text(text):
    latin = "".join(letter for letter in text if letter.isascii())

    assert fold(latin.upper()) == fold(latin)


def test_no_letter_of_the_table_folds_to_another_letter_of_it():
    assert [letter for letter, folded in LETTERS.items() if fold(folded) != folded] == []
