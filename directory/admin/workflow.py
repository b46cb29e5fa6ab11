"""Moderation: whatever is submitted in a regional office's branch is approved by that region's reviewers.
In: an office's page. Out: one Wagtail workflow with one approval task a region, on the office's page in every locale.
Next: Wagtail runs it; a new translation of an office's page gets the same workflow and permissions here.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_save
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from directory.models import RegionalOfficePage
from directory.roles import editors_of, ensure_regional_groups


def ensure_regional_workflow(office_page: RegionalOfficePage) -> Workflow:
    """Attach the region's moderation to the office's page in every locale, or bring it up to date.

    Makes the region's groups too where they are missing. The workflow and its task are known by their names, so
    staff who rename one get a new one at the next call.
    """
    region = office_page.region
    offices = RegionalOfficePage.objects.filter(region=region)
    reviewers = ensure_regional_groups(region, offices).reviewers
    workflow, _made = Workflow.objects.get_or_create(name=f"Moderation of {region.name}")
    task = GroupApprovalTask.objects.filter(name=f"Approval by {reviewers.name}").first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=f"Approval by {reviewers.name}")
    task.groups.add(reviewers)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for office in offices:
        WorkflowPage.objects.update_or_create(page_id=office.pk, defaults={"workflow": workflow})
    return workflow


def extend_to_translation(instance: RegionalOfficePage, created: bool, raw: bool = False, **_: Any) -> None:  # noqa: FBT001, FBT002
    """Give a new page of an office what the office's other pages have; nothing before a region has its groups."""
    if created and not raw and Group.objects.filter(name=editors_of(instance.region)).exists():
        ensure_regional_workflow(instance)


def watch_translations() -> None:
    """Call extend_to_translation for every page of an office that is made from now on."""
    post_save.connect(extend_to_translation, sender=RegionalOfficePage, dispatch_uid="office-page-made")
