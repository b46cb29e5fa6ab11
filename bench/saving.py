"""Saving a profile, as the admin does: a revision is saved and published. Does the index make anybody wait?
In: a register with its indices. Out: milliseconds with each index healthy, gone, hanging, and with none at all.
Next: report.py sets them beside each other; all saves are made in turns.
"""

import random
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from bench.register import addresses
from bench.timing import in_turns, summary
from directory.models import OrganisationPage
from search.engines.urls import open_engine
from search.follow import follow

SAVES = 500
FEW = (
    20_000  # organisations up to which so many saves are made; above them LESS: a save does not know how many there are
)
LESS = 200
NO_INDEX = "no index"
EMBEDDED = "tantivy, following each save"
HEALTHY = "Elasticsearch, healthy"
REFUSED = "Elasticsearch, refusing connections"
HANGING = "Elasticsearch, hanging"


def run(folder: Path) -> dict[str, Any]:
    """Save profiles with the site configured for one index after the other."""
    dice = random.Random(13)
    ids = list(OrganisationPage.objects.live().order_by("pk").values_list("pk", flat=True))
    with _port(is_listening=True) as hanging, _port(is_listening=False) as closed:
        sites = {NO_INDEX: f"tantivy:///{folder}/nothing", EMBEDDED: addresses(folder)["tantivy"]}
        if "Elasticsearch" in addresses(folder):
            sites |= {
                HEALTHY: addresses(folder)["Elasticsearch"],
                REFUSED: f"elasticsearch://127.0.0.1:{closed}/meridian",
                HANGING: f"elasticsearch://127.0.0.1:{hanging}/meridian",
            }
        savers = {name: _saver(address, ids, dice) for name, address in sites.items()}
        for save in savers.values():  # once for nothing: connections are made, caches are warm
            save(0)
        saves = range(SAVES if len(ids) <= FEW else LESS)
        # What the others have saved is followed before its turn: it pays for no save but its own.
        embedded = open_engine(addresses(folder)["tantivy"], folder)
        times = in_turns(savers, saves, before=lambda name: name == EMBEDDED and follow(embedded))
        return {name: summary(each) for name, each in times.items()}


def _saver(address: str, ids: list[int], dice: random.Random) -> Callable[[int], None]:
    def save(number: int) -> None:
        settings.SEARCH_URL = address
        page = OrganisationPage.objects.get(pk=dice.choice(ids))
        page.city = f"{page.city[:100]} {number}"
        page.save_revision().publish()

    return save


@contextmanager
def _port(*, is_listening: bool) -> Iterator[int]:
    """Give a port at which nobody answers: connections are refused, or taken and left waiting."""
    with socket.socket() as waiting:
        waiting.bind(("127.0.0.1", 0))
        if is_listening:
            waiting.listen()
        yield waiting.getsockname()[1]
