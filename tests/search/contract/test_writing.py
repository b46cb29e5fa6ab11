"""What an engine keeps: documents, how far the log was read, and the old index until the new one is complete."""

from dataclasses import replace

import pytest

from search.document import digest_of
from search.engines.contract import NoIndexError, Position
from tests.search.registers import BEGUN, documents, load, profile, question


def names(engine):
    return engine.search(question()).ids


def test_an_engine_without_an_index_says_so(engine):
    assert engine.state() is None
    with pytest.raises(NoIndexError, match="search_rebuild"):
        engine.search(question())
    with pytest.raises(NoIndexError, match="search_rebuild"):
        engine.write(documents(profile(1)), [], Position(0, 2))
    assert engine.state() is None


def test_an_empty_index_finds_nothing(engine):
    load(engine, [])

    answer = engine.search(question())

    assert (answer.ids, answer.total, set(map(len, answer.counts.values()))) == ((), 0, {0})
    assert (engine.count(), engine.state()) == (0, BEGUN)


def test_what_is_written_is_found_by_the_next_search(engine):
    load(engine, documents(profile(1, "Alpha")))

    engine.write(documents(profile(2, "Beta")), [], Position(0, 2))

    assert names(engine) == (1, 2)
    assert engine.count() == 2


def test_a_document_written_again_takes_the_place_of_the_old(engine):
    load(engine, documents(profile(1, "Alpha", kind=["club"])))

    engine.write(documents(profile(1, "Omega", kind=["museum"])), [], Position(0, 2))

    assert engine.search(question("alpha")).total == 0
    assert engine.search(question("omega")).counts["kind"] == {"museum": 1}
    assert engine.count() == 1


def test_a_deleted_document_is_gone_and_deleting_it_again_does_no_harm(engine):
    load(engine, documents(profile(1), profile(2)))

    engine.write([], [1], Position(0, 2))
    engine.write([], [1, 7], Position(0, 3))

    assert names(engine) == (2,)
    assert engine.count() == 1


def test_a_deleted_document_can_come_back(engine):
    load(engine, documents(profile(1)))

    engine.write([], [1], Position(0, 2))
    engine.write(documents(profile(1)), [], Position(0, 2))

    assert names(engine) == (1,)


def test_the_position_is_kept_with_the_documents(engine):
    load(engine, [])

    engine.write(documents(profile(1)), [], Position(0, 41))
    assert engine.state() == replace(BEGUN, position=Position(0, 41))
    engine.write([], [], Position(0, 42))
    assert engine.state() == replace(BEGUN, position=Position(0, 42))


def test_a_later_transaction_counts_as_later_though_its_changes_have_lower_ids(engine):
    load(engine, documents(profile(1, "Older")), replace(BEGUN, position=Position(700, 9)))

    engine.write(documents(profile(1, "Newer")), [], Position(701, 4))

    assert engine.search(question("newer")).total == 1
    assert engine.state().position == Position(701, 4)


def test_a_write_from_further_behind_changes_nothing(engine):
    load(engine, documents(profile(1, "Alpha")))
    engine.write(documents(profile(1, "Newer")), [], Position(0, 9))

    engine.write(documents(profile(1, "Older"), profile(2)), [], Position(0, 8))
    engine.write([], [1], Position(0, 8))

    assert engine.search(question("newer")).ids == names(engine) == (1,)
    assert engine.state() == replace(BEGUN, position=Position(0, 9))


def test_searches_go_on_in_the_old_index_while_another_is_built(engine):
    load(engine, documents(profile(1)))

    with engine.rebuild(replace(BEGUN, position=Position(0, 5))) as building:
        building.add(documents(profile(2)))
        building.add(documents(profile(3)))
        assert names(engine) == (1,)
        assert engine.state() == BEGUN

    assert names(engine) == (2, 3)
    assert engine.state() == replace(BEGUN, position=Position(0, 5))


def test_the_old_index_can_be_written_while_another_is_built(engine):
    load(engine, documents(profile(1)))

    with engine.rebuild(BEGUN) as building:
        building.add(documents(profile(2)))
        engine.write(documents(profile(3)), [], Position(0, 2))
        assert names(engine) == (1, 3)

    assert names(engine) == (2,)


def test_a_rebuild_that_fails_leaves_the_old_index(engine):
    load(engine, documents(profile(1)))

    def fail():
        with engine.rebuild(BEGUN) as building:
            building.add(documents(profile(2)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert names(engine) == (1,)
    load(engine, documents(profile(3)))
    assert names(engine) == (3,)


def test_a_dropped_index_is_gone(engine):
    load(engine, documents(profile(1)))

    engine.drop()

    assert engine.state() is None


def test_a_new_index_can_be_written_before_it_takes_the_old_ones_place(engine):
    load(engine, documents(profile(1), profile(2)))

    with engine.rebuild(BEGUN) as building:
        assert building.add(documents(profile(1), profile(2, "Beta"))) == {}
        building.settle()
        assert (building.count(), building.state()) == (2, BEGUN)
        assert building.write(documents(profile(3, "Gamma")), [1], Position(0, 5)) == {}
        assert (building.count(), building.state().position) == (2, Position(0, 5))
        assert [identity for identity, _digest in building.digests(0, 9, 9)] == [2, 3]
        assert names(engine) == (1, 2)

    assert (names(engine), engine.state().position) == ((2, 3), Position(0, 5))


def test_digests_are_read_back_in_the_order_of_ids_and_page_by_page(engine):
    register = documents(*(profile(number, f"Club {number}") for number in (30, 4, 100, 9)))
    load(engine, register)
    expected = sorted((document.id, digest_of(document)) for document in register)

    assert engine.digests(0, 2**62, 9) == expected
    assert engine.digests(0, 2**62, 2) == expected[:2]
    assert engine.digests(9, 30, 9) == expected[1:3]
    assert engine.digests(101, 2**62, 9) == engine.digests(0, 3, 9) == []


def test_a_digest_tells_every_version_of_a_document_from_the_others(engine):
    load(engine, documents(profile(1, "Alpha")))
    before = engine.digests(1, 1, 1)

    engine.write(documents(profile(1, "Alpha", kind=["club"])), [], Position(0, 2))
    assert engine.digests(1, 1, 1) != before
    engine.write(documents(profile(1, "Alpha")), [], Position(0, 3))
    assert engine.digests(1, 1, 1) == before


def test_a_position_keeps_the_mark_of_its_line(engine):
    load(engine, [])

    engine.write([], [], Position(0, 7, 2**62 + 1))

    assert engine.state().position == Position(0, 7, 2**62 + 1)
