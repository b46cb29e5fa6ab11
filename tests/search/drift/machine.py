"""Schedules: writes, followers, faults, kills, rebuilds, restores and jumps of the clock, in any order.
In: a database, a place of an index, and Hypothesis' dice. Out: an index that is equal to the register, every time.
Next: test_schedules.py runs as many as it was told.

A step is what some process does; it may be killed or meet a fault in its middle. At the end of each schedule all is
healed, and production's own follower is run: nobody mends anything by hand.
"""

import datetime
import random
import threading
import time
from contextlib import ExitStack, closing, suppress

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from directory import changes
from directory.listing import listed
from directory.models import Change, OrganisationPage
from search import breaker, check, follow, index, log, points, rebuild, register, set_aside
from search.analysis import phrase, terms
from search.choices import read_choices
from search.engines.contract import EngineError, NoIndexError, OvertakenError, Question
from search.engines.memory import Memory
from search.fallback import find_anyway
from search.query import Query
from tests.search.drift.following import follow_as_production_does, follow_to_the_head
from tests.search.drift.places import Killed
from tests.search.drift.writes import KINDS, write
from tests.search.workers import Worker

BATCH = 3  # organisations written at a time, so that small registers have many batches
MOMENTS = 2  # kept at a time
HOW_OFTEN = st.integers(1, 4)
kinds, numbers = st.sampled_from(KINDS), st.integers(0, 2**16)


class _UndoneError(Exception):
    """Whoever writes changes his mind."""


