"""`manage.py load_demo`: the demo federation, written where nothing of it is there yet.
In: the files of cms/demo/data/. Out: a register, pages, users; run again it changes nothing.
Next: search_rebuild makes the index of it.
"""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from cms.demo.files import read
from cms.demo.organisations import load_organisations
from cms.demo.register import load_committees, load_regions, load_vocabularies
from cms.demo.tree import load_tree
from cms.demo.users import load_users


class Command(BaseCommand):
    help = "Load the demo federation: real committees, and fictional organisations in every region."

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        if not settings.DEMO_ALLOWED:
            raise CommandError("The demo is fictional and its passwords are public: it is not loaded in production.")
        load_regions()
        load_vocabularies()
        load_committees()
        load_tree()
        with tqdm(
            total=len(read("organisations")), desc="Organisations", unit="", disable=not sys.stderr.isatty()
        ) as bar:
            added = load_organisations(bar.update)
        load_users()
        self.stdout.write(f"The demo federation is loaded: {added} organisations added.")
