"""What Wagtail's tree would let staff do, and the register does not."""

from django.urls import reverse

from directory.models import OrganisationPage
from tests.directory.admin.conftest import organisation_form


def test_an_organisation_is_not_copied(staff, federation, sign_in):
    url = reverse("wagtailadmin_pages:copy", args=[staff.club.pk])
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": federation.offices["africa"].pk}
    response = sign_in(staff.admin).post(url, data)
    assert response.url == reverse("wagtailadmin_explore", args=[federation.offices["africa"].pk])
    assert OrganisationPage.objects.count() == 1


def test_an_organisation_with_memberships_is_not_deleted(staff, sign_in):
    sign_in(staff.admin).post(reverse("wagtailadmin_pages:delete", args=[staff.club.pk]))
    assert OrganisationPage.objects.count() == 1


def test_an_office_with_such_organisations_is_not_deleted(staff, federation, sign_in):
    url = reverse("wagtailadmin_pages:delete", args=[federation.offices["africa"].pk])
    sign_in(staff.admin).post(url, {"confirm_site_name": "Meridian"})
    assert OrganisationPage.objects.count() == 1


def test_many_are_not_deleted_at_once_either(staff, organise, sign_in):
    draft = organise("Draft", member=False)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    sign_in(staff.admin).post(f"{url}?id={staff.club.pk}&id={draft.pk}")
    assert OrganisationPage.objects.count() == 2


def test_one_that_was_never_a_member_is_deleted(staff, organise, sign_in):
    draft = organise("Draft", member=False)
    sign_in(staff.africa).post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    assert list(OrganisationPage.objects.values_list("title", flat=True)) == ["Club of Tunis"]


def test_a_page_is_not_moved_to_the_office_of_another_region(staff, federation, sign_in):
    url = reverse("wagtailadmin_pages:move_confirm", args=[staff.club.pk, federation.offices["europe"].pk])
    sign_in(staff.admin).post(url)
    assert OrganisationPage.objects.get().get_parent().pk == federation.offices["africa"].pk


def test_the_form_of_the_tests_is_the_form_of_the_editor(staff, sign_in):
    url = reverse("wagtailadmin_pages:edit", args=[staff.club.pk])
    response = sign_in(staff.admin).post(url, organisation_form(staff.club) | {"action-publish": "1"})
    assert response.status_code == 302
