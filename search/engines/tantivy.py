"""The embedded engine: tantivy, in a folder beside the site. Nothing to install, nothing to run.
In: documents and questions. Out: answers, as the contract says.
Next: tantivy_answers.py answers a question; generations.py changes a rebuilt index over.

What an index says of itself is a document without a listed day: no question can find it. A folder may be read and
written from several processes: readers notice a commit or a new generation at their next search; writers take turns.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import tantivy

from search.document import Document
from search.engines.contract import Add, Answer, EngineError, NoIndexError, Position, Question, State
from search.engines.generations import Generations
from search.engines.tantivy_answers import Answering
from search.engines.tantivy_queries import Queries
from search.schema import FACETS, SCHEMA, Holds

STATE_ID = -1
_WRITER_MEMORY = 64_000_000
_BUILDER_MEMORY = 256_000_000  # large, so that a rebuild ends in few segments: fewer are quicker to ask
_PATIENCE = 30.0  # seconds to wait for another writer


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for row in SCHEMA:
        match row.holds:
            case Holds.IDENTITY:
                builder.add_integer_field(row.name, indexed=True, fast=True)
            case Holds.MATCHED:
                builder.add_text_field(row.name, tokenizer_name="whitespace", index_option="basic")
            case Holds.RANKED:
                builder.add_text_field(row.name, tokenizer_name="whitespace", index_option="freq")
            case Holds.KEYS:
                builder.add_text_field(row.name, tokenizer_name="raw", index_option="basic")
            case Holds.FACET | Holds.TEXT_ORDER:
                builder.add_text_field(row.name, tokenizer_name="raw", index_option="basic", fast=True)
            case Holds.NUMBER_ORDER:
                builder.add_integer_field(row.name, fast=True)
            case Holds.POINT:
                builder.add_float_field("latitude", fast=True)
                builder.add_float_field("longitude", fast=True)
    builder.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


class Tantivy:
    """An index in a folder."""

    is_embedded = True

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._schema = _schema()
        self._queries = Queries(self._schema)
        self._lock = threading.Lock()
        self._open: tuple[Path, tantivy.Index] | None = None
        self._seen: tuple[int, ...] = ()

    def search(self, question: Question) -> Answer:
        """Answer a question."""
        return Answering(self._searcher(), self._queries, question).answer()

    def write(self, documents: Iterable[Document], deletions: Iterable[int], position: Position) -> None:
        """Store documents, forget others, note the position: one commit."""
        with self._writer() as (index, writer):
            state = _read_state(index.searcher(), self._schema)
            if state is None:
                raise NoIndexError
            if position < state.position:
                return
            for identity in deletions:
                writer.delete_documents_by_term("id", identity)
            for document in documents:
                writer.delete_documents_by_term("id", document.id)
                writer.add_document(_stored(document, self._schema))
            writer.delete_documents_by_term("id", STATE_ID)
            writer.add_document(_stored_state(replace(state, position=position), self._schema))
            writer.commit()

    @contextmanager
    def rebuild(self, state: State) -> Iterator[Add]:
        """Build a new generation; it becomes the current one at the end."""
        with self._generations.make() as folder:
            index = tantivy.Index(self._schema, path=str(folder))
            writer = index.writer(_BUILDER_MEMORY, 1)

            def add(documents: Iterable[Document]) -> None:
                for document in documents:
                    writer.add_document(_stored(document, self._schema))

            yield add
            writer.add_document(_stored_state(state, self._schema))
            writer.commit()
            writer.wait_merging_threads()

    def state(self) -> State | None:
        """Return what the index says of itself."""
        try:
            return _read_state(self._searcher(), self._schema)
        except NoIndexError:
            return None

    def count(self) -> int:
        """Return how many documents there are, but for the one about itself."""
        return max(0, int(self._searcher().num_docs) - 1)

    def close(self) -> None:
        """Let go of the folder."""
        with self._lock:
            self._open, self._seen = None, ()

    def drop(self) -> None:
        """Delete all generations."""
        self.close()
        self._generations.drop()

    def _searcher(self) -> tantivy.Searcher:
        """Return a searcher that sees the last commit of any process; two looks at the disk tell whether one came."""
        with self._lock:
            while True:
                folder = self._generations.current()
                try:
                    return self._opened(folder).searcher()
                except (OSError, ValueError) as error:
                    self._open = None
                    if folder == self._generations.current():  # else a rebuild has just put it away
                        raise EngineError(f"The search index can't be read ({error}); rebuild it.") from error

    def _opened(self, folder: Path | None) -> tantivy.Index:
        if folder is None:
            self._open = None
            raise NoIndexError
        meta = (folder / "meta.json").stat()
        seen = (meta.st_mtime_ns, meta.st_ino, meta.st_size)
        if self._open is None or self._open[0] != folder:
            self._open = folder, self._open_index(folder)
        elif seen != self._seen:
            self._open[1].reload()
        self._seen = seen
        return self._open[1]

    @contextmanager
    def _writer(self) -> Iterator[tuple[tantivy.Index, tantivy.IndexWriter]]:
        """Give the current generation, opened anew, and its only writer; wait for another writer to finish."""
        until = time.monotonic() + _PATIENCE
        while True:
            folder = self._generations.current()
            if folder is None:
                raise NoIndexError
            try:
                writer = self._open_index(folder).writer(_WRITER_MEMORY, 1)
            except ValueError as error:  # locked by another writer, put away by a rebuild, or broken
                is_locked = "LockBusy" in str(error)
                if time.monotonic() > until or (not is_locked and folder == self._generations.current()):
                    raise EngineError(f"The search index can't be written ({error}).") from error
                time.sleep(0.02)
                continue
            if folder == self._generations.current():
                break
            del writer  # a rebuild finished while we waited
        try:
            yield self._open_index(folder), writer
        except ValueError as error:
            writer.rollback()
            raise EngineError(f"The search index can't be written ({error}).") from error
        finally:
            writer.wait_merging_threads()  # consumes the writer, and with it the lock

    def _open_index(self, folder: Path) -> tantivy.Index:
        index = tantivy.Index.open(str(folder))
        if index.schema != self._schema:  # its fields would be taken for each other
            raise NoIndexError
        index.config_reader("manual")  # we look for commits ourselves: no watching thread, which a fork would lose
        index.reload()
        return index


def _stored(document: Document, schema: tantivy.Schema) -> tantivy.Document:
    fields: dict[str, Any] = {
        "id": document.id,
        "listed": list(document.listed),
        "words": " ".join(document.words),
        "stems": " ".join(document.stems),
        **{field: " ".join(words) for field, words in document.ranked.items()},
        "full_names": list(document.full_names),
        "full_acronyms": list(document.full_acronyms),
        **{facet: list(document.facets[facet]) for facet in FACETS},
        "by_name": document.by_name,
        "by_newest": document.by_newest,
    }
    if document.point:
        fields |= {"latitude": document.point.latitude, "longitude": document.point.longitude}
    return tantivy.Document.from_dict(fields, schema)


def _stored_state(state: State, schema: tantivy.Schema) -> tantivy.Document:
    return tantivy.Document.from_dict({"id": STATE_ID, "state": state.to_json()}, schema)


def _read_state(searcher: tantivy.Searcher, schema: tantivy.Schema) -> State | None:
    hits = searcher.search(tantivy.Query.term_query(schema, "id", STATE_ID), 1).hits
    return State.from_json(searcher.doc(hits[0][1])["state"][0]) if hits else None
