"""Generations: folders of which one is current, changed over in one atomic step. What an alias is to Elasticsearch.
In: a folder to live in. Out: the current generation; a new one that takes its place when it is complete.
Next: tantivy.py keeps one index a generation, so that searches go on in the old while the new is built.
"""

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engines.contract import EngineError
from search.points import reached

_LOCK = "rebuild.lock"


class Generations:
    """The generations below one folder. Each version of what is kept in them has a pointer of its own."""

    def __init__(self, folder: Path, version: str = "") -> None:
        self.folder = folder
        self._pointer = folder / f"current-{version}"

    def current(self) -> Path | None:
        """Return the folder of the current generation, None where there is none."""
        name = self._named()
        while name and not (self.folder / name).is_dir():
            before, name = name, self._named()
            if name == before:  # else a rebuild has put the other one away between our two looks
                return None
        return self.folder / name if name else None

    def _named(self) -> str:
        try:
            return self._pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""

    @contextmanager
    def make(self) -> Iterator[Path]:
        """Give an empty folder that becomes the current generation at the end, unless the block raises.

        One at a time: a second one, in any process, is refused. What a killed one left behind is cleared away.
        """
        with self._only_one():
            generation = self._new()
            try:
                yield generation
                with _errors():
                    self._point_to(generation)
                reached("rebuild: changed over")
            finally:
                with _errors():
                    self._clear()
        reached("rebuild: old ones cleared")

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        with _errors():
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / _LOCK).open("w")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system lets go of it if we are killed
            except BlockingIOError as error:
                raise EngineError("The search index is being rebuilt already; let that finish.") from error
            yield

    def _new(self) -> Path:
        with _errors():
            self._clear()
            generation = self.folder / uuid.uuid4().hex
            generation.mkdir()
            return generation

    def drop(self) -> None:
        """Delete all generations."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _point_to(self, generation: Path) -> None:
        fresh = self._pointer.with_suffix(".new")
        with fresh.open("w", encoding="ascii") as file:
            file.write(generation.name)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._pointer)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)  # the change of name itself survives a power cut
        finally:
            os.close(folder)

    def _clear(self) -> None:
        current = self.current()
        for each in self.folder.iterdir():
            if each.is_dir() and each != current:
                shutil.rmtree(each, ignore_errors=True)
            elif not each.is_dir() and each not in {self._pointer, self.folder / _LOCK}:
                each.unlink(missing_ok=True)  # another version's pointer, to a generation that is gone


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EngineError(f"The search index's folder can't be used ({error}).") from error
