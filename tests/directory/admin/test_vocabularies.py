"""The federation's own words are edited by the secretariat; what is in use stays."""

import pytest
from django.urls import reverse

from directory.models import Committee, Kind, Person, Region
from tests.directory.admin.conftest import exported, titles
from tests.factories import KindFactory

NAMES = (
    "awards",
    "categories",
    "committees",
    "countries",
    "fields",
    "kinds",
    "people",
    "programmes",
    "regions",
    "changes",
    "terms",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_secretariat_sees_every_list_and_a_regional_editor_none_of_these(staff, sign_in, name):
    url = reverse(f"register_{name}:index")
    assert sign_in(staff.secretariat).get(url).status_code == 200
    assert sign_in(staff.africa).get(url).status_code == 302


def test_a_kind_is_added_with_its_names_and_written_to_the_log(staff, sign_in, log):
    data = {"name": "Academy", "names_fr": "Académie", "slug": "academy", "order": 3}
    assert sign_in(staff.secretariat).post(reverse("register_kinds:add"), data).status_code == 302
    kind = Kind.objects.get(slug="academy")
    assert (kind.label("fr"), kind.label("ru")) == ("Académie", "Academy")
    assert {line[:3] for line in log()} == {("saved", "kind", str(kind.pk))}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {"changes", "terms", "countries"}])
def test_the_form_of_each_opens(staff, sign_in, name):
    assert sign_in(staff.secretariat).get(reverse(f"register_{name}:add")).status_code == 200


def test_names_are_edited_one_box_a_language(staff, federation, sign_in):
    url = reverse("register_kinds:edit", args=[federation.kinds["club"].pk])
    page = sign_in(staff.secretariat).get(url).content.decode()
    assert [f'name="names_{code}"' in page for code in ("en", "fr", "es", "ru", "ar")] == [
        False,
        True,
        True,
        True,
        True,
    ]


def test_a_kind_in_use_is_not_deleted(staff, federation, sign_in):
    client = sign_in(staff.secretariat)
    for kind in (federation.kinds["club"], KindFactory(slug="unused")):
        client.post(reverse("register_kinds:delete", args=[kind.pk]))
    assert sorted(Kind.objects.values_list("slug", flat=True)) == ["club", "museum"]


def test_a_region_is_edited_with_its_contacts(staff, federation, sign_in):
    region = federation.regions["africa"]
    data = {
        "name": "Africa",
        "slug": "africa",
        "order": 0,
        "names_fr": "Afrique",
        "contacts-TOTAL_FORMS": 1,
        "contacts-INITIAL_FORMS": 0,
        "contacts-MIN_NUM_FORMS": 0,
        "contacts-MAX_NUM_FORMS": 1000,
        "contacts-0-label": "Office",
        "contacts-0-email": "africa@example.org",
        "contacts-0-ORDER": 1,
    }
    response = sign_in(staff.secretariat).post(reverse("register_regions:edit", args=[region.pk]), data)
    assert response.status_code == 302
    region = Region.objects.get(pk=region.pk)
    assert (region.label("fr"), [contact.email for contact in region.contacts.all()]) == (
        "Afrique",
        ["africa@example.org"],
    )


def test_people_and_committees_are_added(staff, federation, sign_in):
    client = sign_in(staff.secretariat)
    client.post(reverse("register_people:add"), {"name": "Ada Byron", "sort_name": "Byron", "countries": ["TN", "FR"]})
    assert [country.pk for country in Person.objects.get().countries.order_by("pk")] == ["FR", "TN"]
    data = {"name": "Awards", "slug": "awards", "order": 0, "kind": "working-group", "seats": 5}
    client.post(reverse("register_committees:add"), data)
    assert Committee.objects.values_list("name", "seats").get() == ("Awards", 5)


def test_people_are_found_and_exported(staff, sign_in):
    Person.objects.create(name="Ada Byron", sort_name="Byron")
    Person.objects.create(name="+Max", sort_name="Max")
    client, url = sign_in(staff.secretariat), reverse("register_people:index")
    assert titles(client.get(f"{url}?q=byr")) == ["Ada Byron"]
    assert exported(client.get(f"{url}?export=csv")) == [
        ["Name", "Sorted as", "Terms today"],
        ["Ada Byron", "Byron", "0"],
        ["'+Max", "Max", "0"],
    ]
