"""An organisation changes its country, a country its region: the pages move, the reason is kept."""

import pytest
from django.urls import NoReverseMatch, reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from directory.models import Country
from tests.directory.admin.conftest import column, exported, fresh, titles

LIST = "/admin/register/countries/"


def relocate(page):
    return reverse("directory_decide", args=["relocate", page.pk])


def reassign(country):
    return reverse("directory_decide", args=["reassign", country.pk])


def test_relocating_moves_the_page_and_keeps_the_reason(staff, federation, sign_in, log):
    facts = {"country": "FR", "reason": "It moved to Paris."}
    assert sign_in(staff.secretariat).post(relocate(staff.club), facts).status_code == 302
    page = fresh(staff.club)
    assert (page.country_id, page.get_parent().pk) == ("FR", federation.offices["europe"].pk)
    assert log() == [("relocated", "organisation", str(page.pk), staff.secretariat)]
    entry = PageLogEntry.objects.get(page=page.pk, action="directory.relocate")
    assert (entry.user, entry.message) == (staff.secretariat, "Moved from TN to FR: It moved to Paris.")


def test_a_regional_editor_relocates_within_the_region_alone(staff, sign_in, log):
    client = sign_in(staff.africa)
    offered = client.get(relocate(staff.club)).context["form"].fields["country"].queryset
    assert [country.pk for country in offered] == ["MA", "TN"]
    response = client.post(relocate(staff.club), {"country": "FR", "reason": "Away."})
    assert list(response.context["form"].errors) == ["country"]
    assert log() == []
    client.post(relocate(staff.club), {"country": "MA", "reason": "It moved."})
    assert fresh(staff.club).country_id == "MA"


def test_an_organisation_is_not_relocated_to_where_it_is(staff, sign_in):
    response = sign_in(staff.secretariat).post(relocate(staff.club), {"country": "TN", "reason": "Nothing."})
    assert response.context["form"].errors == {"country": ["The organisation is in this country already."]}


def test_reassigning_a_country_moves_its_pages_and_keeps_the_reason(staff, federation, sign_in, log):
    facts = {"region": federation.regions["europe"].pk, "reason": "Voted."}
    assert sign_in(staff.secretariat).post(reassign(federation.countries["TN"]), facts).status_code == 302
    assert Country.objects.get(pk="TN").region.slug == "europe"
    assert fresh(staff.club).get_parent().pk == federation.offices["europe"].pk
    assert {line[:3] for line in log()} == {
        ("reassigned", "country", "TN"),
        ("reassigned", "organisation", str(staff.club.pk)),
    }
    entry = ModelLogEntry.objects.get(action="directory.reassign")
    assert (entry.object_id, entry.message) == ("TN", "Moved from africa to europe: Voted.")


def test_a_country_is_not_given_to_the_region_it_is_in(staff, federation, sign_in, log):
    facts = {"region": federation.regions["africa"].pk, "reason": "Voted."}
    response = sign_in(staff.secretariat).post(reassign(federation.countries["TN"]), facts)
    assert response.context["form"].errors == {"region": ["The country is in this region already."]}
    assert log() == []


def test_countries_are_listed_with_the_number_of_their_organisations(staff, sign_in):
    response = sign_in(staff.secretariat).get(LIST)
    assert dict(zip(column(response, "code"), column(response, "organisations_count"), strict=True)) == {
        "CZ": 0,
        "FR": 0,
        "MA": 0,
        "TN": 1,
    }


@pytest.mark.parametrize(("typed", "found"), [("tunis", ["Tunisia"]), ("fr", ["France"]), ("CZ", ["Czechia"])])
def test_a_country_is_found_by_name_and_by_code(staff, sign_in, typed, found):
    assert titles(sign_in(staff.secretariat).get(f"{LIST}?q={typed}")) == found


def test_countries_are_exported_by_name(staff, sign_in):
    rows = exported(sign_in(staff.secretariat).get(f"{LIST}?export=csv&q=tunis"))
    assert [row[:4] for row in rows] == [
        ["Code", "Country", "Region", "Organisations"],
        ["TN", "Tunisia", "Africa", "1"],
    ]


def test_a_countrys_own_name_is_edited_and_its_region_is_not(staff, federation, sign_in):
    url = reverse("register_countries:edit", args=["TN"])
    client = sign_in(staff.secretariat)
    assert list(client.get(url).context["form"].fields) == ["names", "is_sample"]
    client.post(url, {"names_en": "The Tunisia", "names_fr": "La Tunisie", "region": federation.regions["europe"].pk})
    country = Country.objects.get(pk="TN")
    assert (country.names, country.region.slug) == (
        {"en": "The Tunisia", "fr": "La Tunisie"},
        "africa",
    )


def test_no_country_is_added_or_deleted():
    for name, keys in {"add": [], "delete": ["TN"], "copy": ["TN"]}.items():
        with pytest.raises(NoReverseMatch):
            reverse(f"register_countries:{name}", args=keys)
