"""Every kind of write to the register that the schedules make, by the verbs, as the admin makes them, and in bulk.
In: a kind of write and a number, from which all that is left to chance follows. Out: rows, written or refused.
Next: machine.py makes them, alone, within one another, during rebuilds and while the engine is gone.
"""

import datetime
import random

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from directory import verbs
from directory.models import (
    Acronym,
    Change,
    ChosenField,
    Country,
    Field,
    Hiding,
    Kind,
    Membership,
    MembershipCategory,
    OrganisationPage,
    OrganisationText,
    OtherName,
    Programme,
    Region,
    RegionalOfficePage,
    WorkingLanguage,
)
from directory.refusals import Refused
from tests import factories

WORDS = ("club", "science", "sceince", "юный", "наука", "علوم", "astronom", "musée", "北京", "de", "tunis", "expo")
LANGUAGES = ("en", "fr", "ru", "ar")
MOST = 9  # organisations: enough for several batches


def write(kind, number):
    """Make a write. What a verb refuses, or what there is nobody for, is no write."""
    dice = random.Random(number)
    pages = list(OrganisationPage.objects.order_by("pk"))
    try:
        with transaction.atomic():  # of those that write several rows none is written half
            if kind in WITHOUT_ORGANISATION:
                WITHOUT_ORGANISATION[kind](dice)
            elif pages:
                OF_ORGANISATION[kind](dice.choice(pages), dice)
    except Refused:
        pass


def _word(dice):
    return f"{dice.choice(WORDS)} {dice.randint(1, 9)}"


def _day(dice):
    return timezone.localdate() + datetime.timedelta(days=dice.randint(-60, 60))


def _some(rows, dice):
    return [row for row in rows.order_by("pk") if dice.random() < 0.5]


def _save(page, dice):
    page.title = f"{_word(dice)} {page.pk}"
    page.city = dice.choice(["Tunis", "Kyoto", "Québec", ""])
    page.latitude, page.longitude = dice.choice([(36.8, 10.2), (-17.7, 179.9), (None, None)])
    page.age_from, page.age_to = dice.choice([(6, 12), (19, 30), (None, None)])
    page.save()


def _save_with_another_slug(page, dice):
    page.slug = f"club-{page.pk}-{dice.randint(1, 99)}"
    page.save()


def _choose(page, dice):
    page.fields = _some(Field.objects.all(), dice)
    page.programmes = _some(Programme.objects.all(), dice)
    page.kind = dice.choice(list(Kind.objects.order_by("pk")))
    page.save()


def _name(page, dice):
    names = list(page.other_names.all())
    if names and dice.random() < 0.5:
        dice.choice(names).delete()
    OtherName.objects.create(organisation=page, name=_word(dice), language=dice.choice(LANGUAGES))
    Acronym.objects.create(organisation=page, text=_word(dice))


def _add_a_name(page, dice):
    OtherName.objects.create(organisation=page, name=_word(dice))


def _say(page, dice):
    language = dice.choice(LANGUAGES)
    texts = OrganisationText.objects.filter(organisation=page, language=language)
    if not texts.exists():
        OrganisationText.objects.create(organisation=page, language=language, summary=_word(dice))
    elif dice.random() < 0.3:
        texts.delete()
    else:
        text = texts.get()
        text.description = f"<p>{_word(dice)}</p>"
        text.save()


def _speak(page, dice):
    WorkingLanguage.objects.filter(organisation=page).delete()
    WorkingLanguage.objects.create(organisation=page, code=dice.choice(LANGUAGES))


def _publish(page, dice):
    page.title = f"{_word(dice)} {page.pk}"
    page.city = _word(dice)
    revision = page.save_revision()
    if dice.random() < 0.8:
        revision.publish()


def _unpublish(page, dice):
    page.unpublish()


def _publish_later(page, dice):
    page.title = f"{_word(dice)} later"
    now = timezone.now()
    page.go_live_at = now + datetime.timedelta(days=dice.randint(1, 30))
    page.expire_at = dice.choice([None, page.go_live_at + datetime.timedelta(days=30)])
    page.save_revision(approved_go_live_at=page.go_live_at)


def _hide_or_show(page, dice):
    if Hiding.objects.filter(organisation=page, ended_at=None).exists():
        verbs.show(organisation=page)
    else:
        verbs.hide(organisation=page, reason="asked to")


def _restrict_or_not(page, dice):
    place = dice.choice([page, Page.objects.get(pk=page.get_parent().pk)])
    restrictions = PageViewRestriction.objects.filter(page=place)
    if restrictions.exists():
        restrictions.first().delete()
    else:
        PageViewRestriction.objects.create(page=place, restriction_type=PageViewRestriction.LOGIN)


def _move(page, dice):
    office = dice.choice(list(RegionalOfficePage.objects.order_by("pk")))
    page.move(Page.objects.get(pk=office.pk), pos="last-child")


def _relocate(page, dice):
    verbs.relocate(organisation=page, country=dice.choice(list(Country.objects.order_by("pk"))))


