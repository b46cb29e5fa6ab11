"""`manage.py search_check`: compare the search index with the register, document by document.
In: both. Out: `missing=… extra=… stale=…`, and success only when all three are nought.
Next: `--repair` mends what differs; run it now and then from a timer, and whenever somebody wrote past the site.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from directory.models import OrganisationPage
from search.check import Checked, check
from search.engines.contract import EngineError
from search.fitness import reason_to_rebuild
from search.index import engine
from search.models import SetAside
from search.rebuild import rebuild

_SHOWN = 10


class Command(BaseCommand):
    help = "Compare every document of the search index with what the register would make of it now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what differs")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            checked = self._check(repair=options["repair"], quiet=options["verbosity"] == 0)
        except EngineError as error:
            raise CommandError(str(error)) from error
        if options["repair"] and checked.found:
            self.stdout.write(f"Found {checked.found}, and mended {len(checked.found.ids) - len(checked.left.ids)}.")
        self.stdout.write(str(checked.left))
        self._say_which(checked)
        self.stdout.write(f"{checked.documents} documents compared in {checked.seconds:.1f} seconds.")
        if checked.left:
            raise CommandError("The search index differs from the register. Mend it with `search_check --repair`.")

    def _check(self, *, repair: bool, quiet: bool) -> Checked:
        total = OrganisationPage.objects.count()
        with tqdm(total=total, unit=" organisations", disable=quiet or None) as bar:
            reason = reason_to_rebuild(engine().state()) if repair else None
            if reason is not None:
                self.stdout.write(f"Building the index anew: {reason}.")
                rebuild()
            return check(repair=repair, progress=bar.update)

    def _say_which(self, checked: Checked) -> None:
        for name in ("missing", "extra", "stale"):
            ids = getattr(checked.left, name)
            if ids:
                more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
                self.stdout.write(f"{name}: {', '.join(map(str, ids[:_SHOWN]))}{more}")
        aside = SetAside.objects.count()
        if aside:
            self.stdout.write(f"{aside} records are set aside; the admin's page on the index says why.")
