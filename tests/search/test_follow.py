"""The index follows the register: whatever changes, by whatever path, and however often it is read."""

import itertools

import pytest
from wagtail.models import PageViewRestriction

from directory import changes, verbs
from directory.models import Change, OrganisationPage, OtherName
from search import follow as following
from search import log
from search.engines.contract import EngineError, NoIndexError
from search.engines.memory import Memory
from search.follow import follow, organisations_of
from search.points import watched
from search.rebuild import rebuild
from search.register import Register
from tests import factories
from tests.search.registers import question

pytestmark = pytest.mark.django_db


def found(engine, text="", **facts):
    return set(engine.search(question(text, **facts)).ids)


def test_a_new_organisation_is_found_and_its_changes_are_followed(organise, followed):
    page = organise("Alpha")
    assert follow(followed) > 0
    assert found(followed, "alpha") == {page.pk}

    OtherName.objects.create(organisation=page, name="Omega")
    follow(followed)
    assert found(followed, "omega") == {page.pk}

    page.title = "Beta"
    page.save()
    follow(followed)
    assert (found(followed, "alpha"), found(followed, "beta")) == (set(), {page.pk})

    page.delete()
    follow(followed)
    assert (found(followed), followed.count()) == (set(), 0)


def test_at_the_head_of_the_log_there_is_nothing_to_follow(organise, followed):
    organise()
    follow(followed)

    assert (follow(followed), followed.state().position) == (0, log.head())


@pytest.mark.parametrize("bring_up_to_date", [follow, rebuild])
def test_those_who_write_without_a_pause_do_not_keep_a_follower_or_a_rebuild(
    organise, followed, monkeypatch, bring_up_to_date
):
    page, others = organise(), itertools.count(987_654)

    def write_when_they_have_been_read(point):
        if point == "follow: changes read":
            changes.record("organisation", next(others), "saved")

    with watched(write_when_they_have_been_read):
        bring_up_to_date(followed)

    assert found(followed) == {page.pk}
    assert log.unread(followed.state().position).exists()


def test_without_an_index_there_is_nothing_to_follow_with(db):
    with pytest.raises(NoIndexError, match="search_rebuild"):
        follow(Memory())


def test_a_new_name_of_a_kind_reaches_every_organisation_that_has_it(organise, followed, federation):
    club, museum = organise(kind="club"), organise(kind="museum")
    federation.kinds["club"].names = {"fr": "Cénacle"}
    federation.kinds["club"].save()
    follow(followed)

    assert found(followed, "cenacle") == {club.pk}
    federation.kinds["museum"].slug = "exhibition"
    federation.kinds["museum"].save()
    follow(followed)
    assert found(followed, kind=["exhibition"]) == {museum.pk}


def test_a_new_name_of_a_country_reaches_every_organisation_in_it(organise, followed, federation):
    page = organise(country="TN")
    organise(country="FR")
    federation.countries["TN"].names = {"en": "Carthage"}
    federation.countries["TN"].save()
    follow(followed)

    assert found(followed, "carthage") == {page.pk}


def test_a_field_that_is_given_taken_or_deleted_is_followed(organise, followed):
    page, field = organise(), factories.FieldFactory(slug="botany")
    page.fields.add(field)
    page.save()
    follow(followed)
    assert found(followed, field=["botany"]) == found(followed, "botany") == {page.pk}

    field.delete()
    follow(followed)
    assert found(followed, field=["botany"]) == found(followed, "botany") == set()


def test_a_field_that_gives_and_loses_its_organisations_is_followed(organise, followed):
    pages, field = [organise(), organise()], factories.FieldFactory(slug="botany")
    field.organisations.add(*pages)
    follow(followed)
    assert found(followed, field=["botany"]) == {page.pk for page in pages}

    field.organisations.remove(pages[0])
    follow(followed)
    assert found(followed, field=["botany"]) == {pages[1].pk}
    field.organisations.clear()
    follow(followed)
    assert found(followed, field=["botany"]) == set()


def test_a_restriction_above_an_organisation_is_followed_when_it_comes_and_when_it_goes(organise, followed, federation):
    page = organise(country="FR")
    restriction = PageViewRestriction.objects.create(
        page=federation.network, restriction_type=PageViewRestriction.LOGIN
    )
    follow(followed)
    assert found(followed) == set()

    restriction.delete()
    follow(followed)
    assert found(followed) == {page.pk}


def test_an_office_that_is_unpublished_or_moved_changes_nothing_for_its_members_but_is_followed(
    organise, followed, federation
):
    page = organise(country="MA")
    verbs.reassign(country=federation.countries["MA"], region=federation.regions["europe"])
    follow(followed)

    assert found(followed, country=["ma"]) == {page.pk}


def test_changes_of_one_organisation_are_read_once(organise):
    page = organise()
    lines = [Change(subject_type="organisation", subject_id=str(page.pk)) for _each in range(3)]
    lines.append(Change(subject_type="region", subject_id="1"))
    lines.append(Change(subject_type="committee", subject_id="1"))

    assert organisations_of(lines) == [page.pk]


def test_a_deleted_word_of_the_federation_has_all_organisations_read(organise):
    pages = {organise().pk, organise().pk}

    assert set(organisations_of([Change(subject_type="programme", subject_id="987654")])) == pages


def test_following_and_rebuilding_lead_to_equal_documents(organise, followed, federation):
    pages = [organise(country=code, kind=kind) for code in ("TN", "FR") for kind in ("club", "museum")]
    verbs.hide(organisation=pages[0], reason="asked to")
    pages[1].fields.add(factories.FieldFactory())
    pages[1].save()
    verbs.relocate(organisation=pages[2], country=federation.countries["CZ"])
    pages[3].unpublish()
    changes.record("organisation", 987_654, "imagined")
    by_following, by_rebuilding = Memory(), Memory()
    with by_following.rebuild(followed.state()):
        pass
    follow(by_following)
    rebuild(by_rebuilding)

    assert by_following._documents == by_rebuilding._documents
    assert set(by_following._documents) == {pages[1].pk, pages[2].pk}
    assert by_following.state() == by_rebuilding.state()


def test_changes_that_are_read_again_do_no_harm(organise, followed):
    pages = {organise().pk, organise().pk}
    verbs.hide(organisation=OrganisationPage.objects.get(pk=min(pages)), reason="asked to")
    follow(followed)
    before = followed.search(question())

    everything = list(Change.objects.order_by("-pk"))
    position = followed.state().position
    following.write(followed, organisations_of(everything[::-1] + everything[::-1]), position, before=position)

    assert followed.search(question()) == before


def test_a_write_that_fails_half_way_is_followed_again(organise, followed, monkeypatch):
    monkeypatch.setattr(following, "BATCH", 1)
    pages = {organise().pk for _each in range(3)}
    position, documents_for = followed.state().position, Register.documents_for

    def fail_at_the_last(register, ids):
        if max(pages) in ids:
            raise EngineError("away")
        return documents_for(register, ids)

    with monkeypatch.context() as broken:
        broken.setattr(Register, "documents_for", fail_at_the_last)
        with pytest.raises(EngineError, match="away"):
            follow(followed)
    assert (found(followed), followed.state().position) == (pages - {max(pages)}, position)

    follow(followed)
    assert (found(followed), followed.state().position) == (pages, log.head())
