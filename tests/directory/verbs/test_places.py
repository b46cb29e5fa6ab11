"""Relocate and reassign: the tree and the facts cannot disagree."""

import pytest
from wagtail.models import Page

from directory import verbs
from directory.models import OrganisationPage
from directory.refusals import Refused
from tests import factories


def branch_of(page):
    return OrganisationPage.objects.get(pk=page.pk).get_parent().slug


def test_relocate_changes_the_country_and_moves_the_page(organise, federation):
    club = organise(country="TN")
    moved = verbs.relocate(organisation=club, country=federation.countries["FR"])
    assert (moved.country_id, branch_of(club)) == ("FR", "europe")
    assert Page.find_problems() == ([], [], [], [], [])


def test_no_older_draft_brings_the_country_back(organise, federation):
    club = organise("Club Orbite", country="TN")
    club.title = "Club Cosmos"
    draft = club.save_revision()
    verbs.relocate(organisation=club, country=federation.countries["FR"])
    draft.publish()
    published = OrganisationPage.objects.get(pk=club.pk)
    assert (published.title, published.country_id) == ("Club Cosmos", "FR")


def test_relocate_refuses_a_country_whose_region_has_no_office(organise):
    asia = factories.RegionFactory(slug="asia")
    japan = factories.CountryFactory(code="JP", region=asia)
    club = organise(country="TN")
    with pytest.raises(Refused, match="no office page"):
        verbs.relocate(organisation=club, country=japan)
    assert OrganisationPage.objects.get(pk=club.pk).country_id == "TN"


def test_reassign_moves_every_organisation_of_the_country(organise, federation):
    clubs = [organise(country="MA"), organise(country="MA", member=False)]
    neighbour = organise(country="TN")
    verbs.reassign(country=federation.countries["MA"], region=federation.regions["europe"])
    assert [branch_of(page) for page in (*clubs, neighbour)] == ["europe", "europe", "africa"]
    assert Page.find_problems() == ([], [], [], [], [])
