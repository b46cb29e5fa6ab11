"""The engine for production: Elasticsearch, which shards and replicates.
In: documents and questions. Out: answers, as the contract says.
Next: elasticsearch_bodies.py says questions in Elasticsearch's words.

An alias points to the index in use; a rebuild makes another one and moves the alias in one step. What an index says of
itself is a document without a listed day: no question can find it. Documents carry the position they were read at as
their version, so that of two followers the one that read later wins, in whatever order their writes arrive.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from elasticsearch import ApiError, NotFoundError, OrjsonSerializer, TransportError
from elasticsearch import Elasticsearch as Client
from elasticsearch.helpers import BulkIndexError, streaming_bulk

from search.document import Document
from search.engines.contract import Add, Answer, EngineError, NoIndexError, Position, Question, State
from search.engines.elasticsearch_bodies import body, read_counts
from search.schema import FACETS, SCHEMA, Holds

STATE_ID = "state"
_MEDIA_TYPE = "application/vnd.elasticsearch+json"
_WANTED = ("hits.total.value", "hits.hits._id", "aggregations")
_PATIENCE = 600  # seconds that a new index may take to be put in order
_CONFLICT, _NOT_FOUND = 409, 404
_SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
_MAPPED: dict[Holds, dict[str, Any]] = {
    Holds.IDENTITY: {"type": "long", "index": False},
    Holds.MATCHED: {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False},
    Holds.RANKED: {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
    Holds.KEYS: {"type": "keyword", "doc_values": False},
    Holds.FACET: {"type": "keyword", "eager_global_ordinals": True},
    Holds.TEXT_ORDER: {"type": "keyword", "index": False},
    Holds.NUMBER_ORDER: {"type": "long", "index": False},
    Holds.POINT: {"type": "geo_point"},
}
_MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {"includes": ["state"]},  # ids are all that is read back
    "properties": {
        **{row.name: _MAPPED[row.holds] for row in SCHEMA},
        "state": {"type": "keyword", "index": False, "doc_values": False},
    },
}


class Elasticsearch:
    """An alias on a server, and the indices behind it."""

    is_embedded = False

    def __init__(self, server: str, alias: str, *, login: tuple[str, str] | None = None) -> None:
        self._server = server
        self._alias = alias
        self._client = Client(
            server,
            basic_auth=login,
            request_timeout=30,
            max_retries=2,
            retry_on_timeout=True,
            serializers={_MEDIA_TYPE: _Serializer()},
        )

    def search(self, question: Question) -> Answer:
        """Answer a question with one request. A partial answer is none."""
        with self._errors():
            answer = self._client.search(
                index=self._alias, body=body(question), filter_path=_WANTED, allow_partial_search_results=False
            ).body
        return Answer(
            ids=tuple(int(hit["_id"]) for hit in answer["hits"].get("hits", ())),
            total=answer["hits"]["total"]["value"],
            counts=read_counts(question, answer.get("aggregations", {})),
        )

    def write(self, documents: Iterable[Document], deletions: Iterable[int], position: Position) -> None:
        """Store documents, forget others, and note the position last: no answer is given to a half-written one."""
        state = self.state()
        if state is None:
            raise NoIndexError
        if position < state.position:
            return
        version = {"version": _version(position), "version_type": "external_gte"}
        actions = [{"_op_type": "delete", "_id": str(identity), **version} for identity in deletions]
        actions += [{"_id": str(document.id), **version, **_source(document)} for document in documents]
        if actions:
            self._bulk(self._alias, actions, refresh="true")
        self._bulk(self._alias, [_state_action(replace(state, position=position))], refresh="true")

    @contextmanager
    def rebuild(self, state: State) -> Iterator[Add]:
        """Build another index behind the alias, which moves to it at the end; then the old ones are deleted."""
        index = f"{self._alias}.{time.time_ns():020d}"
        # Written by an alias of its own, and only by that: an index that somebody deleted is not made again by a write.
        building = f"{index}.building"
        version = {"version": _version(state.position), "version_type": "external_gte"}

        def add(documents: Iterable[Document]) -> None:
            self._bulk(building, ({"_id": str(each.id), **version, **_source(each)} for each in documents))

        with self._errors():
            settings = {**_SETTINGS, "refresh_interval": "-1"}
            self._client.indices.create(index=index, aliases={building: {}}, mappings=_MAPPINGS, settings=settings)
        try:
            yield add
            self._bulk(building, [_state_action(state)])
            with self._errors():
                self._client.indices.put_settings(index=index, settings={"refresh_interval": None})
                self._client.options(request_timeout=_PATIENCE).indices.forcemerge(index=index, max_num_segments=1)
                self._client.indices.refresh(index=index)
                self._point_to(index, building)
        except BaseException:
            with self._errors():
                self._client.indices.delete(index=index, ignore_unavailable=True)
            raise

    def state(self) -> State | None:
        """Return what the index says of itself."""
        try:
            with self._errors():
                found = self._client.get(index=self._alias, id=STATE_ID).body
        except NoIndexError:
            return None
        return State.from_json(found["_source"]["state"])

    def count(self) -> int:
        """Return how many documents there are, but for the one about itself."""
        with self._errors():
            return max(0, int(self._client.count(index=self._alias).body["count"]) - 1)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def drop(self) -> None:
        """Delete the index, and what rebuilds that were killed left behind."""
        with self._errors():
            for index in self._indices():
                self._client.indices.delete(index=index, ignore_unavailable=True)

    def _point_to(self, index: str, building: str) -> None:
        """Move the alias in one step, then delete what is older than the new index."""
        indices = self._indices()
        actions: list[dict[str, Any]] = [
            {"remove": {"index": f"{self._alias}.*", "alias": self._alias, "must_exist": False}},
            {"remove": {"index": index, "alias": building}},
            {"add": {"index": index, "alias": self._alias}},
        ]
        self._client.indices.update_aliases(actions=actions)
        for each in indices:
            if each < index:
                self._client.indices.delete(index=each, ignore_unavailable=True)

    def _indices(self) -> list[str]:
        return sorted(self._client.indices.get(index=f"{self._alias}.*", expand_wildcards="all").body)

    def _bulk(self, alias: str, actions: Iterable[dict[str, Any]], **options: Any) -> None:
        """Send actions; a document that another follower has written newer stays as it is."""
        with self._errors():
            sent = streaming_bulk(
                self._client, actions, index=alias, require_alias=True, raise_on_error=False, max_retries=3, **options
            )
            for succeeded, answer in sent:
                (item,) = answer.values()
                if item["status"] == _NOT_FOUND and "error" in item:
                    raise NoIndexError
                is_settled = item["status"] == _CONFLICT or item.get("result") == "not_found"
                if not succeeded and not is_settled:
                    raise EngineError(f"Elasticsearch at {self._server} refused a document: {item.get('error', item)}")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except NotFoundError as error:
            raise NoIndexError from error
        except ApiError as error:
            raise EngineError(f"Elasticsearch at {self._server} refused: {error}") from error
        except BulkIndexError as error:
            raise EngineError(f"Elasticsearch at {self._server} refused documents: {error}") from error
        except TransportError as error:
            raise EngineError(f"Elasticsearch at {self._server} is out of reach ({error.message}).") from error


class _Serializer(OrjsonSerializer):
    """orjson, which reads an answer several times as fast as the standard library."""

    mimetype = _MEDIA_TYPE


def _version(position: Position) -> int:
    return position.transaction or position.change


def _source(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "listed": document.listed,
        "words": " ".join(document.words),
        "stems": " ".join(document.stems),
        **{field: " ".join(words) for field, words in document.ranked.items()},
        "full_names": document.full_names,
        "full_acronyms": document.full_acronyms,
        **{facet: document.facets[facet] for facet in FACETS},
        "by_name": document.by_name,
        "by_newest": document.by_newest,
        "point": {"lat": document.point.latitude, "lon": document.point.longitude} if document.point else None,
    }


def _state_action(state: State) -> dict[str, Any]:
    version = {"version": _version(state.position), "version_type": "external_gte"}
    return {"_id": STATE_ID, **version, "state": state.to_json()}
