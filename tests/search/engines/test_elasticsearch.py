"""What only Elasticsearch can get wrong: reachability, partial answers, followers that race, foreign indices."""

import time

import elasticsearch
import pytest

from search.engines import elasticsearch_store as store
from search.engines.contract import EngineError, NoIndexError, OvertakenError, Position, Sort
from search.engines.elasticsearch import Elasticsearch
from search.engines.elasticsearch_bodies import body
from search.engines.elasticsearch_store import MAPPINGS
from search.geo import Point
from tests.search.registers import BEGUN, documents, load, profile, question


@pytest.fixture
def engine(elasticsearch_url, request):
    engine = Elasticsearch(elasticsearch_url, f"only-{abs(hash(request.node.name))}")
    yield engine
    engine.drop()
    engine.close()


def found(engine):
    return set(engine.search(question()).ids)


def test_a_server_out_of_reach_is_one_clear_sentence():
    engine = Elasticsearch("http://127.0.0.1:9", "nowhere")

    with pytest.raises(EngineError, match=r"Elasticsearch at http://127\.0\.0\.1:9 is out of reach"):
        found(engine)
    with pytest.raises(EngineError, match="out of reach"):
        engine.state()


def test_the_mapping_is_strict_and_every_field_is_in_it(engine):
    load(engine, [])

    (index,) = engine._indices()
    mapping = engine._client.indices.get_mapping(index=index).body[index]["mappings"]
    assert mapping["dynamic"] == "strict"
    assert set(mapping["properties"]) == set(MAPPINGS["properties"])


def test_a_document_that_does_not_fit_is_refused_alone_and_not_kept_as_it_was(engine, monkeypatch):
    load(engine, documents(profile(1)))
    fitting = store.source
    monkeypatch.setattr(store, "source", lambda document: {"unheard_of": 1} if document.id == 1 else fitting(document))

    refused = engine.write(documents(profile(1, "Changed"), profile(2)), [], Position(0, 2))

    assert (list(refused), "unheard_of" in refused[1]) == ([1], True)
    assert (found(engine), engine.state().position) == ({2}, Position(0, 1))  # until the refusal is noted elsewhere


def test_of_two_followers_the_one_that_read_later_wins(engine):
    load(engine, [])
    later, earlier = documents(profile(1, "Later")), documents(profile(1, "Earlier"))
    engine._store.put(later, [], Position(0, 9))
    engine._store.put(earlier, [], Position(0, 8))

    assert engine.search(question("later")).total == 1
    engine._store.put([], [1], Position(0, 8))
    assert engine.search(question("later")).total == 1


def test_a_writer_that_was_overtaken_is_told_so(engine, monkeypatch):
    load(engine, [])
    put = engine._store.put

    def slowly(*arguments, **options):
        monkeypatch.undo()
        engine.write(documents(profile(1, "Later")), [], Position(0, 9))
        return put(*arguments, **options)

    monkeypatch.setattr(engine._store, "put", slowly)
    with pytest.raises(OvertakenError):
        engine.write(documents(profile(1, "Earlier"), profile(2)), [], Position(0, 8))

    assert (engine.search(question("later")).ids, engine.state().position) == ((1,), Position(0, 9))


def test_what_was_forgotten_is_not_brought_back_by_an_older_write_however_late(engine):
    load(engine, documents(profile(1), profile(2)))
    (index,) = engine._indices()
    engine._client.indices.put_settings(index=index, settings={"index.gc_deletes": "0s"})
    engine.write([], [1], Position(0, 9))
    engine._client.indices.refresh(index=index)

    engine._store.put(documents(profile(1)), [], Position(0, 8))

    assert (found(engine), engine.count(), [each for each, _digest in engine.digests(0, 9, 9)]) == ({2}, 1, [2])


def test_a_write_never_makes_an_index(engine):
    with pytest.raises(NoIndexError):
        engine._store.put([], [1], Position(0, 1))
    with pytest.raises(NoIndexError):
        engine._store.put(documents(profile(1)), [], Position(0, 1))

    assert engine._client.indices.get(index=f"{engine._prefix}*").body == {}


def test_an_answer_of_some_shards_only_is_none(engine, monkeypatch):
    load(engine, documents(profile(1)))
    search = engine._reader.search

    def of_some(**asked):
        answer = search(**asked)
        answer.body["_shards"]["failed"] = 1
        return answer

    monkeypatch.setattr(engine._reader, "search", of_some)
    with pytest.raises(EngineError, match="a part of the answer only"):
        found(engine)


def test_a_change_over_whose_answer_is_lost_deletes_neither_index(engine, monkeypatch):
    load(engine, documents(profile(1)))
    change_over = engine._point_to

    def lose_the_answer(*where):
        change_over(*where)
        raise elasticsearch.ConnectionTimeout("lost")

    with monkeypatch.context() as faulty:
        faulty.setattr(engine, "_point_to", lose_the_answer)
        with pytest.raises(EngineError, match="out of reach"):
            load(engine, documents(profile(2)))
    assert (found(engine), len(engine._indices())) == ({2}, 2)

    load(engine, documents(profile(3)))
    assert (found(engine), len(engine._indices())) == ({3}, 1)


def test_an_index_of_another_version_is_none_and_goes_when_this_ones_is_built(engine, elasticsearch_url, monkeypatch):
    load(engine, documents(profile(1)))
    monkeypatch.setattr("search.engines.elasticsearch.fingerprint", lambda: "later")
    later = Elasticsearch(elasticsearch_url, engine._prefix)

    assert (later.state(), found(engine)) == (None, {1})
    load(later, documents(profile(2)))

    assert (found(later), engine.state(), len(later._indices())) == ({2}, None, 1)
    later.close()


def test_a_rebuild_deletes_older_indices_and_what_killed_ones_left(engine):
    abandoned = engine.rebuild(BEGUN)
    abandoned.__enter__()
    load(engine, [])
    load(engine, documents(profile(1)))

    (index,) = engine._indices()
    assert list(engine._client.indices.get_alias(index=index).body[index]["aliases"]) == [engine._store.alias]
    assert found(engine) == {1}


def test_an_index_of_a_longer_name_belongs_to_another(engine, elasticsearch_url):
    other = Elasticsearch(elasticsearch_url, f"{engine._prefix}-2")
    load(other, documents(profile(2)))
    load(engine, documents(profile(1)))
    engine.drop()

    assert found(other) == {2}
    other.drop()
    other.close()


def test_one_request_asks_for_ids_alone_and_groups_what_is_not_selected():
    asked = body(question("club", kind=["club"], near=Point(1, 2), sort=Sort.DISTANCE))

    assert asked["_source"] is False
    assert asked["track_total_hits"] is True
    assert list(asked["aggs"]) == ["unselected", "kind"]
    assert list(asked["aggs"]["unselected"]["aggs"]) == ["country", "field", "age", "language", "programme"]
    assert asked["aggs"]["kind"]["filter"] == {"bool": {}}
    assert asked["post_filter"] == {"bool": {"filter": [{"terms": {"kind": ["club"]}}]}}


def test_text_is_never_a_query_of_its_own():
    told = str(body(question("name:a* OR (b)")))

    assert [word for word in ("query_string", "wildcard", "regexp", "script") if word in told] == []


def test_a_clock_that_was_put_back_leaves_no_older_index_behind(engine, monkeypatch):
    load(engine, documents(profile(1)))
    monkeypatch.setattr(time, "time_ns", lambda: 1)
    load(engine, documents(profile(2)))

    assert (found(engine), len(engine._indices())) == ({2}, 1)
