"""`python -m bench.soak`: write and search for a while, and see that every index still says what the register says.
In: `SOAK_SECONDS` (120), and `ELASTICSEARCH_URL` (`make soak` starts a server). Out: a line for each comparison.
Next: it ends with status 1 and the questions at the first disagreement. Every decision comes from loaded dice.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import django

from bench.register import set_up

INDEX = "meridian-soak"
SEED = 1987
WRITES = 60  # between two comparisons
QUESTIONS = 40  # at each comparison


def main() -> None:
    """Soak in a folder that is thrown away."""
    seconds = int(os.environ.get("SOAK_SECONDS", "120"))
    with tempfile.TemporaryDirectory(prefix="meridian-soak-") as name:
        folder = Path(name)
        set_up(folder)
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 - Django is set up only now

        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=StringIO())
        soak(folder, seconds)


def soak(folder: Path, seconds: int) -> None:
    """Write and compare until the time is over."""
    from bench.questions import addresses  # noqa: PLC0415 - the modules below need Django
    from search.choices import read_choices  # noqa: PLC0415
    from search.engines.memory import Memory  # noqa: PLC0415
    from search.engines.urls import open_engine  # noqa: PLC0415
    from search.find import find  # noqa: PLC0415
    from search.follow import follow  # noqa: PLC0415
    from search.query import Query  # noqa: PLC0415
    from search.rebuild import rebuild  # noqa: PLC0415

    dice = random.Random(SEED)
    engines = {"tantivy": open_engine(os.environ["SEARCH_URL"], folder)}
    if server := os.environ.get("ELASTICSEARCH_URL"):
        engines["Elasticsearch"] = open_engine(f"elasticsearch://{urlsplit(server).netloc}/{INDEX}", folder)
    for engine in engines.values():
        rebuild(engine)
    began, writes = time.monotonic(), 0
    try:
        while time.monotonic() - began < seconds:
            writes += write(dice, WRITES)
            for engine in engines.values():
                follow(engine)
            oracle, choices = Memory(), read_choices("en")
            rebuild(oracle)
            queries = [Query.from_params(each, choices)[0] for each in dice.sample(addresses(), QUESTIONS)]
            right = [find(query, choices=choices, engine=oracle) for query in queries]
            for name, engine in engines.items():
                told = [find(query, choices=choices, engine=engine) for query in queries]
                wrong = [
                    a.query for a, b in zip(told, right, strict=True) if (a.total, a.facets) != (b.total, b.facets)
                ]
                if wrong or engine.count() != oracle.count():
                    sys.exit(f"{name} disagrees with the register after {writes} writes, on {wrong or 'its size'}.")
            print(
                f"{time.monotonic() - began:.0f} s, {writes} writes: {oracle.count()} documents, all agree", flush=True
            )
    finally:
        for engine in engines.values():
            engine.drop()
            engine.close()


def write(dice: random.Random, times: int) -> int:
    """Do so many of the federation's business events to organisations at random; return how many were allowed."""
    from directory.models import OrganisationPage  # noqa: PLC0415
    from directory.refusals import Refused  # noqa: PLC0415

    allowed = 0
    events = events_with(dice)
    pages = list(OrganisationPage.objects.order_by("pk"))
    for _each in range(times):
        try:
            dice.choice(events)(dice.choice(pages))
        except Refused:
            continue  # a rule of the federation: to hide what is hidden, to lapse who is no member
        allowed += 1
    return allowed


def events_with(dice: random.Random) -> list[Callable]:
    """Return the business events, each as a function of an organisation."""
    from django.utils import timezone  # noqa: PLC0415

    from directory.models import Country, MembershipCategory, OrganisationPage  # noqa: PLC0415
    from directory.verbs import admit, confirm, hide, lapse, relocate, show  # noqa: PLC0415

    today = timezone.localdate()
    countries = list(Country.objects.order_by("pk"))
    category = MembershipCategory.objects.order_by("pk")[0]

    def rename(page: OrganisationPage) -> None:
        fresh = OrganisationPage.objects.get(pk=page.pk)
        fresh.title = f"{fresh.title.partition(' ·')[0]} · {dice.randrange(1000)}"
        fresh.save_revision().publish()

    return [
        lambda page: admit(organisation=page, category=category, starts=today),
        lambda page: lapse(organisation=page, on=today, reason="Soaked"),
        lambda page: hide(organisation=page, reason="Soaked"),
        lambda page: show(organisation=page),
        lambda page: confirm(organisation=page),
        lambda page: relocate(organisation=page, country=dice.choice(countries)),
        lambda page: OrganisationPage.objects.get(pk=page.pk).unpublish(),
        lambda page: OrganisationPage.objects.get(pk=page.pk).get_latest_revision().publish(),
        rename,
    ]


if __name__ == "__main__":
    main()
