"""Many writers at once, each a process of its own, with an index beside the site that follows each commit."""

import pytest
from django.db import connection

from bench.load import Load
from tests.search.loads import put_on

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WRITERS = 20
SAVES = 200  # by each; on PostgreSQL, which has no lock that all of them need, a tenth


def test_twenty_writers_and_two_hundred_saves_of_each_meet_no_error_and_are_all_found(organise, tmp_path):
    for number in range(2 * WRITERS):
        organise(country=("TN", "MA", "FR", "CZ")[number % 4])
    saves = SAVES if connection.vendor == "sqlite" else SAVES // 10

    outcome = put_on(
        tmp_path,
        f"tantivy:///{tmp_path}/index",
        Load(writers=WRITERS, saves=saves, readers=2, is_followed=True),
    )

    assert outcome.faults == []
    assert (outcome.organisations, outcome.saves) == (2 * WRITERS, WRITERS * saves)
    assert (outcome.missing, outcome.extra, outcome.stale) == (0, 0, 0)
    assert outcome.searches > 0
    assert outcome.save_longest < 20  # what a server waits for its workers


def test_without_a_follower_the_writers_bring_the_index_to_the_head_among_themselves(organise, tmp_path):
    for _each in range(8):
        organise()

    outcome = put_on(tmp_path, f"tantivy:///{tmp_path}/index", Load(writers=4, saves=25, readers=1))

    assert (outcome.faults, outcome.saves) == ([], 100)
    assert (outcome.missing, outcome.extra, outcome.stale) == (0, 0, 0)
