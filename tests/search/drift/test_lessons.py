"""Lessons from the field: each way in which an index once began to lie, and a test that this one does not."""

from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.utils import timezone

from directory import verbs
from directory.models import Change, OrganisationPage, OtherName
from search import follow as following
from search import index, log, points, register, set_aside
from search.analysis import phrase, terms
from search.check import check
from search.engines.contract import EngineError, Position, Question, State
from search.fitness import reason_not_to_follow
from search.models import SetAside
from search.rebuild import rebuild
from tests.search.drift.following import follow_as_production_does, wait_until_all_can_be_read
from tests.search.drift.places import Killed
from tests.search.faults import Fault
from tests.search.workers import Worker

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


class UndoneError(Exception):
    """Whoever writes changes his mind."""


@pytest.fixture
def engine(database, place, monkeypatch):
    """The site's engine, with an index of a small federation; nobody follows but the test."""
    monkeypatch.setattr("directory.changes._listeners", [])
    place.clear()
    rebuild()
    return index.engine()


@pytest.fixture
def page(engine):
    return OrganisationPage.objects.order_by("pk").first()


def asked(text):
    return Question(day=timezone.localdate(), terms=terms(text), phrase=phrase(text), limit=100)


def found(engine, text=""):
    return set(engine.search(asked(text)).ids)


def follow():
    wait_until_all_can_be_read()
    return following.follow()


def differences():
    return str(check().found)


def kill_at(point):
    def watch(name):
        if name == point:
            raise Killed

    return points.watched(watch)


def test_what_is_rolled_back_leaves_no_phantom(engine, page):
    """Whoever tells the index before the commit tells it of what never was."""

    def change_ones_mind():
        with transaction.atomic():
            page.title = "Phantom"
            page.save()
            Worker(following.follow).done()
            raise UndoneError

    with pytest.raises(UndoneError):
        change_ones_mind()
    follow()

    assert found(engine, "phantom") == set()
    assert differences() == "missing=0 extra=0 stale=0"


def test_an_error_of_the_engine_is_not_swallowed_and_the_position_waits(engine, page, monkeypatch):
    """Errors that are logged and forgotten are drift for ever."""
    position = engine.state().position
    page.title = "Renamed"
    page.save()

    def fail(*_arguments, **_options):
        raise EngineError("The engine is away.")

    with monkeypatch.context() as broken:
        broken.setattr(type(engine), "write", fail)
        with pytest.raises(EngineError, match="away"):
            follow()
    assert engine.state().position == position
    follow()

    assert (found(engine, "renamed"), engine.state().position) == ({page.pk}, log.head())


def test_old_data_never_win_over_new(engine, page, place):
    """Writes without versions let the slower of two followers win."""
    page.title = "Older"
    page.save()
    position = log.head()
    slow, older = place.opened_anew(), register.Register().documents_for([page.pk])
    page.title = "Newer"
    page.save()
    follow()

    slow.write(older, [], position)

    assert (found(engine, "older"), found(engine, "newer")) == (set(), {page.pk})
    assert differences() == "missing=0 extra=0 stale=0"


def test_a_record_that_stops_being_public_is_removed_and_not_skipped(engine):
    hidden, unpublished, restricted, lapsed, deleted = OrganisationPage.objects.order_by("pk")
    verbs.hide(organisation=hidden, reason="asked to")
    unpublished.unpublish()
    restricted.view_restrictions.create(restriction_type="login")
    lapsed.memberships.all().delete()
    OrganisationPage.objects.get(pk=deleted.pk).delete()
    assert len(engine.digests(hidden.pk, deleted.pk, 10)) == 5
    follow()

    assert engine.digests(hidden.pk, deleted.pk, 10) == []
    assert found(engine) == set()


def test_a_rebuild_loses_no_save_that_is_made_meanwhile(engine, page):
    """A rebuild that writes to the new index alone loses what is saved to the old."""
    words = {point: f"word{number}" for number, point in enumerate(points.REBUILD)}

    def save(point):
        if point in words:
            OtherName.objects.create(organisation_id=page.pk, name=words[point])

    with points.watched(save):
        rebuild()
    follow()

    assert [found(engine, word) for word in words.values()] == [{page.pk}] * len(words)
    assert differences() == "missing=0 extra=0 stale=0"


