from concurrent.futures import ThreadPoolExecutor

from search.fold import fold
from search.languages import FUNCTION_WORDS, SAME_AS, STEMMED, UNKNOWN, languages_of, stems


def test_a_text_is_stemmed_in_its_language_or_where_it_says_none_in_a_few():
    assert languages_of("fr") == languages_of("fr-CA") == languages_of("FR") == ("fr",)
    assert languages_of("no") == languages_of("nn") == ("nb",)
    assert languages_of("") == UNKNOWN
    assert languages_of("zh") == ()


def test_forms_of_a_word_share_a_stem():
    assert stems("scientifiques", ["fr"]) == stems("scientifique", ["fr"]) == ("fr:scientif",)
    assert stems("молодежный", ["ru"]) == stems("молодежного", ["ru"])
    assert stems("المدرسه", ["ar"]) == stems("مدرسه", ["ar"])


def test_short_words_numbers_and_other_scripts_have_no_stems():
    assert (stems("ab"), stems("1987"), stems("h2o"), stems("日本")) == ((), (), (), ())
    assert stems("наука", ["en", "fr"]) == ()


def test_words_that_decide_nothing_are_written_as_words_are_compared():
    assert [word for word in FUNCTION_WORDS if fold(word) != word] == []


def test_the_tables_name_languages_that_are_stemmed():
    assert {*UNKNOWN, *SAME_AS.values()} <= set(STEMMED)


def test_threads_stem_alike():
    words = [f"science{letter}s" for letter in "abcdefghijklmnopqrstuvwxyz"] * 20
    expected = list(map(stems, words))
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(stems, words)) == expected
