"""The import from end to end: read, check, plan; then, unless something forbids it, write in batches.
In: a file and what was asked for. Out: a `Report`.
Next: the command prints it. Each batch is one transaction, so that a killed run has lost at most one of them.
"""

import datetime
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from directory import changes
from directory.importing.beside import Admission
from directory.importing.branches import lock_branches, problems_below
from directory.importing.columns import NAMES, REQUIRED, Columns, Entry
from directory.importing.kinds import read_kinds
from directory.importing.pages import add_pages
from directory.importing.plan import Plan, make_plan, without_repeats
from directory.importing.register import chunked
from directory.importing.rows import BadRow, read_rows
from directory.importing.updates import update_pages
from directory.importing.words import read_words
from directory.models import MembershipCategory
from directory.refusals import Refused

# One transaction each: a second or less in which others wait to write.
NEW_AT_ONCE = 300
CHANGED_AT_ONCE = 10
# A writer that waits for SQLite's lock asks again every tenth of a second; a shorter gap would pass it by.
PAUSE = 0.12
LONGEST_SCHEME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for."""

    path: Path
    category: str | None = None
    admitted: datetime.date | None = None
    kinds: str | None = None
    scheme: str = "import"
    dry_run: bool = False
    keep_good: bool = False


@dataclass(slots=True)
class Report:
    """What was found, and what was done."""

    added: int = 0
    changed: int = 0
    same: int = 0
    bad: list[BadRow] = field(default_factory=list)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    written: bool = False


Progress = Callable[[int, int], None]
"""Called with how many rows have just been written, and how many there are to write."""


def import_organisations(request: Request, progress: Progress | None = None) -> Report:
    """Import a file. Raises Refused when it, or what was asked for, cannot be followed at all."""
    words = read_words()
    kinds = read_kinds(request.kinds, words.kinds)
    admission = _admission(request)
    columns = Columns(words, kinds)
    rows = list(read_rows(request.path, NAMES, REQUIRED))
    read = [columns.read(row) if not isinstance(row, BadRow) else row for row in rows]
    entries, repeats = without_repeats(each for each in read if isinstance(each, Entry))
    plan = make_plan(entries, request.scheme)
    bad = sorted([each for each in read if isinstance(each, BadRow)] + repeats + plan.bad, key=lambda row: row.line)
    report = Report(len(plan.new), len(plan.changed), plan.same, bad, kinds.taken)
    if request.dry_run or (bad and not request.keep_good):
        return report
    report.added, report.changed, report.written = 0, 0, True
    for batch in _batches(plan):
        _write_batch(batch, admission, report)
        if progress is not None:
            progress(len(batch), len(plan.new) + len(plan.changed))
    if report.added or report.changed:
        report.problems = problems_below(words.offices.values())
    return report


def _admission(request: Request) -> Admission:
    if not request.scheme or len(request.scheme) > LONGEST_SCHEME:
        raise Refused(f"--scheme has between 1 and {LONGEST_SCHEME} characters.")
    categories = MembershipCategory.objects.all()
    chosen = categories.filter(slug=request.category) if request.category else categories
    category = chosen.first()
    if category is None:
        known = ", ".join(each.slug for each in categories) or "none yet"
        raise Refused(f"There is no such category of membership. The categories are {known}.")
    return Admission(category, request.admitted or timezone.localdate(), request.scheme, request.path.name)


def _batches(plan: Plan) -> Iterator[list[Entry]]:
    yield from chunked(plan.new, NEW_AT_ONCE)
    yield from chunked((difference.entry for difference in plan.changed), CHANGED_AT_ONCE)


def _write_batch(entries: Sequence[Entry], admission: Admission, report: Report) -> None:
    """Write one batch, by a plan made under the lock: others may have written since the first one was made."""
    committed: list[float] = []
    with changes.event("imported"):
        # Before the listeners, which may work for longer than the pause.
        transaction.on_commit(lambda: committed.append(time.monotonic()))
        words = read_words(holding={entry.said["country"] for entry in entries})
        branches = lock_branches(words.offices.values())
        plan = make_plan(entries, admission.scheme)
        if plan.new:
            add_pages(plan.new, branches, words, admission)
        refused = update_pages(plan.changed, words)
    report.added += len(plan.new)
    report.changed += len(plan.changed) - len(refused)
    report.same += plan.same
    report.bad += [*plan.bad, *refused]
    if connection.vendor == "sqlite":
        rested = sum(time.monotonic() - moment for moment in committed)
        time.sleep(max(0.0, PAUSE - rested))
