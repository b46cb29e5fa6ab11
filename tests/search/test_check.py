"""A check compares every document with what the register would make of its organisation now."""

import pytest
from wagtail.models import Page

from directory.models import OrganisationPage
from search import check as checking
from search.check import Differences, check
from search.engines.contract import NoIndexError
from search.engines.memory import Memory
from search.follow import follow
from search.models import IndexReport
from tests.search.registers import documents, profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(checking, "PATIENCE", 0.2)
    monkeypatch.setattr(checking, "_REST", 0.01)


def test_an_index_that_followed_is_equal(organise, followed):
    for _each in range(3):
        organise()
    organise(member=False)
    follow(followed)

    checked = check(followed)

    assert (checked.found, checked.left, checked.documents) == (Differences(), Differences(), 3)
    assert str(checked.found) == "missing=0 extra=0 stale=0"


@pytest.mark.parametrize("batch", [1, 2, 3, 500])
def test_every_difference_is_found_wherever_windows_end(organise, followed, monkeypatch, batch):
    monkeypatch.setattr(checking, "BATCH", batch)
    pages = [organise(f"Club {number}").pk for number in range(5)]
    follow(followed)
    last = max(pages)
    extra = documents(*(profile(each) for each in (last + 1, last + 70, last + 7_000_000)))
    followed.write(extra, [pages[0], pages[3]], followed.state().position)
    Page.objects.filter(pk__in=[pages[1], pages[4]]).update(title="Renamed by hand")

    assert check(followed).found == Differences(
        missing=(pages[0], pages[3]), extra=tuple(each.id for each in extra), stale=(pages[1], pages[4])
    )


def test_an_organisation_that_raw_sql_hid_is_extra_and_a_repair_takes_it_out(organise, followed):
    page = organise()
    follow(followed)
    Page.objects.filter(pk=page.pk).update(live=False)

    assert check(followed).found == Differences(extra=(page.pk,))
    checked = check(followed, repair=True)

    assert (checked.found, checked.left, checked.documents) == (Differences(extra=(page.pk,)), Differences(), 0)
    assert check(followed).found == Differences()


def test_what_nobody_has_followed_yet_counts_and_a_repair_follows_it(organise, followed):
    page = organise()

    assert check(followed).found == Differences(missing=(page.pk,))
    assert check(followed, repair=True).found == Differences()


def test_what_is_followed_while_it_compares_does_not_count(organise, followed, monkeypatch):
    page = organise()
    monkeypatch.setattr(checking, "_wait_for_a_follower", follow)

    checked = check(followed)

    assert (checked.found, OrganisationPage.objects.get().pk) == (Differences(), page.pk)


def test_a_check_without_a_repair_writes_nothing_to_the_index(organise, followed):
    organise()
    state = followed.state()

    check(followed)

    assert (followed.state(), followed.count()) == (state, 0)


def test_progress_is_told_once_for_each_organisation(organise, followed, monkeypatch):
    monkeypatch.setattr(checking, "BATCH", 2)
    for _each in range(5):
        organise()
    told = []

    check(followed, progress=told.append)

    assert sum(told) == 5


def test_the_number_of_questions_does_not_grow_with_organisations(organise, followed, django_assert_max_num_queries):
    for _each in range(12):
        organise()
    follow(followed)

    with django_assert_max_num_queries(26):
        check(followed)


def test_without_an_index_there_is_nothing_to_compare(db):
    with pytest.raises(NoIndexError):
        check(Memory())


def test_a_check_of_another_index_than_the_sites_is_not_written_down(organise, followed):
    other = Memory()
    with other.rebuild(followed.state()):
        pass

    check(other)
    assert IndexReport.objects.filter(kind="check").count() == 0
    check(followed)
    assert IndexReport.objects.filter(kind="check").count() == 1
