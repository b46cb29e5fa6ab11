"""The engines that the contract holds for: the oracle, the embedded one, and a genuine Elasticsearch."""

import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from search.engines.urls import open_engine


@pytest.fixture(scope="session", params=["memory", "tantivy", "elasticsearch"])
def open_index(request, tmp_path_factory):
    """A function that opens an index of the session's own by a name, on each engine in turn."""
    if request.param == "elasticsearch":
        server = urlsplit(request.getfixturevalue("elasticsearch_url"))
        scheme = "elasticsearchs" if server.scheme == "https" else "elasticsearch"
        place = f"{scheme}://{server.netloc}/contract-{uuid.uuid4().hex}"
    else:
        place = {"memory": "memory://", "tantivy": f"tantivy:///{tmp_path_factory.mktemp('index')}/"}[request.param]
    engines = []

    def open_by(name):
        engines.append(open_engine(place if place == "memory://" else f"{place}-{name}", Path("/")))
        return engines[-1]

    yield open_by
    for engine in engines:
        engine.drop()
        engine.close()


@pytest.fixture(scope="session")
def shared_engine(open_index):
    """One engine for the session: what a test leaves in it, another test finds."""
    return open_index("shared")


@pytest.fixture(scope="session")
def scratch(open_index):
    """The engine of `engine`."""
    return open_index("scratch")


@pytest.fixture
def engine(scratch):
    """An engine without an index."""
    scratch.drop()
    return scratch
