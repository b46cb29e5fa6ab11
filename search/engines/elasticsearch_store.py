"""Documents on an Elasticsearch server, behind one alias: written, counted, compared.
In: documents. Out: bulk requests; what the index says of itself; digests.
Next: elasticsearch.py asks the alias in use, and builds the next index behind an alias of its own.

What an index says of itself is a document without a listed day: no question can find it. Documents carry the position
they were read at as their version, so that of two followers the one that read later wins, in whatever order their
writes arrive. What is forgotten leaves an empty document: Elasticsearch remembers the version of a deletion for a
minute only (`index.gc_deletes`), after which an older write would bring the document back; and a deletion with a
version makes an index where there is none, whatever it was told of aliases.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, NotFoundError, TransportError
from elasticsearch import Elasticsearch as Client
from elasticsearch.helpers import streaming_bulk

from search.document import Document, digest_of
from search.engines.contract import EngineError, NoIndexError, OvertakenError, Position, Refused, State
from search.points import reached
from search.schema import FACETS, SCHEMA, Holds

STATE_ID = "state"
SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
_MAPPED: dict[Holds, dict[str, Any]] = {
    Holds.IDENTITY: {"type": "long"},
    Holds.MATCHED: {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False},
    Holds.RANKED: {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
    Holds.KEYS: {"type": "keyword", "doc_values": False},
    Holds.FACET: {"type": "keyword", "eager_global_ordinals": True},
    Holds.TEXT_ORDER: {"type": "keyword", "index": False},
    Holds.NUMBER_ORDER: {"type": "long", "index": False},
    Holds.POINT: {"type": "geo_point"},
    Holds.DIGEST: {"type": "keyword", "index": False},
}
MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {"includes": ["state"]},  # ids and digests are all that is read back, and not from there
    "properties": {
        **{row.name: _MAPPED[row.holds] for row in SCHEMA},
        "state": {"type": "keyword", "index": False, "doc_values": False},
    },
}
_CONFLICT, _NOT_FOUND = 409, 404
_POISON = {400, 413}  # what a document is answered with that will never fit; all else is the server's state
_LARGEST_PAGE = 10_000
_LARGEST_REQUEST = 1_000


class Store:
    """The documents behind one alias. `reader` gives up soon; `writer` waits and tries again."""

    def __init__(self, server: str, alias: str, *, reader: Client, writer: Client) -> None:
        self.server = server
        self.alias = alias
        self._reader = reader
        self._writer = writer

    def write(
        self,
        documents: Iterable[Document],
        deletions: Iterable[int],
        position: Position,
        seen: Position | None = None,
    ) -> Refused:
        """Store documents, forget others, and note the position last: no answer is given to a half-written one."""
        state = self._read_state(self._writer)
        if state is None:
            raise NoIndexError
        if position < state.position:
            return {}
        # One shard stores what a request brings in its order: what may be seen is said before it can be.
        intent = {"_id": STATE_ID, **_version(state.position), "state": state.at(state.position, seen).to_json()}
        refused = self.put(documents, deletions, position, before=[intent])
        reached("write: documents stored")
        if not refused:
            self.put_state(state.at(position, seen))
        reached("write: position stored")
        return refused

    def put(
        self,
        documents: Iterable[Document],
        deletions: Iterable[int],
        position: Position,
        *,
        refresh: bool = True,
        before: Iterable[dict[str, Any]] = (),
    ) -> Refused:
        """Store documents and forget others; what is refused is forgotten, too."""
        version = _version(position)
        actions: list[dict[str, Any]] = [*before, *({"_id": str(identity), **version} for identity in deletions)]
        actions += [{"_id": str(document.id), **version, **source(document)} for document in documents]
        refused: Refused = {}
        for identity, status, reason in self.bulk(actions, refresh=refresh):
            if status in _POISON and identity.isdecimal():
                refused[int(identity)] = reason
            elif status != _CONFLICT:  # a document that another follower has written newer stays as it is
                raise EngineError(f"Elasticsearch at {self.server} refused a document: {reason}")
        if refused:
            self.put((), refused, position, refresh=refresh)
        return refused

    def put_state(self, state: State) -> None:
        """Store what the index says of itself. Raises OvertakenError where another follower has done so for later."""
        action = {"_id": STATE_ID, **_version(state.position), "state": state.to_json()}
        for _identity, status, reason in self.bulk([action], refresh=True):
            if status == _CONFLICT:
                raise OvertakenError("Another follower has read further meanwhile.")
            raise EngineError(f"Elasticsearch at {self.server} refused the position: {reason}")

    def bulk(self, actions: Iterable[dict[str, Any]], *, refresh: bool) -> Iterator[tuple[str, int, str]]:
        """Send actions; give the id, status and reason of each that failed."""
        options: dict[str, Any] = {"refresh": "true"} if refresh else {}
        with self.errors():
            sent = streaming_bulk(
                self._writer,
                actions,
                index=self.alias,
                require_alias=True,
                chunk_size=_LARGEST_REQUEST,
                raise_on_error=False,
                max_retries=3,  # of single items, where the server has too much to do
                initial_backoff=0.2,
                max_backoff=2,
                **options,
            )
            for succeeded, answer in sent:
                (item,) = answer.values()
                if item["status"] == _NOT_FOUND and "error" in item:
                    raise NoIndexError
                if not succeeded:
                    yield item["_id"], item["status"], _reason(item)

    def state(self) -> State | None:
        """Return what the index says of itself."""
        return self._read_state(self._reader)

    def _read_state(self, client: Client) -> State | None:
        try:
            with self.errors():
                found = client.get(index=self.alias, id=STATE_ID).body
                return State.from_json(found["_source"]["state"])
        except NoIndexError:
            return None

    def count(self) -> int:
        """Return how many documents there are, but for the one about itself and the empty ones."""
        with self.errors():
            return int(self._reader.count(index=self.alias, query={"exists": {"field": "id"}}).body["count"])

    def digests(self, first: int, last: int, limit: int) -> list[tuple[int, str]]:
        """Return ids, ascending, with the digests of their documents."""
        body = {
            "query": {"range": {"id": {"gte": first, "lte": last}}},
            "sort": [{"id": "asc"}],
            "size": min(limit, _LARGEST_PAGE),
            "_source": False,
            "docvalue_fields": ["digest"],
            "track_total_hits": False,
        }
        with self.errors():
            wanted = ("hits.hits._id", "hits.hits.fields")
            answer = self._writer.search(
                index=self.alias, body=body, filter_path=wanted, allow_partial_search_results=False
            ).body
            hits = answer.get("hits", {}).get("hits", ())
            return [(int(hit["_id"]), hit.get("fields", {}).get("digest", [""])[0]) for hit in hits]

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn whatever goes wrong with a server into the contract's errors."""
        try:
            yield
        except NotFoundError as error:
            raise NoIndexError from error
        except ApiError as error:
            raise EngineError(f"Elasticsearch at {self.server} refused: {error}") from error
        except TransportError as error:
            raise EngineError(f"Elasticsearch at {self.server} is out of reach ({error.message}).") from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise EngineError(f"Elasticsearch at {self.server} gave an answer that can't be read.") from error


def source(document: Document) -> dict[str, Any]:
    """Return a document as the mapping has it."""
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
        "digest": digest_of(document),
    }


def _version(position: Position) -> dict[str, Any]:
    return {"version": position.transaction or position.change, "version_type": "external_gte"}


def _reason(item: dict[str, Any]) -> str:
    error = item.get("error", item)
    return str(error.get("reason", error)) if isinstance(error, dict) else str(error)
