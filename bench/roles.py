"""The parts that processes play under load: writers as staff would be, readers, a follower, a rebuilder, a judge.
In: Django set up, in a process of its own. Out: what was counted and measured, and sentences about what went wrong.
Next: load.py puts the answers together.
"""

import random
import string
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from multiprocessing.synchronize import Event
from typing import Any

from django.db import transaction
from django.utils import timezone

from bench.load import Load
from directory.listing import listed
from directory.models import OrganisationPage, OtherName
from search.after_commit import a_request_begins, a_request_ends
from search.catch_up import is_catching_up
from search.check import check
from search.choices import read_choices
from search.engines.contract import EngineError, NoIndexError
from search.find import ask, find
from search.follow import follow
from search.index import engine
from search.log import head
from search.query import Query
from search.rebuild import rebuild
from search.turn import TurnTakenError

REST = 0.05
Answer = dict[str, Any]


def prepare() -> Answer:
    """Build the index, and count what can be found."""
    rebuild()
    return {"organisations": find(Query()).total}


def write(number: int, load: Load) -> Answer:
    """Save as often as was asked, each as a request would; return how long each took and the words it left."""
    dice = random.Random(f"{load.seed} {number}")
    own = list(listed().order_by("pk").values_list("pk", flat=True))[number :: load.writers]
    titles: dict[int, str] = {}
    names: list[tuple[int, str]] = []
    latencies: list[float] = []
    faults: list[str] = []
    for _each in range(load.saves):
        word = "".join(dice.choices(string.ascii_lowercase, k=14))
        mine = dice.choice(own)
        way = dice.choices([_retitle, _republish, _name], [10, 1, 80])[0]
        began = time.perf_counter()
        a_request_begins()
        try:
            way(mine, word)
        except Exception as error:  # noqa: BLE001 - a user would have seen it
            faults.append(f"a save failed: {error!r}")
        else:
            if way is _name:
                names.append((mine, word))
            else:
                titles[mine] = word
        finally:
            a_request_ends()
        latencies.append(time.perf_counter() - began)
    while is_catching_up():  # a server's process lives on
        time.sleep(REST)
    return {
        "saves": len(latencies),
        "latencies": latencies,
        "found_by": [*titles.items(), *names],
        "faults": faults,
    }


def _retitle(pk: int, word: str) -> None:
    page = OrganisationPage.objects.get(pk=pk)
    page.title = f"Club {word}"
    page.save()


def _republish(pk: int, word: str) -> None:
    with transaction.atomic():  # as the admin does
        page = OrganisationPage.objects.get(pk=pk)
        page.title = f"Club {word}"
        page.save_revision().publish()


def _name(pk: int, word: str) -> None:
    OtherName.objects.create(organisation_id=pk, name=word, language="en")


def read(organisations: int, stop: Event) -> Answer:
    """Ask for everything until told to stop: it must always be all, each once."""
    choices = read_choices("en")
    answer: Answer = {"searches": 0, "search_longest": 0.0, "faults": []}
    while not stop.is_set():
        began = time.perf_counter()
        try:
            results = find(Query(), choices=choices)
        except EngineError as error:
            answer["faults"].append(f"a search failed: {error!r}")
        else:
            for name in ("kind", "country"):
                counted = sum(option.count for option in results.facets[name].values)
                if (results.total, counted) != (organisations, organisations):
                    answer["faults"].append(f"found {results.total}, {counted} by {name}, of {organisations}")
        answer["search_longest"] = max(answer["search_longest"], time.perf_counter() - began)
        answer["searches"] += 1
        time.sleep(REST)
    return answer


def follow_on(stop: Event) -> Answer:
    """Follow as `search_follow --forever` does: when others are at it all the time, it tries again."""

    def follow_or_let_others() -> None:
        with suppress(TurnTakenError):
            follow()

    return {"faults": _again_and_again(follow_or_let_others, stop)[1]}


def rebuild_on(stop: Event) -> Answer:
    """Build the index anew, again and again."""
    rebuilds, faults = _again_and_again(rebuild, stop)
    return {"rebuilds": rebuilds, "faults": faults}


def _again_and_again(work: Callable[[], object], stop: Event) -> tuple[int, list[str]]:
    times, faults = 0, []
    while not stop.is_set():
        try:
            work()
        except EngineError as error:
            faults.append(f"{work.__name__}: {error!r}")
        times += 1
        time.sleep(REST)
    return times, faults


def await_head(patience: float) -> Answer:
    """Wait until somebody has brought the index to the head; who wrote last may have ended before following."""
    began = time.monotonic()
    while time.monotonic() - began < patience:
        state = engine().state()
        if state is None:
            raise NoIndexError
        if state.position >= head():
            return {"seconds_to_head": time.monotonic() - began}
        time.sleep(REST)
    return {"faults": ["the index did not reach the head of the log"]}


def judge(found_by: list[tuple[int, str]]) -> Answer:
    """Look for every word that was written, and compare the index with the register."""
    choices, today = read_choices("en"), timezone.localdate()
    faults = []
    for pk, word in found_by:
        ids = engine().search(replace(ask(Query(text=word), choices, today), counted=())).ids
        if ids != (pk,):
            faults.append(f"“{word}” of {pk} finds {ids}")
    differences = check().found
    if not engine().is_embedded:
        engine().drop()
    return {
        "missing": len(differences.missing),
        "extra": len(differences.extra),
        "stale": len(differences.stale),
        "faults": faults,
    }
