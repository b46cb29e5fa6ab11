"""Writing to the register in real transactions, and reading what the log was told of it.
In: cases, each a function that arranges something and returns a write and whom it speaks of.
Out: what the log says of each, where it is committed, rolled back, on its own, or where the log cannot be written.
Next: the tests compare all cases at once, so that one run shows each that differs.
"""

import itertools

import pytest
from django.db import transaction

from directory import changes
from directory.models import Change

numbers = itertools.count(1)


class LogIsBrokenError(Exception):
    """The line cannot be written."""


def subjects(*pairs):
    """Return how the log names these: ("organisation", page) and so on, in its own order."""
    return sorted((subject_type, str(getattr(thing, "pk", thing))) for subject_type, thing in pairs)


def organisations(*pages):
    return subjects(*(("organisation", page) for page in pages))


def lines_of(act):
    """Do something, and return the subjects of the lines that are there afterwards and were not before, in order."""
    before = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    act()
    return sorted(Change.objects.filter(pk__gt=before).values_list("subject_type", "subject_id"))


def committed(act):
    def once():
        with transaction.atomic():
            act()

    return lines_of(once)


def rolled_back(act):
    def never():
        with transaction.atomic():
            act()
            transaction.set_rollback(True)

    return lines_of(never)


def undone(act, state):
    """Do something while no line can be written, and tell whether it was refused and all is as it was."""
    before = state()
    with pytest.MonkeyPatch.context() as patch:

        def refuse(*_):
            raise LogIsBrokenError

        patch.setattr(changes, "_append", refuse)
        try:
            act()
        except LogIsBrokenError:
            return state() == before
    return False
