"""What the public may not see is on no page, map, card, answer or sitemap: planted canaries prove it."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from directory import verbs
from directory.models import Acronym, OrganisationPage, OrganisationText, OtherName
from search import breaker, fallback
from search.engines.contract import EngineError
from search.follow import follow
from tests import factories

CANARY = "zyxcanary"


def lapsed(club):
    factories.admitted(club)
    verbs.lapse(organisation=club, on=factories.LONG_AGO.replace(year=2020), reason="Closed")


def hidden(club):
    factories.admitted(club)
    verbs.hide(organisation=club, reason="They asked")


def draft(club):
    factories.admitted(club)
    club.unpublish()


def private(club):
    factories.admitted(club)
    PageViewRestriction.objects.create(page=club, restriction_type=PageViewRestriction.LOGIN)


def never_a_member(club):
    del club


@pytest.fixture(params=[lapsed, hidden, draft, private, never_a_member], ids=lambda secret: secret.__name__)
def secret(request):
    return request.param


@pytest.fixture
def canary(organise):
    """An organisation, alone in its country and with a field of its own, whose every word is a canary."""
    club = organise(
        f"Club {CANARY}", country="MA", member=False, city=f"{CANARY}ville", website=f"https://{CANARY}.example/"
    )
    club.other_names.add(OtherName(name=f"Other {CANARY}", language="fr"))
    club.acronyms.add(Acronym(text=CANARY.upper()))
    club.texts.add(OrganisationText(language="en", summary=f"Summary {CANARY}", description=f"<p>{CANARY}</p>"))
    club.fields.add(factories.FieldFactory(slug="volcanology"))
    club.save()
    verbs.add_contact(organisation=club, type="email", value=f"{CANARY}@example.org", visibility="public")
    return club


PAGES = ("home", "network", "finder", "africa", "tunisia", "governance", "api", "sitemap")


@pytest.mark.parametrize("index_is_behind", [False, True], ids=["followed", "index behind"])
def test_no_page_shows_it(client, organise, urls, build_index, canary, secret, index_is_behind):
    organise("Club visible", country="TN")
    if index_is_behind:
        membership = factories.admitted(canary)
        build_index()
        membership.delete()
    secret(canary)
    if not index_is_behind:
        build_index()
    for name in PAGES:
        response = client.get(getattr(urls, name))
        assert response.status_code == 200, name
        assert CANARY not in response.content.decode().lower(), name
    for address in (
        f"{urls.finder}?q={CANARY}",
        f"{urls.finder}?country=ma",
        f"{urls.api}?q={CANARY}",
        f"{urls.api}?country=ma",
    ):
        said = client.get(address).content.decode().lower().replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', "")
        assert f"club {CANARY}" not in said


def test_once_the_index_has_followed_no_count_knows_it(client, organise, urls, build_index, canary, secret):
    organise("Club visible", country="TN")
    secret(canary)
    build_index()
    answer = client.get(urls.api).json()
    assert answer["count"] == 1
    assert [value["value"] for value in answer["facets"]["country"]] == ["tn"]
    assert answer["facets"]["field"] == []
    assert client.get(urls.api, {"q": CANARY}).json()["count"] == 0


def test_its_own_addresses_are_not_found(client, urls, canary, secret):
    secret(canary)
    assert client.get(f"{urls.finder}club-{CANARY}/").status_code == 404
    assert client.get("/en/network/countries/ma/").status_code == 404
    # Whom a view restriction keeps out is asked to sign in, as Wagtail does; the rest is not there.
    response = client.get(f"/en/network/africa/club-{CANARY}/")
    assert response.status_code == (302 if secret is private else 404)
    assert "login" in response.headers.get("Location", "login")
    assert CANARY not in response.content.decode()


def test_an_earlier_address_does_not_lead_to_the_present_one(
    client, urls, canary, secret, django_capture_on_commit_callbacks
):
    factories.admitted(canary)
    with django_capture_on_commit_callbacks(execute=True):
        canary.slug = "renamed-and-secret"
        canary.save_revision().publish()
    canary.memberships.all().delete()
    secret(canary)
    response = client.get(f"{urls.finder}club-{CANARY}/")
    assert response.status_code == 404


def test_a_page_that_expires_is_followed(client, organise, urls, followed):
    club = organise("Club Orbite")
    follow(followed)
    assert client.get(urls.api).json()["count"] == 1
    OrganisationPage.objects.filter(pk=club.pk).update(expire_at=timezone.now() - datetime.timedelta(hours=1))
    call_command("publish_scheduled", verbosity=0)
    follow(followed)
    assert client.get(urls.api).json()["count"] == 0


def test_while_the_finder_is_restricted_nothing_answers_for_it(client, organise, federation, urls, build_index):
    organise(f"Club {CANARY}")
    build_index()
    PageViewRestriction.objects.create(page=federation.finder, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(urls.api).status_code == 404
    assert client.get(urls.finder).status_code == 302
    assert CANARY not in client.get(urls.sitemap).content.decode()


def test_contact_points_for_members_or_the_office_are_on_no_public_page(client, organise, urls, build_index):
    club = organise("Club Orbite")
    for visibility in ("members", "office"):
        verbs.add_contact(
            organisation=club, type="email", value=f"{CANARY}-{visibility}@example.org", visibility=visibility
        )
    verbs.add_contact(organisation=club, type="email", value="hello@example.org", visibility="public")
    build_index()
    page = client.get(club.url).content.decode()
    assert "hello@example.org" in page
    assert CANARY not in page
    assert CANARY not in client.get(urls.api).content.decode()


def test_a_draft_of_a_listed_organisation_is_not_shown_before_it_is_published(client, organise, urls, build_index):
    club = organise("Club Orbite")
    club.title = f"Club {CANARY}"
    club.save_revision()
    build_index()
    assert CANARY not in client.get(club.url).content.decode()
    assert client.get(urls.api, {"q": CANARY}).json()["count"] == 0


def down(monkeypatch):
    """Have an engine that is out of reach."""

    def fail(*_query, **_options):
        raise EngineError("gone")

    monkeypatch.setattr(fallback, "find", fail)


def behind(monkeypatch):
    """Have an engine that answers from an index that nobody follows."""
    del monkeypatch


@pytest.mark.parametrize("engine_is", [down, behind], ids=lambda state: state.__name__)
def test_hidden_while_the_engine_is_down_or_behind_it_is_nowhere_at_once_and_leaves_the_index_later(
    client, organise, urls, followed, canary, monkeypatch, secret, engine_is
):
    organise("Club visible", country="TN")
    factories.admitted(canary)
    follow(followed)
    assert CANARY in client.get(urls.api).content.decode()
    assert len(followed.digests(0, 2**62, 10)) == 2

    with monkeypatch.context() as patch:
        engine_is(patch)
        canary.memberships.all().delete()  # each secret begins where there is none
        secret(canary)
        for name in PAGES:
            response = client.get(getattr(urls, name))
            assert response.status_code == 200, name
            assert CANARY not in response.content.decode().lower(), name
        for address in (urls.finder, urls.api):
            for question in ("country=ma", "field=volcanology", "sort=newest", "near=36,10", f"q={CANARY}"):
                said = client.get(f"{address}?{question}").content.decode().lower()
                assert f"club {CANARY}" not in said, question
        assert client.get(f"{urls.finder}club-{CANARY}/").status_code == 404
        assert client.get("/en/network/countries/ma/").status_code == 404
        if engine_is is down:
            answer = client.get(urls.api).json()
            assert (answer["degraded"], answer["count"]) == (True, 1)
            assert [value["value"] for value in answer["facets"]["country"]] == ["tn"]
            assert answer["facets"]["field"] == []

    breaker.forget()
    follow(followed)
    answer = client.get(urls.api).json()
    assert (answer["degraded"], answer["count"]) == (False, 1)
    assert answer["facets"]["field"] == []
    # Who has lapsed is still known for the days on which it was listed, which no question asks for.
    assert (canary.pk in dict(followed.digests(0, 2**62, 10))) == (secret is lapsed)
