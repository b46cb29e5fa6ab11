"""An organisation's page exists once, and is read at one public address in each language."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.synctree import create_aliases_for_new_page, synchronize_tree

from directory import verbs
from directory.models import EarlierSlug, OrganisationPage
from tests import factories


@pytest.fixture
def french(federation):
    """The home, network and finder pages in French: réseau › organisations."""
    locale = Locale.objects.create(language_code="fr")
    translations = {}
    for name, slug in (("home", "accueil"), ("network", "reseau"), ("finder", "organisations")):
        page = getattr(federation, name).copy_for_translation(locale)
        page.slug = slug
        page.save_revision().publish()
        translations[name] = page
    return translations["finder"]


def test_the_tree_address_redirects_to_the_public_address(client, organise):
    club = organise("Club Orbite")
    response = client.get("/en/network/africa/club-orbite/")
    assert (response.status_code, response.url) == (302, "/en/network/organisations/club-orbite/")
    assert club.url == "/en/network/organisations/club-orbite/"


def test_an_organisation_is_read_inside_every_language_that_has_a_finder(client, organise, french):
    club = organise("Club 7")
    response = client.get("/fr/reseau/organisations/club-7/")
    assert (response.status_code, response.headers["Content-Language"]) == (200, "fr")
    assert "Club 7" in response.content.decode()
    with override("fr"):
        assert club.get_url() == "/fr/reseau/organisations/club-7/"


def test_a_language_without_a_finder_reads_organisations_in_the_default_one(organise):
    with override("ru"):
        assert organise("Club 7").get_url() == "/en/network/organisations/club-7/"


def test_an_earlier_address_redirects_in_every_language(client, organise, french):
    club = organise("Club Orbite")
    club.slug = "club-cosmos"
    club.save_revision().publish()
    assert [slug.slug for slug in club.earlier_slugs.all()] == ["club-orbite"]
    for folder in ("/en/network", "/fr/reseau"):
        response = client.get(f"{folder}/organisations/club-orbite/")
        assert (response.status_code, response.url) == (301, f"{folder}/organisations/club-cosmos/")


def test_an_organisation_may_take_its_earlier_address_back(client, organise):
    club = organise("Club Orbite")
    for slug in ("club-cosmos", "club-orbite"):
        club.slug = slug
        club.save_revision().publish()
    assert client.get("/en/network/organisations/club-orbite/").status_code == 200
    assert client.get("/en/network/organisations/club-cosmos/").status_code == 301
    assert EarlierSlug.objects.count() == 1


def test_an_address_that_another_organisation_has_or_had_is_refused(organise):
    first, second = organise("Club Orbite"), organise("Musée", country="FR")
    verbs.remember_address(organisation=first, earlier="club-ancien")
    for slug in ("club-orbite", "club-ancien"):
        second.slug = slug
        with pytest.raises(Exception, match="Another organisation has, or once had, this address"):
            second.full_clean()


def test_the_earlier_address_of_a_hidden_organisation_is_not_found(client, organise):
    club = organise("Club Orbite")
    verbs.remember_address(organisation=club, earlier="club-ancien")
    verbs.hide(organisation=club, reason="They asked")
    assert client.get("/en/network/organisations/club-ancien/").status_code == 404


def test_locale_synchronisation_makes_no_alias_of_an_organisation(organise, federation):
    club = organise("Club Orbite")
    french, english = Locale.objects.create(language_code="fr"), Locale.objects.get(language_code="en")
    LocaleSynchronization.objects.create(locale=french, sync_from=english)
    synchronize_tree(english, french)
    create_aliases_for_new_page(club)
    assert OrganisationPage.objects.count() == 1
    assert federation.offices["africa"].get_translations().count() == 1


def test_asking_for_a_translation_of_an_organisation_is_refused(organise):
    with pytest.raises(PermissionDenied):
        organise().copy_for_translation(Locale.objects.create(language_code="fr"))


def test_a_page_without_a_translation_is_read_in_its_own_language(client, federation):
    Locale.objects.create(language_code="fr")
    response = client.get("/fr/network/")
    assert (response.status_code, response.url) == (302, "/en/network/")


def test_those_let_through_a_view_restriction_read_the_page_in_the_tree(client, admin_client, organise):
    club = organise("Club Orbite")
    PageViewRestriction.objects.create(page=club, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/en/network/organisations/club-orbite/").status_code == 404
    assert client.get("/en/network/africa/club-orbite/").status_code == 302
    response = admin_client.get("/en/network/africa/club-orbite/")
    assert response.status_code == 200
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))


def test_links_to_organisations_cost_no_query_each(organise, django_assert_num_queries, rf):
    pages = [organise() for _ in range(5)]
    request = rf.get("/en/")
    pages[0].get_url(request)
    with django_assert_num_queries(0):
        assert [page.get_url(request) for page in pages] == [
            f"/en/network/organisations/{page.slug}/" for page in pages
        ]


def test_links_follow_when_the_finder_gets_another_address(organise, federation):
    club = organise("Club Orbite")
    assert club.url == "/en/network/organisations/club-orbite/"
    federation.finder.slug = "clubs"
    federation.finder.save_revision().publish()
    assert OrganisationPage.objects.get(pk=club.pk).url == "/en/network/clubs/club-orbite/"


def test_an_organisation_may_move_only_below_its_own_region(organise, federation):
    club = organise(country="TN")
    assert not club.can_move_to(federation.offices["europe"])
    other = factories.OfficePageFactory(region=federation.regions["africa"], parent=federation.network, slug="africa-2")
    assert club.can_move_to(other)