class Schedule(RuleBasedStateMachine):
    """One schedule, from the moment at which the federation was made."""

    def __init__(self, database, place):
        super().__init__()
        self.database, self.place = database, place
        self._moments = []
        self._poisoned, self._days = set(), 0
        self._blocks = ExitStack()
        self._prepare()

    def _prepare(self):
        self.place.clear()
        self.database.restore(self.database.start)
        breaker.forget()
        patch = self._blocks.enter_context(pytest.MonkeyPatch.context())
        for module in (follow, rebuild, check, register):
            patch.setattr(module, "BATCH", BATCH)
        now, time_ns, document_of = timezone.now, time.time_ns, register.document_of
        patch.setattr(timezone, "now", lambda: now() + datetime.timedelta(days=self._days))
        patch.setattr(time, "time_ns", lambda: time_ns() + self._days * 86_400 * 10**9)

        def make(profile):
            if profile.id in self._poisoned:
                raise ValueError("This record is poison.")
            return document_of(profile)

        patch.setattr(register, "document_of", make)

    @initialize(is_followed=st.booleans())
    def begin(self, is_followed):
        """The index is built; whether each commit is followed at once, or by a process that looks now and then."""
        rebuild.rebuild()
        if not is_followed:
            listeners = changes._listeners[:]
            changes._listeners.clear()
            self._blocks.callback(changes._listeners.extend, listeners)

    # What people do.

    @rule(kind=kinds, number=numbers)
    def somebody_writes(self, kind, number):
        write(kind, number)

    @rule(writes=st.lists(st.tuples(kinds, numbers), min_size=2, max_size=5))
    def many_write(self, writes):
        for each in writes:
            write(*each)

    @rule(writes=st.lists(st.tuples(kinds, numbers), min_size=1, max_size=3))
    def somebody_writes_and_all_is_rolled_back(self, writes):
        with suppress(_UndoneError), transaction.atomic():
            for each in writes:
                write(*each)
            raise _UndoneError

    @rule(first=st.tuples(kinds, numbers), undone=st.tuples(kinds, numbers), last=st.tuples(kinds, numbers))
    def somebody_writes_and_the_middle_is_rolled_back(self, first, undone, last):
        with transaction.atomic():
            write(*first)
            with suppress(_UndoneError), transaction.atomic():
                write(*undone)
                raise _UndoneError
            write(*last)

    @rule(days=st.integers(-40, 40))
    def the_clock_jumps(self, days):
        self._days += days

    @rule(word=st.sampled_from(["", "club", "tunis"]))
    def a_visitor_looks(self, word):
        results = find_anyway(Query(text=word), read_choices())
        assert results.total >= len(results.ids)
        hidden = OrganisationPage.objects.filter(hidings__ended_at=None, hidings__isnull=False)
        assert not set(listed().filter(pk__in=results.ids)) & set(hidden)

    # What followers do.

    @rule()
    def the_follower_looks(self):
        follow_as_production_does()

    @rule(point=st.sampled_from(points.FOLLOW), times=HOW_OFTEN)
    def the_follower_is_killed(self, point, times):
        self._die(follow_as_production_does, point, times)

    @rule(kind=kinds, number=numbers, point=st.sampled_from(points.FOLLOW), times=HOW_OFTEN)
    def whoever_writes_is_killed_while_the_index_follows(self, kind, number, point, times):
        self._die(lambda: write(kind, number), point, times)

    @rule(data=st.data(), point=st.sampled_from(points.FOLLOW), times=HOW_OFTEN)
    def the_engine_fails_the_follower(self, data, point, times):
        self._fail(data, follow_as_production_does, point, times)

    @rule(data=st.data(), kind=kinds, number=numbers, point=st.sampled_from(points.FOLLOW))
    def the_engine_fails_whoever_writes(self, data, kind, number, point):
        self._fail(data, lambda: write(kind, number), point, 1)
        self.a_visitor_looks("")

    @rule(number=numbers)
    def a_record_is_poison(self, number):
        ids = OrganisationPage.objects.order_by("pk").values_list("pk", flat=True)
        if ids:
            self._poisoned.add(random.Random(number).choice(list(ids)))
            write("update vocabulary", number)  # so that it is read

    @precondition(lambda self: self._poisoned)
    @rule()
    def what_is_poison_is_cured(self):
        self._poisoned.clear()
        set_aside.try_all_again()

    @rule(number=numbers)
    def changes_are_delivered_again_out_of_order(self, number):
        engine, dice = index.engine(), random.Random(number)
        state, everything = engine.state(), list(Change.objects.order_by("pk"))
        again = dice.sample(everything, min(len(everything), 6))
        ids = follow.organisations_of(again)
        dice.shuffle(ids)
        if state is None or not ids or follow.reason_not_to_follow(state):
            return
        with suppress(OvertakenError):
            position = dice.choice([state.position, min(state.position, log.position_of(again[0]))])
            follow.write(engine, ids, position, before=position)

    @rule(writes=st.lists(st.tuples(kinds, numbers), min_size=1, max_size=3))
    def a_slow_follower_is_overtaken(self, writes):
        """It has read and made what it is to write; others write and follow; then its request arrives."""
        slow = self.place.opened_anew()
        state = slow.state()
        if state is None or follow.reason_not_to_follow(state):
            return
        read = log.changes_after(state.position, follow.STRIDE)
        ids = follow.organisations_of(read) or list(OrganisationPage.objects.values_list("pk", flat=True))[:BATCH]
        documents, _failed = follow.make(register.Register(), ids)
        gone = set(ids) - {document.id for document in documents}
        self.many_write(writes)
        follow_as_production_does()
        with suppress(OvertakenError, NoIndexError):
            slow.write(documents, sorted(gone), log.position_of(read[-1]) if read else state.position)
        slow.close()

    @rule(writes=st.lists(st.tuples(kinds, numbers), min_size=1, max_size=4))
    def another_process_follows_meanwhile(self, writes):
        """Of two that come to build the index anew one may be refused."""

        def follow_too():
            with suppress(EngineError), closing(self.place.opened_anew()) as engine:
                follow_as_production_does(engine)

        other = Worker(follow_too)
        for each in writes:
            write(*each)
        with suppress(EngineError):
            follow_as_production_does()
        other.done()

    @precondition(lambda _self: connection.vendor == "postgresql")
    @rule(early=st.tuples(kinds, numbers), number=numbers)
    def a_transaction_commits_late(self, early, number):
        """Where others need not wait for it: its line is written first, and seen last."""
        has_written, may_commit = threading.Event(), threading.Event()

        def slow():
            with suppress(IntegrityError), transaction.atomic():  # others may delete whom it names
                write("add a name", number)  # without a lock on anything that others write
                has_written.set()
                may_commit.wait(5)

        other = Worker(slow)
        has_written.wait(5)
        self.somebody_writes(*early)
        follow_as_production_does()
        may_commit.set()
        other.done()

    # What befalls the index and the database.

    @rule(
        during=st.dictionaries(
            st.sampled_from(points.REBUILD), st.lists(st.tuples(kinds, numbers), min_size=1, max_size=2), max_size=3
        ),
        killed_at=st.none() | st.sampled_from(points.REBUILD),
        times=st.integers(1, 2),
    )
    def the_index_is_built_anew(self, during, killed_at, times):
        """Others write meanwhile, whose index follows only later; it may be killed anywhere."""

        def somebody_writes(point):
            for each in during.pop(point, ()):
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(changes, "_listeners", [])
                    write(*each)

        with points.watched(somebody_writes):
            if killed_at is None:
                self._rebuild()
            else:
                self._die(self._rebuild, killed_at, times)

    @rule(data=st.data(), point=st.sampled_from(points.REBUILD))
    def the_engine_fails_a_rebuild(self, data, point):
        self._fail(data, self._rebuild, point, 1)

    @rule()
    def the_database_is_kept(self):
        self._moments.append(self.database.moment())
        if len(self._moments) > MOMENTS:
            self.database.drop(self._moments.pop(0))

    @precondition(lambda self: self._moments)
    @rule(which=st.integers(0, MOMENTS - 1))
    def an_older_database_is_restored(self, which):
        self.database.restore(self._moments[which % len(self._moments)])
        self.place.restart()

    @rule()
    def the_index_is_lost(self):
        self.place.lose()

    @precondition(lambda self: self.place.can_be_copied)
    @rule()
    def the_index_is_kept(self):
        self.place.copy()

    @precondition(lambda self: self.place.can_be_copied)
    @rule()
    def an_older_index_is_restored(self):
        self.place.restore()

    # The end of each schedule.

    def teardown(self):
        try:
            self._compare()
        finally:
            for moment in self._moments:
                self.database.drop(moment)
            self._blocks.close()

    def _compare(self):
        """Heal, and follow as production does; then nothing may differ."""
        self._poisoned.clear()
        set_aside.try_all_again()
        engine = follow_to_the_head()
        checked = check.check()
        assert str(checked.found) == "missing=0 extra=0 stale=0", checked
        assert engine.count() == checked.documents
        oracle = Memory()
        rebuild.rebuild(oracle)
        today = timezone.localdate()
        for days in (-45, 0, 1, 45):
            for text in ("", "club", "tunis"):
                question = Question(
                    day=today + datetime.timedelta(days=days), terms=terms(text), phrase=phrase(text), limit=100
                )
                assert engine.search(question) == oracle.search(question), question

    # How it is done.

    def _rebuild(self):
        rebuild.rebuild()
        assert len(self.place.indices()) == 1, self.place.indices()

    def _die(self, work, point, times):
        """Have a process that does some work killed when it comes to a point for the n-th time, if it does."""
        with self.place.dying() as die, points.watched(_at(point, times, die, Killed)), suppress(Killed, EngineError):
            work()
        connection.close()
        self.place.restart()

    def _fail(self, data, work, point, times):
        """Have a fault begin when some work comes to a point for the n-th time, or before it has begun."""
        fault = data.draw(st.sampled_from(self.place.FAULTS))
        is_early = data.draw(st.booleans())
        with self.place.ready_for(fault) as begin, suppress(EngineError):
            if is_early:
                begin()
            with points.watched(_at(point, times, begin)):
                work()
        breaker.forget()


def _at(point, times, act, error=None):
    """Return a watcher that acts at the n-th pass of a point, and raises."""
    passes = [0]

    def watch(name):
        passes[0] += name == point
        if passes[0] == times and name == point:
            act()
            if error:
                raise error

    return watch
