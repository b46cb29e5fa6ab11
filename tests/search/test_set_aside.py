"""A record that can't be made or stored is set aside with its reason; the others go on, and it is tried again."""

import datetime

import pytest
from django.utils import timezone

from directory.models import OtherName
from search import register, set_aside
from search.engines.contract import OvertakenError
from search.engines.memory import Memory
from search.follow import follow
from search.models import SetAside
from search.rebuild import rebuild
from tests.search.registers import question

pytestmark = pytest.mark.django_db


@pytest.fixture
def poison(monkeypatch):
    """A function that makes the document of one name impossible, and one that cures it."""
    ill, document_of = set(), register.document_of

    def fail_for_some(profile):
        if profile.name in ill:
            raise ValueError(f"{profile.name} is ill")
        return document_of(profile)

    monkeypatch.setattr(register, "document_of", fail_for_some)
    return ill


def found(engine):
    return set(engine.search(question()).ids)


def test_a_poisoned_record_is_set_aside_and_the_others_go_on(organise, followed, poison):
    alpha, beta, gamma = (organise(name) for name in ("Alpha", "Beta", "Gamma"))
    poison.add("Beta")

    assert follow(followed) > 0

    assert found(followed) == {alpha.pk, gamma.pk}
    (row,) = SetAside.objects.all()
    assert (row.organisation_id, row.reason, row.attempts) == (beta.pk, "ValueError: Beta is ill", 1)
    assert follow(followed) == 0


def test_what_it_said_before_is_not_found_any_more(organise, followed, poison):
    page = organise("Alpha")
    follow(followed)
    poison.add("Beta")

    page.title = "Beta"
    page.save()
    follow(followed)

    assert found(followed) == set()


def test_it_is_tried_again_with_growing_rests_until_it_succeeds(organise, followed, poison, monkeypatch):
    page = organise("Alpha")
    poison.add("Alpha")
    now = timezone.now()
    monkeypatch.setattr(set_aside.timezone, "now", lambda: now)
    rests = []
    for _each in range(4):
        follow(followed)
        row = SetAside.objects.get()
        rests.append((row.next_try - now).total_seconds())
        follow(followed)
        assert SetAside.objects.get().attempts == len(rests)  # not before its time
        now = row.next_try
    assert rests == [30, 60, 120, 240]

    poison.clear()
    assert follow(followed) == 0

    assert (found(followed), SetAside.objects.count()) == ({page.pk}, 0)


def test_its_next_change_is_tried_at_once(organise, followed, poison):
    page = organise("Alpha")
    poison.add("Alpha")
    follow(followed)
    poison.clear()

    OtherName.objects.create(organisation=page, name="Omega")
    follow(followed)

    assert (found(followed), SetAside.objects.count()) == ({page.pk}, 0)


def test_staff_can_have_all_of_them_tried_again_now(organise, followed, poison):
    organise("Alpha")
    poison.add("Alpha")
    follow(followed)
    assert set_aside.due(9) == []

    assert set_aside.try_all_again() == 1

    assert set_aside.due(9) == [SetAside.objects.get().organisation_id]


def test_a_deleted_organisation_does_not_stay_set_aside(organise, followed, poison):
    page = organise("Alpha")
    poison.add("Alpha")
    follow(followed)

    page.delete()
    follow(followed)

    assert SetAside.objects.count() == 0


def test_a_rebuild_sets_aside_what_it_can_not_make_and_forgets_what_it_can(organise, followed, poison):
    alpha, beta = organise("Alpha"), organise("Beta")
    poison.add("Beta")
    rebuild(followed)
    assert (found(followed), [row.organisation_id for row in SetAside.objects.all()]) == ({alpha.pk}, [beta.pk])

    poison.clear()
    rebuild(followed)

    assert (found(followed), SetAside.objects.count()) == ({alpha.pk, beta.pk}, 0)


def test_what_an_engine_refuses_is_set_aside(organise, followed):
    class Choosy(Memory):
        def write(self, documents, deletions, position, seen):
            documents = list(documents)
            super().write([each for each in documents if each.id != refused.pk], deletions, position, seen)
            return {each.id: "too long" for each in documents if each.id == refused.pk}

    kept, refused = organise(), organise()
    engine = Choosy()
    with engine.rebuild(followed.state()):
        pass
    follow(engine)

    assert (found(engine), SetAside.objects.get().reason) == ({kept.pk}, "too long")


def test_a_follower_that_was_overtaken_reads_its_organisations_again(organise, followed):
    """Elasticsearch notices at the end of a write that another follower was quicker."""
    page = organise("Alpha")

    class Overtaken(Memory):
        times = 0

        def write(self, documents, deletions, position, seen):
            self.times += 1
            if self.times == 1:
                page.title = "Beta"
                page.save()
                raise OvertakenError("meanwhile")
            return super().write(documents, deletions, position, seen)

    engine = Overtaken()
    with engine.rebuild(followed.state()):
        pass
    follow(engine)

    assert engine.search(question("beta")).ids == (page.pk,)
    assert engine.search(question("alpha")).ids == ()


def test_a_long_reason_is_cut(organise, followed, poison, monkeypatch):
    monkeypatch.setattr(set_aside, "_LONGEST_REASON", 10)
    organise("Alpha")
    poison.add("Alpha")
    follow(followed)

    assert SetAside.objects.get().reason == "ValueError"


def test_the_longest_rest_is_a_day(organise, db):
    SetAside.objects.create(organisation_id=5, reason="ill", attempts=60, next_try=timezone.now())

    set_aside.note([5], {5: "still"})

    row = SetAside.objects.get()
    assert row.attempts == 61
    assert datetime.timedelta(hours=23) < row.next_try - timezone.now() <= datetime.timedelta(days=1)
