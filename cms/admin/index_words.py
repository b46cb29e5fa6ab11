"""What is told to staff of the finder's index: a sentence for whatever is the matter, and what helps.
In: a `Status`. Out: sentences, the worst first; one when all is well.
Next: index_page.py shows them all, index_banner.py the first. docs/operating.md says the same at more length.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import avoid_wrapping
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from search.status import COUNTED, Status, Trouble

FOLLOW = "manage.py search_follow"
FOLLOW_FOREVER = "manage.py search_follow --forever"
REBUILD = "manage.py search_rebuild"
CHECK = "manage.py search_check"
REPAIR = "manage.py search_check --repair"
COMMANDS: Mapping[str, Any] = {
    FOLLOW_FOREVER: gettext_lazy("brings every change into the index, for as long as it runs"),
    CHECK: gettext_lazy("compares the index with the register, document by document"),
    REPAIR: gettext_lazy("does the same, and mends what differs"),
    REBUILD: gettext_lazy("builds the index anew, while searches go on"),
}
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is so, what that means or what helps, and the command that helps, where one is needed."""

    says: str
    means: str = ""
    command: str = ""
    level: str = "warning"  # as Wagtail's help blocks have it: info, warning, critical


def sentences(found: Status) -> list[Sentence]:
    """Return what there is to say, the worst first."""
    return [SAID[trouble](found) for trouble in found.troubles] or [_well(found)]


def lasting(seconds: float, until: datetime.datetime) -> str:
    """Say how long something has lasted, in its largest unit."""
    if seconds < MINUTE:
        return avoid_wrapping(ngettext("%d second", "%d seconds", int(seconds)) % int(seconds))
    return timesince(until - datetime.timedelta(seconds=seconds), now=until, depth=1)


def number_waiting(found: Status) -> str:
    """Say how many changes wait; nothing where that is not known."""
    if found.waiting is None:
        return ""
    return _("%s or more") % intcomma(COUNTED) if found.waiting == COUNTED else intcomma(found.waiting)


def _database(found: Status) -> Sentence:  # noqa: ARG001 - as all the others
    return Sentence(_("The database does not answer."), level="critical")


def _engine(found: Status) -> Sentence:
    if found.is_embedded:
        return Sentence(
            _("The index can't be read: the finder answers from the database."),
            found.engine_problem,
            REBUILD,
            "critical",
        )
    comfort = _("Changes wait in the log and none is lost. Once it answers, they are followed without anybody's help.")
    return Sentence(
        _("%s can't be reached: the finder answers from the database.") % found.engine,
        f"{found.engine_problem} {comfort}",
        level="critical",
    )


def _index(found: Status) -> Sentence:
    if found.position is None:
        until_then = _("Until then the finder answers from the database.")
    else:
        until_then = _("Until then the finder may miss organisations. It never shows one that the public may not see.")
    return Sentence(
        _("The index has to be built anew: %s.") % found.reason_to_rebuild, until_then, REBUILD, level="critical"
    )


def _lag(found: Status) -> Sentence:
    says = _waiting(
        found, _("1 change has waited for %(time)s."), _("%(number)s changes wait, the oldest for %(time)s.")
    )
    if found.is_held_back:
        return Sentence(says, _("They can't be read yet: a transaction that began before them is still open."))
    if found.is_embedded:
        return Sentence(
            says, _("The site follows them by itself with one of the next visits; this does it now:"), FOLLOW
        )
    return Sentence(says, _("Is the follower running?"), FOLLOW_FOREVER)


def _set_aside(found: Status) -> Sentence:
    number = found.set_aside_count or 0
    says = ngettext(
        "%s organisation could not be put into the index.", "%s organisations could not be put into the index.", number
    )
    means = _("They are tried again without anybody's help, at growing intervals.")
    return Sentence(says % intcomma(number), means)


def _check(found: Status) -> Sentence:
    check = found.last_check
    numbers = {name: intcomma(getattr(check, name)) for name in ("missing", "extra", "stale")}
    says = _("The last check found differences: missing %(missing)s, extra %(extra)s, stale %(stale)s.") % numbers
    return Sentence(says, command=REPAIR)


def _well(found: Status) -> Sentence:
    if not found.waiting:
        return Sentence(_("The index has followed every change of the register."), _proof(found), level="info")
    says = _waiting(
        found,
        _("1 change is on its way into the index, for %(time)s."),
        _("%(number)s changes are on their way into the index, the oldest for %(time)s."),
    )
    return Sentence(says, level="info")


def _proof(found: Status) -> str:
    check = found.last_check
    if check is None:
        return _("Nobody has compared the two yet; that is what a check does.")
    facts = {"time": lasting((found.at - check.at).total_seconds(), found.at), "number": intcomma(check.documents)}
    if check.is_clean:
        return _("The last check, %(time)s ago, compared %(number)s documents and found no difference.") % facts
    return _("What the last check found, %(time)s ago, has been mended since.") % facts


def _waiting(found: Status, one: str, many: str) -> str:
    facts = {"number": number_waiting(found), "time": lasting(found.lag or 0, found.at)}
    return (one if found.waiting == 1 else many) % facts


SAID: dict[Trouble, Callable[[Status], Sentence]] = {
    Trouble.DATABASE: _database,
    Trouble.ENGINE: _engine,
    Trouble.INDEX: _index,
    Trouble.LAG: _lag,
    Trouble.SET_ASIDE: _set_aside,
    Trouble.CHECK: _check,
}
