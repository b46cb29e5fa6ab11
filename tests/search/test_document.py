import datetime

from search.days import blocks_covering
from search.document import Document, Profile, document_of
from search.geo import Point
from tests.search.registers import ALWAYS


def test_a_profile_becomes_a_document():
    profile = Profile(
        id=7,
        name="Étoile",
        listed=ALWAYS,
        other_names=(("Звезда", "ru"), ("Etoile", "fr")),
        acronyms=("É.T.",),
        place=(("Tunis", ""), ("Tunisie", "fr")),
        topics=(("Clubs", "en"),),
        texts=(("Stars", "en"), ("", "fr")),
        values={"country": ("tn",), "field": ("astronomy", "biology", "astronomy")},
        latitude=36.8,
        longitude=10.2,
    )

    assert document_of(profile) == Document(
        id=7,
        listed=blocks_covering(ALWAYS),
        words=frozenset({"etoile", "звезда", "zvezda", "et", "tunis", "tunisie", "clubs", "stars"}),
        stems=frozenset({
            "en:etoil", "fr:etoil", "es:etoil", "ru:звезд", "en:tuni", "fr:tun", "es:tunis", "fr:tunis", "en:club",
            "en:star",
        }),
        ranked={
            "names": ("etoile", "звезда", "zvezda", "etoile"),
            "acronyms": ("et", "et"),
            "place": ("tunis", "tunisie"),
            "topics": ("clubs",),
            "texts": ("stars",),
        },
        full_names=("etoile", "звезда"),
        full_acronyms=("et",),
        facets={
            "country": ("tn",), "kind": (), "field": ("astronomy", "biology"), "age": (), "language": (),
            "programme": (),
        },
        by_name="etoile\x00000000000007",
        by_newest=(10957 << 32) + 7,
        point=Point(36.8, 10.2),
    )  # fmt: skip


def test_a_profile_that_is_never_listed_becomes_no_document():
    day = datetime.date(2026, 5, 1)

    assert document_of(Profile(id=1, name="Gone", listed=())) is None
    assert document_of(Profile(id=1, name="Gone", listed=((day, day - datetime.timedelta(days=1)),))) is None


def test_a_document_without_a_place_or_a_word_is_a_document():
    document = document_of(Profile(id=1, name="★", listed=ALWAYS, latitude=3.0))

    assert (document.point, document.words, document.full_names, document.by_name) == (
        None,
        frozenset(),
        (),
        "\x00000000000001",
    )


def test_names_in_order_are_in_the_order_of_their_ids_where_they_are_equal():
    first, second, tenth = (document_of(Profile(id=pk, name="Club", listed=ALWAYS)).by_name for pk in (1, 2, 10))

    assert first < second < tenth
