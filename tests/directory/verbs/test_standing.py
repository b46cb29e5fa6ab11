"""Hide, show, confirm, and contact points."""

import datetime

import pytest
from django.utils import timezone

from directory import verbs
from directory.models import Confirmation, ContactPoint, Hiding
from directory.refusals import Refused


def test_hiding_twice_or_without_a_reason_is_refused(organise):
    club = organise()
    with pytest.raises(Refused, match="Say why"):
        verbs.hide(organisation=club, reason="")
    verbs.hide(organisation=club, reason="They asked")
    with pytest.raises(Refused, match="hidden already"):
        verbs.hide(organisation=club, reason="Again")
    assert Hiding.objects.count() == 1


def test_showing_keeps_the_history_of_the_hiding(organise, admin_user):
    club = organise()
    verbs.hide(organisation=club, reason="They asked", by=admin_user)
    hiding = verbs.show(organisation=club, by=admin_user)
    assert (hiding.reason, hiding.began_by, hiding.ended_by) == ("They asked", admin_user, admin_user)
    assert hiding.ended_at is not None
    with pytest.raises(Refused, match="not hidden"):
        verbs.show(organisation=club)


def test_a_confirmation_is_of_today_or_earlier(organise):
    club, today = organise(), timezone.localdate()
    assert verbs.confirm(organisation=club).confirmed_on == today
    with pytest.raises(Refused, match="a day to come"):
        verbs.confirm(organisation=club, on=today + datetime.timedelta(days=1))
    assert Confirmation.objects.count() == 1


def test_a_contact_point_is_for_the_office_unless_said_otherwise(organise):
    contact = verbs.add_contact(organisation=organise(), type="email", value="a@example.org")
    assert contact.visibility == "office"


@pytest.mark.parametrize(
    ("type_", "value"), [("email", "no address"), ("phone", "call me"), ("email", "a@example.org")]
)
def test_a_contact_point_that_is_wrong_or_there_already_is_refused(organise, type_, value):
    club = organise()
    verbs.add_contact(organisation=club, type="email", value="a@example.org")
    with pytest.raises(Refused):
        verbs.add_contact(organisation=club, type=type_, value=value)
    assert ContactPoint.objects.count() == 1


def test_changing_a_contact_point_leaves_the_rest_as_it_is(organise):
    contact = verbs.add_contact(organisation=organise(), type="email", value="a@example.org", label="Office")
    verbs.change_contact(contact=contact, visibility="public")
    contact.refresh_from_db()
    assert (contact.value, contact.label, contact.visibility) == ("a@example.org", "Office", "public")
    verbs.remove_contact(contact=contact)
    assert ContactPoint.objects.count() == 0
