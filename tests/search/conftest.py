"""Fixtures of the index's tests: the configured engine, which follows the register, and a genuine Elasticsearch."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from search import log
from search.index import engine as configured_engine
from search.rebuild import rebuild

TOOL = Path(__file__).resolve().parents[2] / "tools" / "elasticsearch"


@pytest.fixture
def followed(federation, monkeypatch):
    """The configured engine, built from the register as it is when the test begins; `follow(followed)` goes on."""
    # A test is one transaction that never commits; to follow within it, its own changes count as settled.
    monkeypatch.setattr(log, "_OLDEST_OPEN", "pg_current_xact_id()::text::bigint + 1")
    engine = configured_engine()
    engine.drop()
    rebuild(engine)
    yield engine
    engine.drop()


@pytest.fixture(scope="session")
def elasticsearch_url():
    """The address of the server to test against: the environment's, or one of our own for as long as we run."""
    given = os.environ.get("ELASTICSEARCH_URL")
    if given:
        yield given
        return
    with subprocess.Popen(  # it stops when its standard input ends
        [sys.executable, TOOL, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        url = server.stdout.readline().strip()
        assert url, "tools/elasticsearch could not start a server"
        yield url
        server.stdin.close()
