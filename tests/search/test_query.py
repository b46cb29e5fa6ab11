import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from search.engines.contract import Sort
from search.geo import Point
from search.query import CHOSEN, SINGLE, TEXT_LENGTH, Query
from tests.search.registers import CHOICES, LABELS


def read(address):
    return Query.from_params(QueryDict(address), CHOICES)


def sentences(address):
    return [(notice.parameter, notice.sentence, notice.is_error) for notice in read(address)[1]]


def test_an_address_is_read():
    query, notices = read(
        "q=Qu%C3%A9bec+club&region=africa&country=fr&country=tn&kind=club&near=46.8,-71.2&within=50&sort=distance"
        "&page=3&page_size=50"
    )

    assert notices == []
    assert query == Query(
        text="Québec club",
        chosen={"region": ("africa",), "country": ("fr", "tn"), "kind": ("club",)},
        near=Point(46.8, -71.2),
        within=50,
        sort=Sort.DISTANCE,
        page=3,
        page_size=50,
    )


def test_an_empty_address_asks_for_everything():
    assert read("") == read("q=&region=&page=&near=&country=+") == (Query(), [])
    assert Query().params() == {}


def test_an_address_is_put_in_order():
    query, _notices = read("page=2&kind=museum&kind=club&kind=museum&q=+a++b+&country=TN&page_size=20")

    assert query.params() == {"q": ["a b"], "country": ["tn"], "kind": ["club", "museum"], "page": ["2"]}


@pytest.mark.parametrize(
    ("address", "parameter", "sentence"),
    [
        ("colour=red", "colour", "There is no “colour” to search by."),
        ("country=atlantis", "country", "“atlantis” is not a country we know."),
        ("kind=club&kind=%00%0d%0acl%00ub", "kind", "“cl ub” is not a kind we know."),
        ("sort=prettiest", "sort", "“prettiest” is not a sort we know."),
        ("sort=distance", "sort", "“sort” takes “distance” together with “near” only, not “distance”."),
        ("page=0", "page", "“page” takes a whole number from 1 to 10000, not “0”."),
        ("page=two", "page", "“page” takes a whole number from 1 to 10000, not “two”."),
        ("page_size=101", "page_size", "“page_size” takes a whole number from 1 to 100, not “101”."),
        ("page=501", "page",
         "Page 501 is past the first 10000 organisations, where pages end. More filters show the rest."),
        ("near=91,0", "near",
         "“near” takes a latitude and a longitude in degrees, such as 46.8,-71.2, not “91,0”."),
        ("near=nan,inf", "near",
         "“near” takes a latitude and a longitude in degrees, such as 46.8,-71.2, not “nan,inf”."),
        ("within=5", "within", "“within” takes a distance in kilometres, together with “near”, not “5”."),
        ("near=1,1&within=-5", "within",
         "“within” takes a distance in kilometres, together with “near”, not “-5”."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_left_out_and_said(address, parameter, sentence):
    assert sentences(address) == [(parameter, sentence, True)]
    kept = {"kind": ("club",)} if "kind=club" in address else {}
    query = read(address)[0]
    assert (query.chosen, query.page, query.page_size, query.within, query.sort) == (kept, 1, 20, None, None)


def test_a_text_without_words_is_left_out_and_said():
    query, (notice,) = read("q=(((%22*")

    assert query == Query()
    assert (notice.sentence, notice.is_error) == (
        'There is no letter or number in “((("*” to search for.',
        False,
    )


def test_a_long_text_is_cut_and_said():
    query, notices = read("q=" + "x" * 10_000)

    assert query.text == "x" * TEXT_LENGTH
    assert [(notice.is_error, notice.sentence) for notice in notices] == [
        (False, "That was a long text: its first 200 characters were searched for.")
    ]


def test_many_words_are_said():
    assert sentences("q=" + "+".join(f"w{number}" for number in range(17))) == [
        ("q", "Those were many words: the first 16 were searched for.", False)
    ]


def test_control_characters_and_half_characters_are_taken_out_of_text():
    query, notices = Query.from_params({"q": ["a\0b\ud800c\r\nd\u2028e"]}, CHOICES)

    assert (query.text, notices) == ("a b c d e", [])


def test_the_last_of_several_texts_counts():
    assert read("q=one&q=two")[0].text == "two"


def test_the_order_follows_the_question_unless_it_is_asked_for():
    orders = {
        address: read(address)[0].order
        for address in ("", "q=a", "near=1,1", "q=a&near=1,1", "sort=relevance", "q=a&sort=name", "sort=newest")
    }

    assert list(orders.values()) == [
        Sort.NAME,
        Sort.RELEVANCE,
        Sort.DISTANCE,
        Sort.RELEVANCE,
        Sort.NAME,
        Sort.NAME,
        Sort.NEWEST,
    ]


def test_a_value_is_toggled_on_the_first_page():
    query = Query(text="a", chosen={"kind": ("club",)}, page=4)

    assert query.toggled("kind", "museum").params() == {"q": ["a"], "kind": ["club", "museum"]}
    assert query.toggled("kind", "club").params() == {"q": ["a"]}
    assert query.toggled("region", "africa").toggled("region", "africa") == query.on_page(1)
    assert query.cleared().params() == {"q": ["a"]}


def test_a_query_knows_whether_it_leaves_anything_out():
    assert [read(address)[0].is_narrowed for address in ("", "q=a", "kind=club", "near=1,1", "sort=name")] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_notices_are_translated():
    with override("fr"):
        assert len(sentences("colour=red")) == 1


values = st.text(max_size=30) | st.sampled_from(
    [value for labels in LABELS.values() for value in labels]
    + ["1", "2", "100", "9e99", "-1", "46.8,-71.2", "0,0", "90,180", "name", "distance", "12.5", "200000"]
)
addresses = st.dictionaries(
    st.sampled_from([*CHOSEN, *SINGLE]) | st.text(max_size=10), st.lists(values, max_size=3), max_size=8
)


@given(addresses)
def test_any_address_is_read_and_what_was_read_is_an_address_that_asks_the_same(address):
    query, notices = Query.from_params(address, CHOICES)

    again, none = Query.from_params(query.params(), CHOICES)
    assert (again, none) == (query, [])
    for notice in notices:
        assert notice.sentence.encode("utf-8")
        assert len(notice.sentence) < 300
