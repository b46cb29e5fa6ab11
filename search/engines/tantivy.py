"""The embedded engine: tantivy, in a folder beside the site. Nothing to install, nothing to run.
In: documents and questions. Out: answers, as the contract says.
Next: tantivy_answers.py answers a question; tantivy_store.py stores; generations.py changes a rebuilt index over.

A folder may be read and written from several processes: readers notice a commit or a new generation at their next
search; writers take turns.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from search.document import Document
from search.engines import tantivy_store as store
from search.engines.contract import Answer, Building, EngineError, NoIndexError, Position, Question, Refused, State
from search.engines.generations import Generations
from search.engines.tantivy_answers import Answering
from search.engines.tantivy_queries import Queries
from search.points import reached
from search.schema import fingerprint

_PATIENCE = 2.0  # seconds to wait for another writer: whoever writes has the turn, so there is hardly one


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise EngineError(f"The search index can't be read or written ({error}).") from error
    except BaseException as error:
        # tantivy panics at some broken files; to Python that is neither an Exception nor a class that can be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(f"The search index is broken ({error}); rebuild it.") from error


class _Reading:
    """What can be read of a generation, whether it is asked already or not."""

    _schema: tantivy.Schema

    def _searcher(self) -> tantivy.Searcher:
        raise NotImplementedError

    @_errors()
    def state(self) -> State | None:
        """Return what the index says of itself."""
        try:
            return store.read_state(self._searcher(), self._schema)
        except NoIndexError:
            return None

    @_errors()
    def count(self) -> int:
        """Return how many documents were committed, but for the one about itself."""
        return store.read_count(self._searcher())

    @_errors()
    def digests(self, first: int, last: int, limit: int) -> list[tuple[int, str]]:
        """Return ids, ascending, with the digests of their documents."""
        return store.read_digests(self._searcher(), self._schema, first, last, limit)


class Tantivy(_Reading):
    """An index in a folder."""

    is_embedded = True

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder, version=fingerprint())
        self._schema = store.schema()
        self._queries = Queries(self._schema)
        self._lock = threading.Lock()
        self._open: tuple[Path, tantivy.Index] | None = None
        self._seen: tuple[int, ...] = ()

    @_errors()
    def search(self, question: Question) -> Answer:
        """Answer a question."""
        searcher = self._searcher()
        try:
            return Answering(searcher, self._queries, question).answer()
        except (OSError, ValueError) as error:
            raise EngineError(f"The search index can't be read ({error}); rebuild it.") from error

    @_errors()
    def write(
        self,
        documents: Iterable[Document],
        deletions: Iterable[int],
        position: Position,
        seen: Position | None = None,
    ) -> Refused:
        """Store documents, forget others, note the position: one commit."""
        with self._writer() as (index, writer):
            return _write(index, writer, documents, deletions, position=position, seen=seen)

    @contextmanager
    def rebuild(self, state: State) -> Iterator[Building]:
        """Build a new generation; it becomes the current one at the end."""
        with self._generations.make() as folder:
            building = _Building(folder, self._schema, state)
            reached("rebuild: begun")
            try:
                yield building
                building.settle()
                reached("rebuild: ready")
            finally:
                building.close()

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
            self._open = folder, store.open_index(folder, self._schema)
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
                writer = store.open_index(folder, self._schema).writer(store.WRITER_MEMORY, 1)
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
            yield store.open_index(folder, self._schema), writer
        except ValueError as error:
            writer.rollback()
            raise EngineError(f"The search index can't be written ({error}).") from error
        finally:
            writer.wait_merging_threads()  # consumes the writer, and with it the lock


class _Building(_Reading):
    """A generation that nobody asks yet: one writer until all is added, then one for each write."""

    @_errors()
    def __init__(self, folder: Path, schema: tantivy.Schema, state: State) -> None:
        self._folder = folder
        self._schema = schema
        self._state = state
        self._writer: tantivy.IndexWriter | None = tantivy.Index(schema, path=str(folder)).writer(
            store.BUILDER_MEMORY, 1
        )

    @_errors()
    def add(self, documents: Iterable[Document]) -> Refused:
        """Store documents; nobody sees them before `settle`."""
        if self._writer is None:
            raise EngineError("Everything was added to this index already.")
        return store.put(self._writer, self._schema, documents, ())

    @_errors()
    def settle(self) -> None:
        """Commit what was added, and let the segments be merged."""
        if self._writer is not None:
            store.put_state(self._writer, self._schema, self._state)
            self._writer.commit()
            self.close()

    @_errors()
    def write(
        self,
        documents: Iterable[Document],
        deletions: Iterable[int],
        position: Position,
        seen: Position | None = None,
    ) -> Refused:
        """Store documents, forget others, note the position: one commit."""
        self.settle()
        index = store.open_index(self._folder, self._schema)
        writer = index.writer(store.WRITER_MEMORY, 1)
        try:
            return _write(index, writer, documents, deletions, position=position, seen=seen)
        finally:
            writer.wait_merging_threads()

    def close(self) -> None:
        """Let go of the writer, and of what it has not committed."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.wait_merging_threads()

    def _searcher(self) -> tantivy.Searcher:
        return store.open_index(self._folder, self._schema).searcher()


def _write(
    index: tantivy.Index,
    writer: tantivy.IndexWriter,
    documents: Iterable[Document],
    deletions: Iterable[int],
    *,
    position: Position,
    seen: Position | None,
) -> Refused:
    schema = index.schema
    state = store.read_state(index.searcher(), schema)
    if state is None:
        raise NoIndexError
    if position < state.position:
        return {}
    refused = store.put(writer, schema, documents, deletions)
    reached("write: documents stored")
    store.put_state(writer, schema, state.at(state.position if refused else position, seen))
    writer.commit()
    reached("write: position stored")
    return refused
