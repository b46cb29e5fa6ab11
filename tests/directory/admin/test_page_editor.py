"""Writing, submitting, approving and publishing an organisation's page, by the right roles."""

import pytest
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.test.utils.form_data import nested_form_data, streamfield

from directory.listing import is_listed
from directory.models import EarlierSlug, OrganisationPage
from tests.directory.admin.conftest import fresh, organisation_form


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add_below(office):
    return reverse("wagtailadmin_pages:add", args=["directory", "organisationpage", office.pk])


def form_for(federation, **facts):
    new = OrganisationPage(title="New club", slug="new-club", kind=federation.kinds["club"])
    return organisation_form(new, **{"country": "TN"} | facts)


def errors(response):
    return dict(response.context["form"].errors)


def test_the_editor_has_tabs_and_asks_for_no_seo(staff, sign_in):
    handler = sign_in(staff.africa).get(edit(staff.club)).context["edit_handler"]
    assert [str(tab.heading) for tab in handler.children] == ["Profile", "Texts", "Place", "On the web", "Settings"]
    assert "seo_title" not in handler.form.fields


def test_an_organisation_is_made_below_its_office_and_published(staff, federation, sign_in):
    data = form_for(federation) | {"action-publish": "1"}
    assert sign_in(staff.africa).post(add_below(federation.offices["africa"]), data).status_code == 302
    page = OrganisationPage.objects.get(slug="new-club")
    assert (page.get_parent().pk, page.country_id, page.live) == (federation.offices["africa"].pk, "TN", True)


def test_only_the_countries_of_the_offices_region_can_be_chosen_by_name(staff, federation, sign_in):
    client, url = sign_in(staff.africa), add_below(federation.offices["africa"])
    choices = client.get(url).context["form"].fields["country"].choices
    assert list(choices)[1:] == [("MA", "Morocco"), ("TN", "Tunisia")]
    response = client.post(url, form_for(federation, country="FR"))
    assert list(errors(response)) == ["country"]


def test_nobody_makes_an_organisation_below_the_office_of_another_region(staff, federation, sign_in):
    data = form_for(federation, country="FR") | {"action-publish": "1"}
    sign_in(staff.africa).post(add_below(federation.offices["europe"]), data)
    assert not OrganisationPage.objects.filter(slug="new-club").exists()


def test_the_country_of_a_page_that_is_there_is_not_changed_by_its_form(staff, sign_in):
    data = organisation_form(staff.club, country="MA", title="Renamed") | {"action-publish": "1"}
    sign_in(staff.africa).post(edit(staff.club), data)
    page = fresh(staff.club)
    assert (page.title, page.country_id) == ("Renamed", "TN")


