"""`manage.py import_organisations FILE.csv`: bring organisations into the register, as members.
In: a CSV file (gzipped where its name ends in .gz). Out: organisations in the branches of their countries' regions.
Next: directory/importing does it; the change log tells the index.
"""

import datetime
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from directory.importing.columns import NAMES, REQUIRED
from directory.importing.report import lines_of
from directory.importing.run import Request, import_organisations
from directory.refusals import Refused


class Command(BaseCommand):
    help = (
        "Import organisations from a CSV file and admit them as members, in the region of their country. "
        f"Columns: {', '.join(NAMES)}; only {' and '.join(REQUIRED)} must be there, and an empty cell says "
        "nothing. Run again, it changes only what the file says otherwise; after a kill, it goes on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE.csv", help="UTF-8; gzipped when it ends in .gz")
        parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
        parser.add_argument("--keep-good", action="store_true", help="import the good rows although others are bad")
        parser.add_argument(
            "--kinds",
            metavar="SLUG|FILE",
            help="what kinds that the register does not know become: one kind for all, or a CSV file theirs,ours "
            "(a line *,KIND speaks for all the others)",
        )
        parser.add_argument("--category", metavar="SLUG", help="category of membership (the first)")
        parser.add_argument(
            "--admitted", type=datetime.date.fromisoformat, metavar="YYYY-MM-DD", help="first day (today)"
        )
        parser.add_argument(
            "--scheme", default="import", help="the list that external_id is an identifier in (%(default)s)"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        names = ("path", "dry_run", "keep_good", "kinds", "category", "admitted", "scheme")
        request = Request(**{name: options[name] for name in names})
        try:
            # Off where nobody watches: a log needs no bar.
            with tqdm(unit=" rows", file=sys.stderr, disable=None) as bar:

                def progress(done: int, total: int) -> None:
                    bar.total = total
                    bar.update(done)

                report = import_organisations(request, progress)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt:
            raise CommandError("Stopped; what was written stays. The same command goes on from there.") from None
        *lines, last = lines_of(report, dry_run=request.dry_run)
        for line in lines:
            self.stdout.write(line)
        if report.problems or (report.bad and not request.keep_good):
            raise CommandError(last)
        self.stdout.write(last)
