from search import notices


def test_what_is_shown_of_a_value_is_short_and_on_one_line():
    notice = notices.unknown_value("kind", "a\r\n\0b\ud800" + "x" * 1000)

    assert notice.value == "a b " + "x" * 56 + "…"
    assert notice.sentence.isprintable()


def test_cleaning_leaves_words_alone():
    assert notices.clean(" Québec\t\u2029 北京 \u202e") == "Québec 北京 \u202e"
