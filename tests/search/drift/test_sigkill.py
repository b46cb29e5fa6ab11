"""True kills, by the system's own signal: whatever a process was in the middle of, the next one needs no hand."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from directory.models import OrganisationPage
from search import index, points
from search.analysis import phrase, terms
from search.check import check
from search.engines.contract import Question
from search.rebuild import rebuild
from tests.search.drift.following import wait_until_all_can_be_read
from tests.search.drift.own_database import environment
from tests.search.drift.writes import write

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ROOT = Path(__file__).resolve().parents[3]
ORGANISATIONS = 7
OF_A_FOLLOWER = [(point, nth) for point in points.FOLLOW for nth in (1, 2)]
OF_A_REBUILD = [
    *((point, 1) for point in points.REBUILD if point != "rebuild: batch added"),
    *(("rebuild: batch added", nth) for nth in range(1, ORGANISATIONS + 1)),
    *((point, 1) for point in points.FOLLOW),  # the new index follows before it takes over
    ("follow: changes read", 2),
]
KILLED = -signal.SIGKILL


class Victims:
    """Processes that work on the database and the index, each until it is killed or has done its work."""

    def __init__(self, database, place):
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.search.drift.victim", database.name],
            cwd=ROOT,
            env={**environment(), "SEARCH_URL": place.url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, work, at=None, nth=1):
        """Have one do its work, and return its exit status."""
        wait_until_all_can_be_read()
        print(json.dumps({"work": work, "at": at, "nth": nth}), file=self._server.stdin, flush=True)
        return json.loads(self._server.stdout.readline())

    def close(self):
        self._server.communicate()


@pytest.fixture
def victims(database, place, monkeypatch):
    """Processes to be killed, and an index of a small federation, which nobody follows but they."""
    monkeypatch.setattr("directory.changes._listeners", [])
    place.clear()
    number = 0
    while OrganisationPage.objects.count() < ORGANISATIONS:
        number += 1
        write("create", number)
    rebuild()
    ours = Victims(database, place)
    yield ours
    ours.close()


def answers():
    """What visitors are told, and how far the index has read."""
    engine, day = index.engine(), timezone.localdate()
    asked = [Question(day=day, terms=terms(text), phrase=phrase(text), limit=100) for text in ("", "club", "meanwhile")]
    return [engine.search(each) for each in asked], engine.state()


def differences():
    return str(check().found)


def test_a_follower_that_is_killed_anywhere_leaves_nothing_that_the_next_one_does_not_mend(victims):
    assert len(OF_A_FOLLOWER) == 10  # on each of two engines: twenty true kills
    for number, (point, nth) in enumerate(OF_A_FOLLOWER):
        for kind in ("update vocabulary", "write many", "save", "hide or show", "lapse"):
            write(kind, number)
        assert (point, nth, victims.do("follow", point, nth)) == (point, nth, KILLED)
        if nth == 2:
            assert (point, victims.do("follow"), differences()) == (point, 0, "missing=0 extra=0 stale=0")


def test_a_rebuild_that_is_killed_anywhere_leaves_the_old_index_at_work_and_no_orphan_after_the_next(victims, place):
    assert len(OF_A_REBUILD) == 20
    for point, nth in OF_A_REBUILD if place.is_usual else OF_A_REBUILD[::3]:
        before = answers()
        assert (point, nth, victims.do("rebuild", point, nth)) == (point, nth, KILLED)
        has_changed_over = point in {"rebuild: changed over", "rebuild: old ones cleared"}
        assert (point, answers() == before) == (point, not has_changed_over)

        assert (point, victims.do("rebuild"), differences()) == (point, 0, "missing=0 extra=0 stale=0")
        assert (point, len(place.indices())) == (point, 1)
