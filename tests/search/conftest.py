"""A genuine Elasticsearch for the index's tests, whichever engine the site has."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "elasticsearch"


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