def test_the_region_of_an_office_that_is_there_is_not_changed_by_its_form(staff, federation, sign_in):
    office = federation.offices["africa"]
    data = {
        "title": "Renamed",
        "slug": "africa",
        "region": federation.regions["europe"].pk,
        "introduction": streamfield([]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        "action-publish": "1",
    }
    assert sign_in(staff.africa).post(edit(office), nested_form_data(data)).status_code == 302
    page = fresh(office)
    assert (page.title, page.region.slug) == ("Renamed", "africa")


@pytest.mark.parametrize("taken", ["club-of-paris", "its-earlier-address"])
def test_an_address_that_another_has_or_had_is_refused_with_a_sentence(staff, organise, federation, sign_in, taken):
    paris = organise("Club of Paris", country="FR", slug="club-of-paris")
    EarlierSlug.objects.create(organisation=paris, slug="its-earlier-address")
    url = add_below(federation.offices["africa"])
    response = sign_in(staff.africa).post(url, form_for(federation, slug=taken))
    assert errors(response) == {"slug": ["Another organisation has, or once had, this address."]}


def test_places_and_ages_are_checked_with_a_sentence(staff, sign_in):
    data = organisation_form(staff.club, latitude="3", age_from="12", age_to="8") | {"action-publish": "1"}
    response = sign_in(staff.africa).post(edit(staff.club), data)
    assert errors(response) == {
        "age_to": ["The oldest age is below the youngest."],
        "longitude": ["A place has both a latitude and a longitude, or neither."],
    }


def test_a_stewards_change_waits_for_a_reviewer_and_is_then_published(staff, sign_in):
    steward, reviewer = sign_in(staff.steward), sign_in(staff.reviewer)
    steward.post(edit(staff.club), organisation_form(staff.club, title="By its steward") | {"action-submit": "1"})
    assert fresh(staff.club).title == "Club of Tunis"
    task = TaskState.objects.get(status="in_progress")
    assert reviewer.get("/admin/").context["panels"][0].name is not None
    waiting = TaskState.objects.reviewable_by
    assert (list(waiting(staff.reviewer)), list(waiting(staff.europe)), list(waiting(staff.steward))) == (
        [task],
        [],
        [],
    )
    approve = reverse("wagtailadmin_pages:workflow_action", args=[staff.club.pk, "approve", task.pk])
    reviewer.post(approve, {"comment": "Good."})
    page = fresh(staff.club)
    assert (page.title, page.live, is_listed(page)) == ("By its steward", True, True)


def test_a_steward_can_neither_publish_nor_approve(staff, sign_in):
    client = sign_in(staff.steward)
    client.post(edit(staff.club), organisation_form(staff.club, title="Published") | {"action-publish": "1"})
    assert fresh(staff.club).title == "Club of Tunis"
    client.post(edit(staff.club), organisation_form(staff.club, title="Submitted") | {"action-submit": "1"})
    task = TaskState.objects.get(status="in_progress")
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[staff.club.pk, "approve", task.pk]), {})
    assert fresh(staff.club).title == "Club of Tunis"


@pytest.mark.parametrize("role", ["africa", "secretariat", "reviewer", "admin"])
def test_who_answers_for_the_branch_publishes_there(staff, sign_in, role):
    data = organisation_form(staff.club, title=f"By {role}") | {"action-publish": "1"}
    sign_in(getattr(staff, role)).post(edit(staff.club), data)
    assert fresh(staff.club).title == f"By {role}"


@pytest.mark.parametrize("role", ["europe", "nobody"])
def test_nobody_else_edits_the_page(staff, sign_in, role):
    client = sign_in(getattr(staff, role))
    assert client.get(edit(staff.club)).status_code == 302
    client.post(edit(staff.club), organisation_form(staff.club, title="Stolen") | {"action-publish": "1"})
    page = fresh(staff.club)
    assert (page.title, page.latest_revision) == ("Club of Tunis", None)


def test_a_steward_has_one_page(staff, organise, sign_in):
    other = organise("Club of Sfax")
    assert sign_in(staff.steward).get(edit(other)).status_code == 302


def panel(response):
    found = [each for each in response.context["side_panels"] if each.name == "standing"]
    return found[0].get_context_data(response.context) if found else None


def test_the_standing_is_beside_the_editor_with_what_the_user_may_decide(staff, sign_in):
    def offered(user):
        return [str(button.label) for button in panel(sign_in(user).get(edit(staff.club)))["buttons"]]

    assert offered(staff.africa) == ["Membership…", "Confirm…", "Contact points", "Hide…", "Relocate…"]
    assert offered(staff.steward) == ["Confirm…", "Contact points"]
    assert panel(sign_in(staff.africa).get(edit(staff.club)))["standing"].label == "listed"


def test_the_editor_offers_no_copy_and_no_translation(staff, sign_in):
    menu = sign_in(staff.admin).get(edit(staff.club)).context["header_buttons"][-1]
    labels = [str(button.label) for button in menu.dropdown_buttons]
    assert "Membership…" in labels
    assert not {"Copy", "Translate this page"} & set(labels)


def test_an_offices_branch_is_explored_with_the_columns_of_the_list(staff, federation, sign_in):
    url = reverse("wagtailadmin_explore", args=[federation.offices["africa"].pk])
    table = sign_in(staff.africa).get(url).context["table"]
    assert [str(column.label) for column in table.columns.values()][1:5] == ["Name", "Country", "Kind", "Status"]
    assert [page.standing.label for page in table.data] == ["listed"]