def _delete(page, dice):
    page.delete()


def _confirm(page, dice):
    verbs.confirm(organisation=page)


def _admit(page, dice):
    starts = _day(dice)
    ends = dice.choice([None, starts + datetime.timedelta(days=dice.randint(0, 90))])
    verbs.admit(organisation=page, category=_category(dice), starts=starts, ends=ends)


def _renew(page, dice):
    verbs.renew(organisation=page, ends=dice.choice([None, _day(dice)]))


def _suspend(page, dice):
    on = _day(dice)
    until = dice.choice([None, on + datetime.timedelta(days=dice.randint(0, 20))])
    verbs.suspend(organisation=page, on=on, until=until, reason="said so")


def _reinstate(page, dice):
    verbs.reinstate(organisation=page, on=_day(dice), reason="said so")


def _lapse(page, dice):
    verbs.lapse(organisation=page, on=_day(dice), reason="said so")


OF_ORGANISATION = {
    "save": _save,
    "save with another slug": _save_with_another_slug,
    "choose": _choose,
    "name": _name,
    "add a name": _add_a_name,
    "say": _say,
    "speak": _speak,
    "publish": _publish,
    "unpublish": _unpublish,
    "publish later": _publish_later,
    "hide or show": _hide_or_show,
    "restrict or not": _restrict_or_not,
    "move": _move,
    "relocate": _relocate,
    "delete": _delete,
    "confirm": _confirm,
    "admit": _admit,
    "renew": _renew,
    "suspend": _suspend,
    "reinstate": _reinstate,
    "lapse": _lapse,
}


def _category(dice):
    return dice.choice(list(MembershipCategory.objects.order_by("pk")))


def _create(dice):
    if OrganisationPage.objects.count() >= MOST:
        return
    country = dice.choice(list(Country.objects.order_by("pk")))
    page = factories.OrganisationPageFactory(
        title=_word(dice),
        # A slug that no earlier organisation had, whatever the factories' own counters say.
        slug=f"new-{Change.objects.count()}-{dice.randint(1, 10**6)}",
        parent=verbs.office_of(country.region),
        country=country,
        kind=dice.choice(list(Kind.objects.order_by("pk"))),
    )
    verbs.admit(organisation=page, category=_category(dice), starts=_day(dice), ends=None)


def _reassign(dice):
    country, region = (dice.choice(list(rows.order_by("pk"))) for rows in (Country.objects, Region.objects))
    verbs.reassign(country=country, region=region)


def _move_an_office(dice):
    office = dice.choice(list(RegionalOfficePage.objects.order_by("pk")))
    places = Page.objects.filter(slug__in=["home", "network"]).order_by("pk")
    office.move(dice.choice(list(places)), pos="last-child")


def _reword(dice):
    rows = [row for model in (Kind, Field, Programme, Country) for row in model.objects.order_by("pk")]
    row = dice.choice(rows)
    row.names = {**row.names, dice.choice(LANGUAGES): _word(dice)}
    row.save()


def _rename_a_value(dice):
    row = dice.choice([*Kind.objects.order_by("pk"), *Field.objects.order_by("pk")])
    row.slug = f"{row.slug.partition('-')[0]}-{dice.randint(1, 99)}"
    row.save()


def _delete_a_field(dice):
    fields = list(Field.objects.order_by("pk"))
    if len(fields) > 1:
        dice.choice(fields).delete()
    else:
        Field.objects.create(name=_word(dice), slug=f"field-{dice.randint(1, 10**6)}")


def _update_pages(dice):
    OrganisationPage.objects.filter(kind=dice.choice(list(Kind.objects.order_by("pk")))).update(city=_word(dice))


def _update_memberships(dice):
    ends = _day(dice) + datetime.timedelta(days=400)
    Membership.objects.listing().filter(ends=None, starts__lte=ends).update(ends=ends)


def _update_vocabulary(dice):
    Kind.objects.update(names={"fr": _word(dice)})


def _write_many(dice):
    pages = list(OrganisationPage.objects.order_by("pk"))
    OtherName.objects.bulk_create([OtherName(organisation=page, name=_word(dice)) for page in pages])


def _unchoose_many(dice):
    ChosenField.objects.filter(field=dice.choice(list(Field.objects.order_by("pk")))).delete()


def _publish_scheduled(dice):
    call_command("publish_scheduled", verbosity=0)


WITHOUT_ORGANISATION = {
    "create": _create,
    "reassign": _reassign,
    "move an office": _move_an_office,
    "reword": _reword,
    "rename a value": _rename_a_value,
    "delete a field": _delete_a_field,
    "update pages": _update_pages,
    "update memberships": _update_memberships,
    "update vocabulary": _update_vocabulary,
    "write many": _write_many,
    "unchoose many": _unchoose_many,
    "publish scheduled": _publish_scheduled,
}
KINDS = (*OF_ORGANISATION, *WITHOUT_ORGANISATION)
