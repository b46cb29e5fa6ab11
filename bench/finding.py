"""From publishing to being found: how long until a search finds the new word of a profile.
In: a register with its indices; for Elasticsearch a follower, `search_follow --forever`, in a process of its own.
Out: milliseconds from the call of `publish()` to the first search that finds it. Next: report.py.
"""

import os
import random
import string
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings

from bench.register import addresses, engines
from bench.timing import summary
from directory.models import OrganisationPage
from search.choices import Choices, read_choices
from search.engines.contract import Engine
from search.find import find
from search.follow import follow
from search.query import Query

PUBLISHED = 60
PATIENCE = 60.0
EVERY = "1"  # the follower's own default


def run(folder: Path) -> dict[str, Any]:
    """Publish, and look until it is found: by a reader that has opened the index for itself."""
    choices = read_choices("en")
    ids = list(OrganisationPage.objects.live().order_by("pk").values_list("pk", flat=True))
    measured: dict[str, Any] = {}
    for name, reader in engines(folder).items():
        settings.SEARCH_URL = addresses(folder)[name]
        follow(reader)
        with nullcontext() if reader.is_embedded else _follower(settings.SEARCH_URL):
            dice = random.Random(17)
            chosen = dice.sample(ids, PUBLISHED)
            _publish_and_find(reader, chosen[0], choices, dice)  # for nothing: the follower is up, caches are warm
            times = [_publish_and_find(reader, pk, choices, dice) for pk in chosen]
        measured[name] = {
            "found": summary([found for found, _published in times]),
            "after publishing": summary([found - published for found, published in times]),
        }
        reader.close()
    return measured


def _publish_and_find(reader: Engine, pk: int, choices: Choices, dice: random.Random) -> tuple[float, float]:
    """Return after how many milliseconds the page was found, and after how many `publish()` had returned."""
    word = "".join(dice.choices(string.ascii_lowercase, k=14))
    page = OrganisationPage.objects.get(pk=pk)
    page.city = word
    revision = page.save_revision()
    time.sleep(dice.random())  # else we would keep step with the follower, and always publish just before it looks
    began = time.perf_counter()
    revision.publish()
    published = time.perf_counter()
    while pk not in find(Query(text=word), choices=choices, engine=reader).ids:
        if time.perf_counter() - began > PATIENCE:
            raise SystemExit(f"What was published was not found within {PATIENCE:g} seconds.")
        time.sleep(0.005)
    return (time.perf_counter() - began) * 1000, (published - began) * 1000


@contextmanager
def _follower(address: str) -> Iterator[None]:
    command = [sys.executable, "manage.py", "search_follow", "--forever", "--every", EVERY]
    environment = {**os.environ, "SEARCH_URL": address}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as follower:
        try:
            yield
        finally:
            follower.terminate()
