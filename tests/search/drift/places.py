"""Places of an index, and what befalls them: an embedded one in a folder, and a genuine Elasticsearch.
In: a folder or a server. Out: the engine as production opens it, with faults to order, and nothing kept that a process
that was killed would have lost.
Next: machine.py writes to them; at the end each has just one index.
"""

import os
import shutil
import uuid
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import elasticsearch
import pytest
import tantivy
from django.db import connection
from django.test import override_settings
from elasticsearch.helpers import actions

from search import index
from search.engines import elasticsearch as on_elasticsearch
from search.engines import elasticsearch_store, generations, tantivy_store
from search.engines import tantivy as on_tantivy
from search.engines.contract import EngineError
from search.engines.urls import open_engine
from tests.search.faults import Fault, FaultyServer

LEAST_MEMORY = 15_000_000  # that tantivy's writers do with
SHORT_PATIENCE = 0.15


class Killed(BaseException):
    """The process is no more: nobody catches this, and nobody clears up."""


class Place:
    """Where the index lies; `url` is its SEARCH_URL."""

    @property
    def is_usual(self):
        """Whether sites have this engine with the database that we run on: then all is tried, else some of it."""
        return (connection.vendor == "postgresql") == isinstance(self, Server)

    def opened_anew(self):
        """Open the engine as another process would."""
        return open_engine(self.url, Path("/"), patience=10.0)

    def restart(self):
        """Have this process know nothing of the index: it has just begun."""
        with suppress(EngineError):
            index.engine().close()
        index._engine.cache_clear()


class Folder(Place):
    """A folder of the embedded engine."""

    FAULTS = ("fails before", "fails after", "locked", "unreadable", "gone")
    can_be_copied = True

    def __init__(self, folder):
        self.folder = folder / "index"
        self.url = f"tantivy:///{self.folder}"
        self._copies = folder / "copies"
        self._fault = ""

    @contextmanager
    def prepared(self):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tantivy_store, "WRITER_MEMORY", LEAST_MEMORY)
            patch.setattr(tantivy_store, "BUILDER_MEMORY", LEAST_MEMORY)
            patch.setattr(on_tantivy, "_PATIENCE", 0.05)
            patch.setattr(on_tantivy, "_write", self._write(on_tantivy._write))
            patch.setattr(os, "fsync", lambda _file: None)  # nobody pulls the plug
            yield
        shutil.rmtree(self.folder, ignore_errors=True)

    def _write(self, write):
        def faulty(*arguments, **positions):
            if self._fault == "fails before":
                raise EngineError("The write failed before anything was written.")
            done = write(*arguments, **positions)
            if self._fault == "fails after":
                raise EngineError("The write was done, and its answer is lost.")
            return done

        return faulty

    def clear(self):
        self.restart()
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self._copies, ignore_errors=True)

    def indices(self):
        """The indices that there are, in use or left behind."""
        return [path.name for path in self.folder.iterdir() if path.is_dir()]

    lose = clear

    def copy(self):
        shutil.rmtree(self._copies, ignore_errors=True)
        if self.folder.exists():
            shutil.copytree(self.folder, self._copies)

    def restore(self):
        if self._copies.exists():
            self.restart()
            shutil.rmtree(self.folder, ignore_errors=True)
            shutil.copytree(self._copies, self.folder)

    @contextmanager
    def ready_for(self, fault):
        """Give a function that makes the fault begin; it ends with the block."""
        with ExitStack() as faults:
            yield lambda: faults.enter_context(self._failing(fault))

    @contextmanager
    def _failing(self, fault):
        blocks = {"locked": self._locked, "unreadable": self._unreadable, "gone": self._gone}
        self._fault = fault
        try:
            with blocks.get(fault, nullcontext)():
                yield
        finally:
            self._fault = ""

    @contextmanager
    def _locked(self):
        writers = []
        if self.folder.exists():
            for name in self.indices():
                with suppress(ValueError):
                    writers.append(tantivy.Index.open(str(self.folder / name)).writer(LEAST_MEMORY, 1))
        try:
            yield
        finally:
            for writer in writers:
                writer.wait_merging_threads()

    @contextmanager
    def _unreadable(self):
        kept = {path: path.read_bytes() for path in self.folder.glob("*/meta.json")}
        spoilt = {path: content[: len(content) // 2] for path, content in kept.items()}
        for path, content in spoilt.items():
            path.write_bytes(content)
        try:
            yield
        finally:
            for path, content in kept.items():
                if path.exists() and path.read_bytes() == spoilt[path]:  # else somebody has written a right one
                    path.write_bytes(content)

    @contextmanager
    def _gone(self):
        away = self.folder.with_name("away")
        if not self.folder.exists():
            yield
            return
        self.folder.rename(away)
        self.folder.write_text("a file in its place: nothing can be made here")
        try:
            yield
        finally:
            self.folder.unlink()
            away.rename(self.folder)

    @contextmanager
    def dying(self):
        """Have nothing cleared up in the block."""
        with pytest.MonkeyPatch.context() as patch:
            yield lambda: patch.setattr(generations.Generations, "_clear", lambda _self: None)


class Server(Place):
    """A genuine Elasticsearch, behind a proxy that fails when told to."""

    FAULTS = tuple(fault for fault in Fault if fault not in {Fault.NONE, Fault.SLOW})
    can_be_copied = False

    def __init__(self, server):
        self._direct = elasticsearch.Elasticsearch(server, request_timeout=60)
        self._proxy = FaultyServer(server)
        self._name = f"drift-{uuid.uuid4().hex[:12]}"
        self.url = self._proxy.search_url(self._name)
        parts = urlsplit(server)
        self.direct_url = f"elasticsearch://{parts.netloc}/{self._name}"

    @contextmanager
    def prepared(self):
        settings = {**elasticsearch_store.SETTINGS, "index.translog.durability": "async"}  # nobody pulls the plug
        with self._proxy, pytest.MonkeyPatch.context() as patch:
            patch.setattr(on_elasticsearch, "SETTINGS", settings)
            patch.setattr(actions, "time", SimpleNamespace(sleep=lambda _seconds: None))
            yield
            self.clear()
        self._direct.close()

    def clear(self):
        self.restart()
        names = self.indices()
        if names:
            self._direct.indices.delete(index=names)

    def indices(self):
        """The indices that there are, in use or left behind."""
        return sorted(self._direct.indices.get(index=f"{self._name}.*", expand_wildcards="all").body)

    lose = clear

    @contextmanager
    def ready_for(self, fault):
        """Give a function that makes the fault begin; it ends with the block."""
        with ExitStack() as patience:
            if fault is Fault.HANGING:
                patch = patience.enter_context(pytest.MonkeyPatch.context())
                patch.setattr(on_elasticsearch, "_WRITER_PATIENCE", SHORT_PATIENCE)
                patience.enter_context(override_settings(SEARCH_TIMEOUT=SHORT_PATIENCE))
                self.restart()
                patience.callback(self.restart)
            try:
                yield lambda: setattr(self._proxy, "fault", fault)
            finally:
                self._proxy.fault = Fault.NONE

    @contextmanager
    def dying(self):
        """Have nothing said any more by whoever was killed in the block."""
        try:
            yield lambda: setattr(self._proxy, "fault", Fault.REFUSED)
        finally:
            self._proxy.fault = Fault.NONE
