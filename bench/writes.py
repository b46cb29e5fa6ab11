"""Random writes to the register, by the verbs and as the admin makes them, and random questions.
In: dice. Out: one write made, and its name; or a question.
Next: soak.py lets the index follow, and compares.
"""

import datetime
import random
from collections.abc import Callable

from django.utils import timezone

from directory import verbs
from directory.models import Country, Field, Hiding, Kind, OrganisationPage, OtherName
from directory.refusals import Refused
from search.analysis import phrase, terms
from search.engines.contract import Question, Sort

WORDS = ["club", "science", "sceince", "юный", "наука", "علوم", "astronom", "musée", "北京", "de", "tunis", "expo", ""]


def write(dice: random.Random) -> str:
    """Make one write, and return what it was; a verb that refuses has written nothing, which is fine."""
    page = OrganisationPage.objects.order_by("pk")[dice.randrange(OrganisationPage.objects.count())]
    name = dice.choice(list(_WRITES))
    try:
        _WRITES[name](page, dice)
    except Refused:
        return "refused"
    return name


def a_question(dice: random.Random) -> Question:
    """Return a question of up to two words and two facets, on a day around today."""
    text = " ".join(dice.sample(WORDS, dice.randint(0, 2)))
    chosen = {"kind": frozenset({"club", "museum"}), "country": frozenset({"tn", "fr", "mx", "jp"})}
    return Question(
        day=timezone.localdate() + datetime.timedelta(days=dice.randint(-400, 400)),
        terms=terms(text),
        phrase=phrase(text),
        chosen={facet: values for facet, values in chosen.items() if dice.random() < 0.3},
        sort=dice.choice([Sort.RELEVANCE, Sort.NAME, Sort.NEWEST]),
    )


def _rename(page: OrganisationPage, dice: random.Random) -> None:
    page.title = f"{dice.choice(WORDS) or 'Club'} {page.title}"[:120]
    page.save()


def _revise(page: OrganisationPage, dice: random.Random) -> None:
    page.city = dice.choice(["Tunis", "Kyoto", "Québec", ""])
    page.save_revision().publish()


def _name(page: OrganisationPage, dice: random.Random) -> None:
    OtherName.objects.create(organisation=page, name=f"{dice.choice(WORDS)} {dice.randint(1, 99)}", language="en")


def _choose(page: OrganisationPage, dice: random.Random) -> None:
    page.fields = [dice.choice(list(Field.objects.all()))]
    page.save()


def _hide(page: OrganisationPage, _dice: random.Random) -> None:
    hidden = Hiding.objects.filter(organisation=page, ended_at=None).exists()
    verbs.show(organisation=page) if hidden else verbs.hide(organisation=page, reason="soak")


def _publish(page: OrganisationPage, _dice: random.Random) -> None:
    page.unpublish() if page.live else page.save_revision().publish()


def _lapse(page: OrganisationPage, dice: random.Random) -> None:
    day = timezone.localdate() + datetime.timedelta(days=dice.randint(-30, 30))
    verbs.lapse(organisation=page, on=day, reason="soak")


def _relocate(page: OrganisationPage, dice: random.Random) -> None:
    verbs.relocate(organisation=page, country=dice.choice(list(Country.objects.all())))


def _reword(_page: OrganisationPage, dice: random.Random) -> None:
    kind = dice.choice(list(Kind.objects.all()))
    kind.names = {**kind.names, "fr": f"{dice.choice(WORDS)} {dice.randint(1, 99)}"}
    kind.save()


_WRITES: dict[str, Callable[[OrganisationPage, random.Random], None]] = {
    "renamed": _rename,
    "revised": _revise,
    "named": _name,
    "chosen": _choose,
    "hidden or shown": _hide,
    "published or unpublished": _publish,
    "lapsed": _lapse,
    "relocated": _relocate,
    "reworded": _reword,
}
