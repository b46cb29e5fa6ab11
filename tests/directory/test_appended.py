"""One line a subject in each transaction, whatever is rolled back within it; the next transaction has its own."""

import threading
import time
from contextlib import suppress

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction

from directory import changes
from directory.models import Change, OtherName
from directory.models.tracked import TrackedQuerySet
from tests import factories


@pytest.fixture
def calls(monkeypatch):
    """How often the listeners were told."""
    told = []
    monkeypatch.setattr(changes, "_listeners", [lambda: told.append(connection.in_atomic_block)])
    return told


@pytest.fixture
def log(db, calls):
    """What has been appended since the fixture was asked for, as `subject kind`."""
    begin = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def since():
        lines = Change.objects.filter(pk__gt=begin).order_by("pk")
        return [f"{line.subject_id} {line.kind}" for line in lines]

    return since


class UndoneError(Exception):
    """Rolls a block back."""


def elsewhere(act):
    """Do something on a connection of its own, and wait for it."""
    errors = []

    def run():
        try:
            act()
        except Exception as error:  # noqa: BLE001 - raised where the test waits
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert (thread.is_alive(), errors) == (False, [])


def undo(*subjects, kind="undone"):
    with suppress(UndoneError), transaction.atomic():
        changes.record_many("thing", subjects, kind)
        raise UndoneError


def test_the_first_word_of_a_transaction_stands(log):
    with transaction.atomic():
        changes.record("thing", 1, "first")
        changes.record("thing", 1, "second")
        changes.record_many("thing", [1, 2, 2], "third")
    assert log() == ["1 first", "2 third"]


def test_each_transaction_has_its_own_line(log):
    for kind in ("one", "two"):
        with transaction.atomic():
            changes.record("thing", 1, kind)
    changes.record("thing", 1, "three")
    changes.record("thing", 1, "four")
    assert log() == ["1 one", "1 two", "1 three", "1 four"]


def test_each_call_of_a_decorated_function_has_its_own_line(log):
    @transaction.atomic
    def write():
        changes.record("thing", 1, "again")

    write()
    write()
    assert log() == ["1 again", "1 again"]


def test_subjects_of_two_types_are_two(log):
    with transaction.atomic():
        changes.record("thing", 1, "first")
        changes.record("other", 1, "second")
    assert log() == ["1 first", "1 second"]


def test_what_a_savepoint_undid_is_appended_again(log):
    with transaction.atomic():
        undo(1)
        changes.record("thing", 1, "afterwards")
    assert log() == ["1 afterwards"]


def test_what_was_before_a_savepoint_is_not_appended_again(log):
    with transaction.atomic():
        changes.record("thing", 1, "before")
        undo(1, 2)
        changes.record_many("thing", [1, 2], "afterwards")
    assert log() == ["1 before", "2 afterwards"]


def test_what_a_savepoint_kept_is_not_appended_again(log):
    with transaction.atomic():
        with transaction.atomic():
            changes.record("thing", 1, "within")
        changes.record("thing", 1, "afterwards")
    assert log() == ["1 within"]


def test_a_savepoint_that_was_kept_goes_with_the_one_around_it(log):
    with transaction.atomic():
        with suppress(UndoneError), transaction.atomic():
            with transaction.atomic():
                changes.record("thing", 1, "within")
            raise UndoneError
        changes.record("thing", 1, "afterwards")
    assert log() == ["1 afterwards"]


@pytest.mark.parametrize("before", [[], [1]])
def test_what_somebody_undid_to_a_savepoint_of_their_own_is_appended_again(log, before):
    """Of such savepoints Django itself knows nothing: it keeps the callbacks."""
    with transaction.atomic():
        changes.record_many("thing", before, "before")
        savepoint = transaction.savepoint()
        changes.record_many("thing", [1, 2], "undone")
        transaction.savepoint_rollback(savepoint)
        changes.record_many("thing", [1, 2], "afterwards")
    assert log() == (["1 before", "2 afterwards"] if before else ["1 afterwards", "2 afterwards"])


def test_an_event_that_is_refused_within_a_transaction_leaves_no_line(log):
    with transaction.atomic():
        with suppress(UndoneError), changes.event("refused"):
            changes.record("thing", 1, "within")
            raise UndoneError
        changes.record("thing", 1, "afterwards")
    assert log() == ["1 afterwards"]


def test_a_part_of_an_event_that_is_undone_leaves_no_line(log):
    with changes.event("imported"):
        undo(1)
        changes.record("thing", 2, "within")
    assert log() == ["2 imported"]


def test_an_events_words_end_with_it(log):
    with transaction.atomic():
        with changes.event("event"):
            changes.record("thing", 1, "within")
        changes.record("thing", 2, "afterwards")
    assert log() == ["1 event", "2 afterwards"]


