"""The groups of staff: what each may do, made once however often it is asked for."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from directory.models import RegionalOfficePage
from directory.roles import ensure_regional_groups, ensure_secretariat_group, ensure_steward_group


def page_actions(group):
    return sorted(group.page_permissions.values_list("permission__codename", "page"))


def codenames(group):
    return set(group.permissions.values_list("codename", flat=True))


def test_the_secretariat_edits_every_page_and_the_register(federation):
    group = ensure_secretariat_group()
    root = federation.home.get_parent().pk
    names = ("add_page", "bulk_delete_page", "change_page", "lock_page", "publish_page", "unlock_page")
    assert page_actions(group) == [(name, root) for name in names]
    wanted = {"access_admin", "change_region", "change_country", "add_term", "change_term", "view_change"}
    assert wanted <= codenames(group)


def test_nobody_is_given_what_would_overwrite_the_record(federation):
    group = ensure_secretariat_group()
    never = {"delete_term", "add_change", "change_change", "delete_change", "add_country", "delete_country"}
    rows = {
        f"{action}_{model}"
        for action in ("add", "change", "delete")
        for model in ("membership", "hiding", "confirmation", "contactpoint")
    }
    assert (never | rows) & codenames(group) == set()


def test_the_secretariat_takes_permissions_of_other_applications(federation):
    permission = Permission.objects.get(codename="change_sitesettings")
    assert "change_sitesettings" in codenames(ensure_secretariat_group(also=[permission]))


def test_editors_publish_on_the_branch_and_reviewers_do_not_add(federation):
    office = federation.offices["africa"]
    groups = ensure_regional_groups(office.region, RegionalOfficePage.objects.filter(region=office.region))
    names = ("add_page", "change_page", "lock_page", "publish_page", "unlock_page")
    assert page_actions(groups.editors) == [(name, office.pk) for name in names]
    assert page_actions(groups.reviewers) == [("change_page", office.pk), ("publish_page", office.pk)]
    assert codenames(groups.editors) == codenames(groups.reviewers) == {"access_admin"}


def test_stewards_change_one_page(organise):
    club = organise("Club of Tunis")
    group = ensure_steward_group(club)
    assert page_actions(group) == [("change_page", club.pk)]


def test_made_again_nothing_is_there_twice(organise, federation):
    def make():
        ensure_secretariat_group()
        ensure_steward_group(club)
        for office in federation.offices.values():
            ensure_regional_groups(office.region, [office])
        models = (Group, GroupPagePermission, GroupCollectionPermission, Group.permissions.through)
        return [model.objects.count() for model in models]

    club = organise()
    assert make() == make()
