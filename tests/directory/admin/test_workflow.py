"""Moderation and permissions hold on an office's page in every locale, and are made once."""

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, GroupPagePermission, Locale, Workflow, WorkflowPage

from directory.admin.workflow import ensure_regional_workflow
from directory.roles import editors_of, reviewers_of


def counts():
    return [model.objects.count() for model in (Group, GroupPagePermission, Workflow, GroupApprovalTask, WorkflowPage)]


def actions(group, page):
    found = GroupPagePermission.objects.filter(group__name=group, page=page.pk)
    return sorted(found.values_list("permission__codename", flat=True))


def test_a_regions_workflow_has_one_task_of_its_reviewers(federation):
    workflow = ensure_regional_workflow(federation.offices["africa"])
    task = workflow.tasks.get().specific
    assert (workflow.name, [group.name for group in task.groups.all()]) == (
        "Moderation of Africa",
        [reviewers_of(federation.regions["africa"])],
    )


def test_a_page_of_the_branch_is_moderated_by_its_region(federation, organise):
    workflow = ensure_regional_workflow(federation.offices["africa"])
    ensure_regional_workflow(federation.offices["europe"])
    assert organise("Club").get_workflow() == workflow


def test_made_again_nothing_is_there_twice(federation):
    ensure_regional_workflow(federation.offices["africa"])
    before = counts()
    ensure_regional_workflow(federation.offices["africa"])
    assert counts() == before


def test_a_translation_of_the_office_has_the_same_workflow_and_permissions(federation):
    office = federation.offices["africa"]
    workflow = ensure_regional_workflow(office)
    french = office.copy_for_translation(Locale.objects.create(language_code="fr"), copy_parents=True)
    assert WorkflowPage.objects.get(page=french.pk).workflow == workflow
    for group in (editors_of(office.region), reviewers_of(office.region)):
        assert actions(group, french) == actions(group, office) != []


def test_an_office_of_a_region_without_groups_gets_none(federation):
    french = federation.offices["africa"].copy_for_translation(
        Locale.objects.create(language_code="fr"), copy_parents=True
    )
    assert not WorkflowPage.objects.filter(page=french.pk).exists()
