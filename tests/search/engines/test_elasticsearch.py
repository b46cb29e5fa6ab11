"""What only Elasticsearch can get wrong: reachability, partial answers, followers that race, foreign indices."""

import pytest

from search.engines.contract import EngineError, NoIndexError, Position, Sort
from search.engines.elasticsearch import _MAPPINGS, Elasticsearch, _source
from search.engines.elasticsearch_bodies import body
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
    assert set(mapping["properties"]) == set(_MAPPINGS["properties"])


def test_a_document_that_does_not_fit_is_refused_and_the_position_stays(engine, monkeypatch):
    load(engine, [])
    monkeypatch.setattr("search.engines.elasticsearch._source", lambda _document: {"unheard_of": 1})

    with pytest.raises(EngineError, match="refused a document"):
        engine.write(documents(profile(1)), [], Position(0, 2))

    assert engine.state() == BEGUN


def test_of_two_followers_the_one_that_read_later_wins(engine):
    load(engine, [])
    later, earlier = documents(profile(1, "Later")), documents(profile(1, "Earlier"))
    engine._bulk(engine._alias, [_action(later, version=9)], refresh="true")
    engine._bulk(engine._alias, [_action(earlier, version=8)], refresh="true")

    assert engine.search(question("later")).total == 1
    engine._bulk(engine._alias, [{"_op_type": "delete", "_id": "1", **_version(8)}], refresh="true")
    assert engine.search(question("later")).total == 1


def _version(version):
    return {"version": version, "version_type": "external_gte"}


def _action(documents, version):
    return {"_id": "1", **_version(version), **_source(documents[0])}


def test_a_write_never_makes_an_index(engine):
    with pytest.raises(NoIndexError):
        engine._bulk(engine._alias, [{"_op_type": "delete", "_id": "1"}])

    assert engine._indices() == []


def test_a_rebuild_deletes_older_indices_and_what_killed_ones_left(engine):
    abandoned = engine.rebuild(BEGUN)
    abandoned.__enter__()
    load(engine, [])
    load(engine, documents(profile(1)))

    (index,) = engine._indices()
    assert list(engine._client.indices.get_alias(index=index).body[index]["aliases"]) == [engine._alias]
    assert found(engine) == {1}


def test_an_index_of_a_longer_name_belongs_to_another(engine, elasticsearch_url):
    other = Elasticsearch(elasticsearch_url, f"{engine._alias}-2")
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
