"""Loads the demo federation's groups and users, one user a role.
In: users.json. Out: groups with their permissions, moderation workflows, and users with the demo's password.
Next: the README lists them; they sign in at /admin/.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from cms.demo.files import read
from directory.admin.workflow import ensure_regional_workflow
from directory.models import OrganisationPage, Region, RegionalOfficePage
from directory.roles import editors_of, ensure_secretariat_group, ensure_steward_group, reviewers_of

PASSWORD = "meridian-demo"  # noqa: S105 - public on purpose; load_demo refuses to run in production


def load_users() -> None:
    """Write groups, workflows and users; users that are there already stay as they are."""
    ensure_secretariat_group()
    for office in RegionalOfficePage.objects.all():
        ensure_regional_workflow(office)
    for record in read("users")["users"]:
        _user(record)


def _user(record: dict[str, Any]) -> None:
    model = get_user_model()
    if model.objects.filter(username=record["username"]).exists():
        return
    facts = {name: record[name] for name in ("username", "email", "first_name", "last_name")}
    if record["role"] == "superuser":
        model.objects.create_superuser(**facts, password=PASSWORD)
        return
    user = model.objects.create_user(**facts, password=PASSWORD)
    user.groups.set(_groups(record))


def _groups(record: dict[str, Any]) -> list[Group]:
    match record["role"]:
        case "secretariat-editor":
            return [ensure_secretariat_group()]
        case "regional-editor":
            region = Region.objects.get(slug=record["region"])
            return list(Group.objects.filter(name__in=[editors_of(region), reviewers_of(region)]))
        case _:
            return [ensure_steward_group(OrganisationPage.objects.get(slug=record["organisation"]))]
