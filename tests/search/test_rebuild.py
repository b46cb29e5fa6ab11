"""Rebuilding, and knowing when to."""

from dataclasses import replace

import pytest

from directory.models import Change, OtherName
from search import fitness, log, points, set_aside
from search import rebuild as rebuilding
from search.engines.contract import Position
from search.engines.memory import Memory
from search.fitness import reason_to_rebuild
from search.follow import follow
from search.models import SetAside
from search.rebuild import Rebuilt, rebuild
from search.schema import fingerprint
from tests import factories
from tests.search.registers import question

pytestmark = pytest.mark.django_db


def test_a_rebuild_reads_every_organisation_in_batches(organise, followed, monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    pages = {organise().pk for _each in range(5)}
    organise(member=False)
    told = []

    assert rebuild(followed, progress=told.append) == Rebuilt(organisations=6, documents=5)

    assert told == [2, 2, 2]
    assert set(followed.search(question()).ids) == pages
    state = followed.state()
    assert (state.position, state.log, state.fingerprint) == (log.head(), log.identity(), fingerprint())


def test_what_is_written_while_a_rebuild_reads_is_followed_at_its_end(organise, followed):
    page = organise("Alpha")

    rebuild(followed, progress=lambda _count: OtherName.objects.create(organisation=page, name="Written meanwhile"))

    assert followed.search(question("meanwhile")).total == 1
    assert followed.state().position == log.head()


def test_a_good_index_needs_no_rebuild(organise, followed):
    assert reason_to_rebuild(followed.state()) is None
    organise()
    assert reason_to_rebuild(followed.state()) is None


def test_a_missing_index_needs_a_rebuild(db):
    assert reason_to_rebuild(Memory().state()) == "there is no index"


@pytest.mark.parametrize(
    ("altered", "reason"),
    [
        ({"fingerprint": "older"}, "the index was made for another schema"),
        ({"log": "1 another first line"}, "the index was made from another register"),
        ({"position": Position(2**60, 2**60)}, "the register was restored to an earlier state"),
    ],
)
def test_an_index_of_another_schema_or_another_register_needs_a_rebuild(organise, followed, altered, reason):
    organise()
    rebuild(followed)
    engine = Memory()
    with engine.rebuild(replace(followed.state(), **altered)):
        pass

    assert reason_to_rebuild(engine.state()) == reason


def test_an_index_that_is_far_behind_needs_a_rebuild(organise, followed, monkeypatch):
    organise()
    behind = len(log.changes_after(followed.state().position, 1000))
    monkeypatch.setattr(fitness, "FAR_BEHIND", behind + 1)
    assert reason_to_rebuild(followed.state()) is None

    monkeypatch.setattr(fitness, "FAR_BEHIND", behind)
    assert reason_to_rebuild(followed.state()) == "the index is too far behind"


def test_a_register_without_a_history_can_be_rebuilt(organise, followed):
    Change.objects.all().delete()

    rebuild(followed)

    assert reason_to_rebuild(followed.state()) is None


def test_an_index_that_was_built_before_the_first_line_of_the_log_can_be_followed(db):
    Change.objects.all().delete()
    engine = Memory()
    rebuild(engine)

    factories.KindFactory()

    assert reason_to_rebuild(engine.state()) is None


def test_lines_from_another_cluster_are_older_than_all_that_follow(organise, followed):
    """Their transactions may have greater numbers than this cluster has given yet."""
    page = organise("Alpha")
    Change.objects.update(xid=2**60)
    Change.objects.filter(pk=Change.objects.last().pk).update(xid=None)
    followed.drop()

    rebuild(followed)
    OtherName.objects.create(organisation=page, name="Omega")
    follow(followed)

    assert followed.search(question("omega")).total == 1
    assert followed.state().position == log.newest() == log.head()


def test_a_rebuild_that_is_killed_leaves_records_set_aside_to_the_old_index(organise, followed):
    page = organise("Alpha")
    set_aside.note([page.pk], {page.pk: "ill"})

    def kill(point):
        if point == "rebuild: compared":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), points.watched(kill):
        rebuild(followed)
    assert [row.organisation_id for row in SetAside.objects.all()] == [page.pk]

    rebuild(followed)
    assert SetAside.objects.count() == 0