def test_nothing_is_counted_twice_or_not_at_all_when_a_rebuilt_index_takes_over(engine, place):
    """An alias that is put and then deleted has two indices for a moment."""
    reader, totals, is_over = place.opened_anew(), [], []

    def read():
        while not is_over:
            totals.append(reader.search(asked("")).total)

    right = engine.search(asked("")).total
    other = Worker(read)
    for _each in range(3):
        rebuild()
    is_over.append(True)
    other.done()
    reader.close()

    assert set(totals) == {right}


def test_a_transaction_that_commits_late_is_not_passed_over(engine, page):
    """Whoever asks a PostgreSQL for `id > last` loses rows that are committed after higher ones."""
    if connection.vendor == "sqlite":  # where one transaction writes at a time, there is no late one
        assert list(log.waiting(log.BEGINNING)) == list(Change.objects.order_by("pk"))
        return
    late, early = OrganisationPage.objects.order_by("pk")[:2]

    def write_early():
        OtherName.objects.create(organisation=early, name="Early")

    with transaction.atomic():
        OtherName.objects.create(organisation=late, name="Late")
        Worker(write_early).done()
        Worker(following.follow).done()
    follow()

    assert (found(engine, "late"), found(engine, "early")) == ({late.pk}, {early.pk})


def test_a_late_and_stale_write_does_not_resurrect_what_was_deleted(engine, page, place):
    """Elasticsearch forgets a deletion, and its version, after `index.gc_deletes`."""
    if not engine.is_embedded:
        engine._client.indices.put_settings(index=engine._store.alias, settings={"index.gc_deletes": "0ms"})
    page.title = "Older"
    page.save()
    position, stale = log.head(), register.Register().documents_for([page.pk])
    OrganisationPage.objects.get(pk=page.pk).delete()
    follow()
    if engine.is_embedded:
        place.opened_anew().write(stale, [], position)
    else:  # its request was under way: it is past the question how far others have read
        engine._store.put(stale, [], position)

    assert page.pk not in found(engine)
    assert differences() == "missing=0 extra=0 stale=0"


def test_a_part_of_an_answer_is_none(engine, place):
    """Answers of some shards alone look complete unless they are refused."""
    if engine.is_embedded:  # all of its index is in one place: what can't be read there is an error
        with place.ready_for("unreadable") as begin:
            begin()
            place.restart()
            with pytest.raises(EngineError):
                index.engine().search(asked(""))
        return
    for fault in (Fault.PARTIAL, Fault.TIMED_OUT):
        with place.ready_for(fault) as begin:
            begin()
            with pytest.raises(EngineError):
                engine.search(asked(""))


def test_whoever_is_killed_before_a_refusal_is_noted_leaves_nobody_out(engine, page, monkeypatch):
    """The position must not move past a record that is neither in the index nor set aside."""

    def refuse(_profile):
        raise ValueError("This record is poison.")

    page.title = "Renamed"
    page.save()
    with monkeypatch.context() as poisoned, kill_at("write: position stored"):
        poisoned.setattr(register, "document_of", refuse)
        with pytest.raises(Killed):
            follow()
    assert SetAside.objects.filter(organisation_id=page.pk).exists()
    set_aside.try_all_again()
    follow()

    assert (found(engine, "renamed"), differences()) == ({page.pk}, "missing=0 extra=0 stale=0")


@pytest.mark.parametrize("point", ["write: documents stored", "write: position stored"])
def test_what_was_read_in_a_history_that_was_restored_over_is_not_kept(engine, page, place, database, point):
    """Documents are stored before the position: an older register may know the one, and never have had the others."""
    follow()
    kept = database.moment()
    page.title = "Never was"
    page.save()
    with kill_at(point), pytest.raises(Killed):
        follow()
    place.restart()
    database.restore(kept)

    state = index.engine().state()
    assert reason_not_to_follow(state) is None or found(index.engine(), "never") == {page.pk}
    follow_as_production_does()
    assert (found(index.engine(), "never"), differences()) == (set(), "missing=0 extra=0 stale=0")


def test_a_state_that_was_stored_before_it_said_what_was_seen_is_read():
    state = State(position=Position(1, 2, 3), log="a", fingerprint="b")

    assert State.from_json('{"position": [1, 2, 3], "log": "a", "fingerprint": "b"}') == state
    assert State.from_json(replace(state, seen=Position(1, 3, 4)).to_json()).seen == Position(1, 3, 4)
