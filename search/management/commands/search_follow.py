"""`manage.py search_follow`: bring the search index to the head of the change log.
In: the changes after the index's position. Out: the organisations they speak of, written anew or forgotten.
Next: searches see them at once. Production runs `search_follow --forever` beside the site.
"""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from search.engines.contract import EngineError, NoIndexError
from search.follow import follow

LONGEST_REST = 30.0


class Command(BaseCommand):
    help = "Bring the search index to the head of the change log: once, or for as long as it runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="go on until stopped")
        parser.add_argument("--every", type=float, default=1.0, help="seconds between two looks (1)")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["forever"]:
            self._forever(options["every"])
            return
        try:
            self.stdout.write(f"{follow()} changes followed.")
        except EngineError as error:
            raise CommandError(str(error)) from error

    def _forever(self, every: float) -> None:
        rest = every
        while True:
            try:
                read = follow()
            except NoIndexError as error:
                raise CommandError(str(error)) from error
            except EngineError as error:
                # The engine may be starting, or away for a while: the log keeps what we have not read.
                rest = min(rest * 2, LONGEST_REST)
                self.stderr.write(f"{error} Trying again in {rest:.0f} seconds.")
            else:
                rest = every
                if read:
                    self.stdout.write(f"{read} changes followed.")
            close_old_connections()
            time.sleep(rest)
