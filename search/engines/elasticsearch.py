"""The engine for production: Elasticsearch, which shards and replicates.
In: documents and questions. Out: answers, as the contract says.
Next: elasticsearch_bodies.py says questions in Elasticsearch's words; elasticsearch_store.py stores documents.

An alias points to the index in use; a rebuild makes another one and moves the alias in one step. Each version of the
schema has an alias of its own: after an upgrade there is no index until one is built, and never a wrong one.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from elasticsearch import Elasticsearch as Client
from elasticsearch import OrjsonSerializer

from search.document import Document
from search.engines.contract import Answer, Building, EngineError, Position, Question, Refused, State
from search.engines.elasticsearch_bodies import body, read_counts
from search.engines.elasticsearch_store import MAPPINGS, SETTINGS, Store
from search.points import reached
from search.schema import fingerprint

PATIENCE = 10.0
"""Seconds that an answer to a reader may take, unless told otherwise."""
_WRITER_PATIENCE = 30.0
_ORDER_PATIENCE = 600.0  # seconds that a new index may take to be put in order
_MEDIA_TYPE = "application/vnd.elasticsearch+json"
_WANTED = ("hits.total.value", "hits.hits._id", "aggregations", "timed_out", "_shards.failed")


class Elasticsearch:
    """An alias on a server, and the indices behind it."""

    is_embedded = False

    def __init__(
        self, server: str, prefix: str, *, login: tuple[str, str] | None = None, patience: float = PATIENCE
    ) -> None:
        self._prefix = prefix
        serializers = {_MEDIA_TYPE: _Serializer()}
        # A visitor is told soon that there is no answer; a follower has time, and tries again.
        self._reader = Client(
            server, basic_auth=login, request_timeout=patience, max_retries=0, serializers=serializers
        )
        self._client = Client(
            server,
            basic_auth=login,
            request_timeout=_WRITER_PATIENCE,
            max_retries=2,
            retry_on_timeout=True,
            serializers=serializers,
        )
        alias = f"{prefix}-{fingerprint()}"
        self._store = Store(server, alias, reader=self._reader, writer=self._client)

    def search(self, question: Question) -> Answer:
        """Answer a question with one request. A partial answer is none."""
        with self._store.errors():
            answer = self._reader.search(
                index=self._store.alias,
                body=body(question),
                filter_path=_WANTED,
                allow_partial_search_results=False,
            ).body
            if answer["timed_out"] or answer["_shards"]["failed"]:
                raise EngineError(f"Elasticsearch at {self._store.server} gave a part of the answer only.")
            return Answer(
                ids=tuple(int(hit["_id"]) for hit in answer["hits"].get("hits", ())),
                total=answer["hits"]["total"]["value"],
                counts=read_counts(question, answer.get("aggregations", {})),
            )

    def write(
        self,
        documents: Iterable[Document],
        deletions: Iterable[int],
        position: Position,
        seen: Position | None = None,
    ) -> Refused:
        """Store documents, forget others, and note the position last: no answer is given to a half-written one."""
        return self._store.write(documents, deletions, position, seen)

    @contextmanager
    def rebuild(self, state: State) -> Iterator[Building]:
        """Build another index behind the alias, which moves to it at the end; then the old ones are deleted."""
        with self._store.errors():
            index = self._next_index()
        # Written by an alias of its own, and only by that: an index that somebody deleted is not made again by a write.
        alias = f"{index}.building"
        with self._store.errors():
            settings = {**SETTINGS, "refresh_interval": "-1"}
            self._client.indices.create(index=index, aliases={alias: {}}, mappings=MAPPINGS, settings=settings)
        try:
            building = _Building(self._store.server, alias, reader=self._client, writer=self._client, state=state)
            reached("rebuild: begun")
            yield building
            building.settle()
            reached("rebuild: ready")
        except BaseException:
            with suppress(EngineError), self._store.errors():
                self._delete(index)
            raise
        # If this fails, nobody knows whether it was done: neither index is deleted before the next rebuild.
        with self._store.errors():
            self._point_to(index, alias)
        reached("rebuild: changed over")
        with suppress(EngineError), self._store.errors():
            for each in self._indices():
                if each < index:
                    self._delete(each)
        reached("rebuild: old ones cleared")

    def state(self) -> State | None:
        """Return what the index says of itself."""
        return self._store.state()

    def count(self) -> int:
        """Return how many documents there are, but for the one about itself."""
        return self._store.count()

    def digests(self, first: int, last: int, limit: int) -> list[tuple[int, str]]:
        """Return ids, ascending, with the digests of their documents."""
        return self._store.digests(first, last, limit)

    def close(self) -> None:
        """Let go of the connections."""
        self._reader.close()
        self._client.close()

    def drop(self) -> None:
        """Delete the index, and what rebuilds that were killed left behind."""
        with self._store.errors():
            for index in self._indices():
                self._delete(index)

    def _point_to(self, index: str, building: str) -> None:
        """Move the alias in one step: no search finds both indices, or none."""
        actions: list[dict[str, Any]] = [
            {"remove": {"index": f"{self._prefix}.*", "alias": self._store.alias, "must_exist": False}},
            {"remove": {"index": index, "alias": building, "must_exist": False}},
            {"add": {"index": index, "alias": self._store.alias}},
        ]
        self._client.indices.update_aliases(actions=actions)

    def _indices(self) -> list[str]:
        return sorted(self._client.indices.get(index=f"{self._prefix}.*", expand_wildcards="all").body)

    def _next_index(self) -> str:
        """Return a name that comes after all there are, even where the clock was put back."""
        numbers = [int(name.rpartition(".")[2]) for name in self._indices()]
        return f"{self._prefix}.{max([time.time_ns(), *(number + 1 for number in numbers)]):020d}"

    def _delete(self, index: str) -> None:
        self._client.indices.delete(index=index, ignore_unavailable=True)


class _Building(Store):
    """An index that nobody asks yet."""

    def __init__(self, server: str, alias: str, *, reader: Client, writer: Client, state: State) -> None:
        super().__init__(server, alias, reader=reader, writer=writer)
        self._state = state
        self._is_settled = False

    def add(self, documents: Iterable[Document]) -> Refused:
        """Store documents; nobody sees them before `settle`."""
        return self.put(documents, (), self._state.position, refresh=False)

    def settle(self) -> None:
        """Store what the index says of itself, and merge the segments into one."""
        if self._is_settled:
            return
        self.put_state(self._state)
        with self.errors():
            indices = self._writer.indices
            indices.put_settings(index=self.alias, settings={"refresh_interval": None})
            self._writer.options(request_timeout=_ORDER_PATIENCE).indices.forcemerge(
                index=self.alias, max_num_segments=1
            )
            indices.refresh(index=self.alias)
        self._is_settled = True


class _Serializer(OrjsonSerializer):
    """orjson, which reads an answer several times as fast as the standard library."""

    mimetype = _MEDIA_TYPE
