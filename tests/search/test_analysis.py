import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import (
    TERMS,
    WORD_LENGTH,
    Term,
    acronym,
    deciding_words,
    latin,
    phrase,
    spoken,
    terms,
    typos,
    words,
)
from search.languages import STEMMED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Science  Club, Québec!", ["science", "club", "quebec"]),
        ("l'Oréal d’Ivoire qu`il", ["oreal", "ivoire", "il"]),
        ("O'Brien Qurʾan Rock'n'Roll children's", ["obrien", "quran", "rocknroll", "childrens"]),
        ("'quoted' l' 'tis", ["quoted", "l", "tis"]),
        ("U.N.E.S.C.O. the U.N. a.b", ["unesco", "the", "un", "a", "b"]),
        ("Expo-Sciences", ["expo", "sciences"]),
        ("北京大学", ["北京", "京大", "大学"]),
        ("大", ["大"]),
        ("NHK放送2", ["nhk", "放送", "2"]),
        ("でんしガード", ["でん", "んし", "しガ", "ガー", "ード"]),
        ("ที่นี่", ["ที่นี่"]),
        ("서울 과학", ["서울", "과학"]),
        ("विज्ञान क्लब", ["विज्ञान", "क्लब"]),
        ("status:active -club cl*b (((", ["status", "active", "club", "cl", "b"]),
        ('\u0301 \0 \ud800 😀 " * ~', []),
        ("x" * 100, ["x" * WORD_LENGTH]),
    ],
)
def test_a_text_is_cut_into_words(text, expected):
    assert words(text) == expected


def test_a_document_says_more_spellings_than_a_question_needs():
    assert set(spoken("Expo-Sciences Москва").words) == {"expo", "sciences", "exposciences", "москва", "moskva"}
    assert set(spoken("北京大学").words) >= {"北京", "大学", "大", "北京大学", "beijing", "daxue", "beijingdaxue"}


def test_a_document_says_the_stems_of_its_language_alone():
    assert spoken("sciences", "fr").stems == {"fr:scienc"}
    assert spoken("Наука", "ru").stems == {"ru:наук"}
    assert spoken("sciences", "zu").stems == set()
    assert spoken("sciences").stems == {"en:scienc", "fr:scienc", "es:scienc"}


def test_a_question_stems_its_words_in_every_language_of_their_script():
    (term,) = terms("Sciences")

    assert {stem.partition(":")[0] for stem in term.stems} == set(STEMMED) - {"ru", "ar"}
    assert terms("науки") == (Term(spellings=(("науки", 1), ("nauki", 1)), stems=("ru:наук",)),)


def test_a_question_asks_for_each_word_once():
    assert [term.spellings for term in terms("Québec quebec QUÉBEC")] == [(("quebec", 2),)]


def test_words_that_decide_nothing_are_asked_for_only_when_there_are_no_others():
    assert deciding_words("museum of the sciences") == ["museum", "sciences"]
    assert deciding_words("cote d ivoire") == ["cote", "ivoire"]
    assert deciding_words("of the") == ["of", "the"]


def test_a_question_asks_for_so_many_words_and_no_more():
    assert len(terms(" ".join(f"word{number}" for number in range(100)))) == TERMS


@pytest.mark.parametrize(
    ("word", "expected"),
    [("ab", 0), ("abc", 1), ("abcde", 1), ("abcdef", 2), ("москва", 2), ("1987", 0), ("h2olab", 0), ("ガーデン", 0)],
)
def test_long_words_may_have_more_typos_than_short_ones(word, expected):
    assert typos(word) == expected


def test_a_word_has_a_spelling_in_latin_letters():
    assert [latin(word) for word in ("москва", "αθηνα", "quebec", "日本", "\u0e2f")] == [
        "moskva",
        "athina",
        "quebec",
        "riben",
        "",
    ]


def test_a_pair_of_characters_in_latin_letters_has_no_typos():
    assert [term.spellings for term in terms("北京")] == [(("北京", 0), ("beijing", 0))]


def test_a_phrase_is_one_key_for_a_whole_name():
    assert phrase("  L’Étoile   de  Québec! ") == phrase("l'etoile de quebec") == "etoile de quebec"
    assert phrase("★") == ""


def test_an_acronym_is_one_word_whatever_stands_between_its_letters():
    assert {acronym(text) for text in ("MILSET", "M.I.L.S.E.T.", "M I L S E T", "milset")} == {"milset"}


@given(st.text())
def test_words_are_never_empty_nor_longer_than_the_limit_and_hold_no_space(text):
    for word in [*words(text), *spoken(text).words]:
        assert word == word.strip() != ""
        assert " " not in word
        assert word.encode("utf-8")


@given(st.text())
def test_a_document_says_every_word_that_a_question_for_it_asks(text):
    said = set(spoken(text).words)

    assert [term for term in terms(text) if term.spellings[0].word not in said] == []


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_a_phrase_of_a_phrase_is_itself(text):
    assert phrase(phrase(text).replace(".", " ")) == phrase(text)
