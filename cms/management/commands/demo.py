"""`manage.py demo`: the demo federation on a site that runs, in one go.
In: an address to listen on. Out: tables, the demo federation, its index and, until Control-C, the site itself.
Next: a browser. In one process, because starting one is most of the time that a second run takes.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Load what the demo lacks and run the site. To develop, `manage.py runserver` also reloads changed code."
    requires_system_checks = ()  # the site checks itself before it runs

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", help="where to listen, 127.0.0.1:8000")

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=self.stdout)
        call_command("search_rebuild", if_needed=True, stdout=self.stdout)
        self.stdout.write(
            f"\nMeridian is about to answer on http://{options['address']}/ (Control-C stops it).\n"
            f"Staff sign in at http://{options['address']}/admin/; README.md lists the demo's users.\n"
        )
        self.stdout.flush()
        call_command("runserver", options["address"], use_reloader=False, stdout=self.stdout)
