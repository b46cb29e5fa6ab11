"""A database and places of an index for the tests that nothing drifts."""

import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from wagtail.signal_handlers import disable_reference_index_auto_update

from search import log
from tests.search.drift.following import OLDEST_OPEN_HERE
from tests.search.drift.own_database import own_database
from tests.search.drift.places import Folder, Server

IN_MEMORY = Path("/dev/shm")  # where nobody waits for a disk


@pytest.fixture
def folder(tmp_path):
    """A folder on a quick disk, where there is one."""
    if not IN_MEMORY.is_dir():
        yield tmp_path
        return
    ours = Path(tempfile.mkdtemp(prefix="meridian-drift-", dir=IN_MEMORY))
    yield ours
    shutil.rmtree(ours)


@pytest.fixture
def database(transactional_db, folder, monkeypatch):
    """A database of the test's own, in which transactions commit."""
    monkeypatch.setattr(log, "_OLDEST_OPEN", OLDEST_OPEN_HERE)
    staffs = {"default": {**settings.MODELSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}}
    with (
        override_settings(MODELSEARCH_BACKENDS=staffs),  # what staff search in is not what this is about
        disable_reference_index_auto_update(),
        own_database(folder).opened() as ours,
    ):
        yield ours


@pytest.fixture(params=["tantivy", "elasticsearch"])
def place(request, folder):
    """The place of the site's index, on each engine in turn."""
    ours = Folder(folder) if request.param == "tantivy" else Server(request.getfixturevalue("elasticsearch_url"))
    with override_settings(SEARCH_URL=ours.url), ours.prepared():
        yield ours
