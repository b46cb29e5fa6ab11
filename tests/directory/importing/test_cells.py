import datetime

import pytest

from directory.importing import cells
from directory.importing.cells import BadCell

names = cells.names_with_language(500)
THIS_YEAR = datetime.datetime.now(tz=datetime.UTC).year


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")'])
def test_a_formula_is_text_like_any_other(cell):
    assert cells.plain(cell) == cell


def test_space_around_and_inside_a_cell_is_put_in_order():
    assert cells.plain("\t=1+1\r\n  x ") == "=1+1 x"


def test_letters_are_composed():
    assert cells.plain("Ko\u0308ln") == "Köln"


def test_a_text_too_long_says_how_long_it_is():
    with pytest.raises(BadCell, match="has 256 characters, 255 are allowed"):
        cells.text(255)("x" * 256)
    assert cells.text(255)("x" * 255) == "x" * 255


def test_lists_drop_repetitions_and_empty_parts():
    assert cells.texts(80)("ESI| MILSET ||ESI") == ("ESI", "MILSET")


@pytest.mark.parametrize(("cell", "degrees"), [("48.85", 48.85), ("-90", -90.0), ("+7", 7.0)])
def test_coordinates_are_degrees(cell, degrees):
    assert cells.coordinate(90)(cell) == degrees


@pytest.mark.parametrize("cell", ["90.1", "-90.0001", "nan", "inf", "48,85", "1e1", "1_0", "north", "٤"])
def test_what_is_no_latitude_is_refused(cell):
    with pytest.raises(BadCell):
        cells.coordinate(90)(cell)


@pytest.mark.parametrize("cell", ["500", "970", "1998", str(THIS_YEAR)])
def test_years_run_from_the_oldest_institutions_to_now(cell):
    assert cells.year(cell) == int(cell)


@pytest.mark.parametrize("cell", ["499", str(THIS_YEAR + 1), "1998.0", "-5", "MCMXCVIII", "9" * 5000])
def test_what_is_no_year_is_refused(cell):
    with pytest.raises(BadCell, match=f"is not a year between 500 and {THIS_YEAR}"):
        cells.year(cell)


def test_ages_run_from_0_to_120():
    assert (cells.age("0"), cells.age("120")) == (0, 120)
    with pytest.raises(BadCell, match='"121" is not an age between 0 and 120'):
        cells.age("121")


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("https://aiia.gov.in", "https://aiia.gov.in"),
        ("http://example.org/a?b=c", "http://example.org/a?b=c"),
        ("www.example.org", "https://www.example.org"),
        ("example.org/club", "https://example.org/club"),
    ],
)
def test_a_bare_domain_is_taken_for_https(cell, address):
    assert cells.web_address(cell) == address


@pytest.mark.parametrize(
    "cell",
    ["ftp://example.org", "javascript:alert(1)", "mailto:a@example.org", "data:text/html,x", "a@example.org", "n/a"],
)
def test_an_address_is_http_or_https_and_nothing_else(cell):
    with pytest.raises(BadCell, match="is not an address that begins with http:// or https://"):
        cells.web_address(cell)


def test_email_and_phone_are_checked():
    assert cells.email("office@example.org") == "office@example.org"
    assert cells.phone("+216 71 000-000") == "+216 71 000-000"
    with pytest.raises(BadCell, match='"office" is not an e-mail address'):
        cells.email("office")
    with pytest.raises(BadCell, match='"call us" is not a phone number'):
        cells.phone("call us")


def test_languages_are_codes_each_once_in_lower_case():
    assert cells.languages("fr|AR|fr") == ("fr", "ar")
    with pytest.raises(BadCell, match='"french" is not a language\'s ISO 639 code'):
        cells.languages("fr|french")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("fr:Étoile|ar:نجمة", (("fr", "Étoile"), ("ar", "نجمة"))),
        ("fr: Étoile", (("fr", "Étoile"),)),
        ("FR:Étoile", (("fr", "Étoile"),)),
        (":Stella", (("", "Stella"),)),
        ("Stella", (("", "Stella"),)),
        ("fr:Étoile|fr:Étoile|fr:", (("fr", "Étoile"),)),
        ("fr:Ciel: les étoiles", (("fr", "Ciel: les étoiles"),)),
        ("CERN: the laboratory", (("", "CERN: the laboratory"),)),
        ("IT: a story", (("", "IT: a story"),)),
        ("QQ:Zentrum", (("", "QQ:Zentrum"),)),
        (":fr:Étoile", (("", "fr:Étoile"),)),
        ("Ciel:étoiles", (("", "Ciel:étoiles"),)),
    ],
)
def test_a_name_has_the_language_before_its_colon_where_that_is_one(cell, expected):
    assert names(cell) == expected


def test_a_mistyped_language_does_not_end_up_in_a_name():
    with pytest.raises(BadCell, match=r'"qq" is not a language.* put a colon before it: ":qq:Étoile"'):
        names("qq:Étoile")


def test_a_report_shows_what_cannot_be_seen():
    assert cells.shown("a\x00b\u202ec") == '"a\\x00b\\u202ec"'
    assert cells.shown("x" * 61) == f'"{"x" * 60}…"'
