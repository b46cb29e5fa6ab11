"""Rebuilding while others write and search: nothing is lost, nothing counted twice, and nobody waits for long."""

import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bench.load import Load
from search.engines.urls import open_engine
from tests.search.loads import put_on

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WRITES = 1_000  # `make soak` makes ten times as many
WRITERS = 4


@pytest.fixture(params=["tantivy", "elasticsearch"])
def place(request, tmp_path):
    """The address of an index of the test's own."""
    if request.param == "tantivy":
        yield f"tantivy:///{tmp_path}/index"
        return
    server = urlsplit(request.getfixturevalue("elasticsearch_url")).netloc
    url = f"elasticsearch://{server}/load-{uuid.uuid4().hex}"
    yield url
    engine = open_engine(url, Path("/"))
    engine.drop()
    engine.close()


def test_a_thousand_writes_during_rebuilds_are_neither_lost_nor_counted_twice_nor_blocked(organise, place, tmp_path):
    for number in range(60):
        organise(country=("TN", "MA", "FR", "CZ")[number % 4], kind=("club", "museum")[number % 2])

    outcome = put_on(
        tmp_path,
        place,
        Load(writers=WRITERS, saves=WRITES // WRITERS, readers=2, is_followed=True, is_rebuilt=True),
    )

    assert outcome.faults == []  # of writers, readers (whoever asks for everything finds all, once), rebuilds
    assert (outcome.organisations, outcome.saves) == (60, WRITES)
    assert (outcome.missing, outcome.extra, outcome.stale) == (0, 0, 0)
    assert outcome.rebuilds > 0
    assert outcome.searches > 0
    assert outcome.save_longest < 10