def test_listeners_are_told_once_however_deep_the_writes_were(log, calls, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        changes.record("thing", 1, "first")
        with transaction.atomic():
            changes.record("thing", 2, "within")
        undo(3)
        changes.record("thing", 4, "last")
    assert (len(calls), log()) == (1, ["1 first", "2 within", "4 last"])


def test_listeners_are_not_told_of_what_was_undone(log, calls, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        undo(1)
    assert (calls, log()) == ([], [])


def test_a_listener_that_fails_is_named_and_harms_nobody(log, monkeypatch, caplog, django_capture_on_commit_callbacks):
    def fail():
        raise FieldError("It is broken.")

    monkeypatch.setattr(changes, "_listeners", [fail])
    with django_capture_on_commit_callbacks(execute=True):
        changes.record("thing", 1, "written")
    assert log() == ["1 written"]
    assert [record.getMessage() for record in caplog.records] == [
        "Error calling _tell_listeners in on_commit() (It is broken.)."
    ]


def test_nothing_to_say_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        changes.record_many("thing", [], "nothing")


def test_a_subject_that_has_its_line_costs_no_query(log, django_assert_num_queries):
    with transaction.atomic():
        changes.record("thing", 1, "first")
        with django_assert_num_queries(0):
            changes.record("thing", 1, "second")


@pytest.mark.parametrize("in_savepoints", [False, True])
def test_ten_thousand_writes_in_one_transaction_are_no_slower_than_a_thousand(log, in_savepoints):
    """Each with a callback of somebody else's, which a look at all of them each time would make much slower."""

    def seconds_each(count):
        begin = time.process_time()
        with transaction.atomic():
            for number in range(count):
                if in_savepoints:
                    with transaction.atomic():
                        changes.record("thing", number % 50, "written")
                else:
                    changes.record("thing", number % 50, "written")
                transaction.on_commit(int)
        return (time.process_time() - begin) / count

    seconds_each(100)
    assert seconds_each(10_000) < 4 * seconds_each(1_000)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestRealTransactions:
    def test_listeners_are_told_after_the_commit(self, log, calls):
        with transaction.atomic():
            changes.record("thing", 1, "first")
            changes.record("thing", 2, "second")
            assert calls == []
        assert calls == [False]
        changes.record("thing", 1, "third")
        assert (calls, log()) == ([False, False], ["1 first", "2 second", "1 third"])

    def test_a_transaction_that_is_rolled_back_leaves_nothing_to_the_next(self, log, calls):
        for _ in range(2):
            undo(1)
        assert (calls, log()) == ([], [])
        with transaction.atomic():
            changes.record("thing", 1, "afterwards")
        assert (calls, log()) == ([False], ["1 afterwards"])

    def test_what_a_listener_writes_is_a_transaction_of_its_own(self, log, monkeypatch):
        def answer():
            if len(log()) == 1:
                changes.record("thing", 1, "answered")

        monkeypatch.setattr(changes, "_listeners", [answer])
        with changes.event("event"):
            changes.record("thing", 1, "written")
        assert log() == ["1 event", "1 answered"]

    def test_another_thread_has_its_own_transaction(self, log):
        """On PostgreSQL while ours is open; elsewhere writers wait for each other."""

        def write():
            changes.record("thing", 1, "the other's")

        with transaction.atomic():
            changes.record("thing", 1, "ours")
            if connection.vendor == "postgresql":
                elsewhere(write)
            changes.record("thing", 1, "ours again")
        if connection.vendor != "postgresql":
            elsewhere(write)
        assert sorted(log()) == ["1 ours", "1 the other's"]

    def test_an_update_writes_no_row_that_it_did_not_speak_of(self, organise, monkeypatch):
        """On PostgreSQL another transaction adds a row that matches, after the update has looked whose there are."""
        clubs = [organise(), organise()]
        OtherName.objects.create(organisation=clubs[0], name="Old")
        held = TrackedQuerySet._held

        def held_up(rows):
            found = held(rows)
            if connection.vendor == "postgresql":
                elsewhere(lambda: OtherName.objects.bulk_create([OtherName(organisation=clubs[1], name="Old")]))
            return found

        monkeypatch.setattr(TrackedQuerySet, "_held", held_up)
        before = Change.objects.latest("pk").pk
        OtherName.objects.filter(name="Old").update(name="New")
        expected = {clubs[0].pk} if connection.vendor == "sqlite" else {club.pk for club in clubs}
        assert {int(line.subject_id) for line in Change.objects.filter(pk__gt=before)} == expected
        assert list(OtherName.objects.filter(name="New").values_list("organisation", flat=True)) == [clubs[0].pk]

    def test_the_lines_of_a_save_are_told_when_it_is_committed(self, log, calls):
        kind = factories.KindFactory(slug="told")
        kind.save()
        assert (calls, log()) == ([False, False], [f"{kind.pk} saved"] * 2)
