"""`manage.py search_rebuild`: build the search index anew.
In: the register. Out: a new index in the place of the old, and a line that says how large it is.
Next: the index follows the change log from there.
"""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from directory.models import OrganisationPage
from search.engines.contract import EngineError
from search.fitness import reason_to_rebuild
from search.follow import follow
from search.index import engine
from search.rebuild import rebuild


class Command(BaseCommand):
    help = "Build the search index anew from the register. Searches go on in the old one until it is complete."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-needed", action="store_true", help="only where following the change log would not be enough"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._bring_up_to_date(only_if_needed=options["if_needed"], quiet=options["verbosity"] == 0)
        except EngineError as error:
            raise CommandError(str(error)) from error

    def _bring_up_to_date(self, *, only_if_needed: bool, quiet: bool) -> None:
        reason = reason_to_rebuild(engine().state()) if only_if_needed else "asked to"
        if reason is None:
            self._say(f"The search index needs no rebuild; {follow()} changes followed.", quiet=quiet)
            return
        began = time.monotonic()
        total = OrganisationPage.objects.count()
        with tqdm(total=total, unit=" organisations", disable=quiet or None) as bar:
            rebuilt = rebuild(progress=bar.update)
        seconds = time.monotonic() - began
        self._say(
            f"Search index rebuilt ({reason}): {rebuilt.documents} of {rebuilt.organisations} organisations"
            f" are findable on some day; {seconds:.1f} seconds.",
            quiet=quiet,
        )

    def _say(self, sentence: str, *, quiet: bool) -> None:
        if not quiet:
            self.stdout.write(sentence)
