"""`manage.py search_follow`: bring the search index to the head of the change log.
In: the changes after the index's position. Out: the organisations they speak of, written anew or forgotten.
Next: searches see them at once. Production runs `search_follow --forever` beside the site. An index that can't be
followed (another schema, another register, a restored one, none at all) is built anew by itself.
"""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.db import close_old_connections

from search.engines.contract import EngineError, NoIndexError, RebuildNeededError
from search.follow import follow
from search.rebuild import rebuild

LONGEST_REST = 30.0
NOTHING = "0 changes followed."


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
            self.stdout.write(self._follow())
        except EngineError as error:
            raise CommandError(str(error)) from error

    def _follow(self) -> str:
        try:
            read = follow()
        except (NoIndexError, RebuildNeededError) as error:
            self.stderr.write(str(error))
            rebuilt = rebuild()
            return f"Search index rebuilt: {rebuilt.documents} of {rebuilt.organisations} organisations are findable."
        return f"{read} changes followed." if read else NOTHING

    def _forever(self, every: float) -> None:
        rest = every
        while True:
            try:
                said = self._follow()
            except (EngineError, DatabaseError) as error:
                # The engine or the database may be starting, or away for a while: the log keeps what we have not read.
                rest = min(max(rest, 0.5) * 2, LONGEST_REST)
                self.stderr.write(f"{error} Trying again in {rest:.0f} seconds.")
            else:
                rest = every
                if said != NOTHING:
                    self.stdout.write(said)
            close_old_connections()
            time.sleep(rest)
