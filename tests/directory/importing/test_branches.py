import pytest
from django.db import connection, transaction
from wagtail.models import Page

from directory.importing.branches import Branch, _step, count_children, lock_branches, problems_below
from directory.models import OrganisationPage
from directory.refusals import Refused


@pytest.fixture
def branch(federation, organise):
    """The branch of Africa's office, with two organisations."""
    organise("One")
    organise("Two")
    with transaction.atomic():
        pk = federation.offices["africa"].pk
        yield lock_branches([pk])[pk]


def test_paths_go_on_after_the_last_child(branch):
    last = OrganisationPage.objects.order_by("path").last()
    assert branch.next_path() == last._inc_path()


def test_paths_of_a_branch_without_children_begin_at_one(federation):
    with transaction.atomic():
        pk = federation.offices["europe"].pk
        branch = lock_branches([pk])[pk]
    assert branch.next_path() == f"{branch.office.path}0001"


@pytest.mark.parametrize("number", [1, 35, 36, 1295, 46_656, 36**4 - 1])
def test_steps_are_written_as_treebeard_writes_them(number):
    assert f"0001{_step(number)}" == Page._get_path("0001", 2, number)


def test_a_full_branch_is_refused(branch):
    full = Branch(branch.office, last=36**4 - 1)
    with pytest.raises(Refused, match="The branch of Office of Africa is full"):
        full.next_path()


def test_children_are_counted_once(branch):
    branch.next_path()
    branch.next_path()
    count_children([branch])
    count_children([branch])
    assert Page.objects.get(pk=branch.office.pk).numchild == 4


def test_a_sound_tree_has_no_problems(branch, federation):
    assert problems_below([office.pk for office in federation.offices.values()]) == []


def broken(branch, **fields):
    page = OrganisationPage.objects.order_by("path").last()
    Page.objects.filter(pk=page.pk).update(**fields)
    return page.pk, problems_below([branch.office.pk])


def test_a_wrong_depth_is_found_as_fixtree_finds_it(branch):
    pk, problems = broken(branch, depth=9)
    assert problems == [f"page {pk}: its path {Page.objects.get(pk=pk).path} is not 9 steps long"]
    assert Page.find_problems() == ([], [], [], [pk], [])


def test_a_wrong_count_of_children_is_found_as_fixtree_finds_it(branch):
    pk, problems = broken(branch, numchild=1)
    assert problems == [f"page {pk}: it counts 1 children and has 0"]
    assert Page.find_problems() == ([], [], [], [], [pk])


def test_an_orphan_is_found_as_fixtree_finds_it(branch):
    pk, problems = broken(branch, path=f"{branch.office.path}00ZZ0001", depth=branch.office.depth + 2)
    assert problems == [
        f"page {branch.office.pk}: it counts 2 children and has 1",
        f"page {pk}: it has no parent",
        f"page {pk}: its address in the tree /home/network/africa/two/ is not its parent's and its slug",
    ]
    assert Page.find_problems() == ([], [], [pk], [], [branch.office.pk])


def test_a_strange_path_is_found_as_fixtree_finds_it(branch):
    pk, problems = broken(branch, path=f"{branch.office.path}000a")
    assert problems == [f"page {pk}: its path {branch.office.path}000a has characters that no path may have"]
    assert Page.find_problems()[0] == [pk]


def test_a_wrong_address_in_the_tree_is_found(branch):
    pk, problems = broken(branch, url_path="/elsewhere/")
    assert problems == [
        f"page {pk}: its address in the tree /elsewhere/ is not its parent's and its slug",
    ]


def test_a_page_without_its_second_row_is_found(branch):
    page = OrganisationPage.objects.order_by("path").last()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_membership WHERE organisation_id = %s", [page.pk])
        cursor.execute("DELETE FROM directory_organisationpage WHERE page_ptr_id = %s", [page.pk])
    assert problems_below([branch.office.pk]) == [f"page {page.pk}: it has no profile"]
