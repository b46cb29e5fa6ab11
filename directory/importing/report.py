"""The report of an import, as a person reads it.
In: a `Report`. Out: lines of text: every bad row with its line and reasons, what was taken for what, the counts.
Next: the command prints them.
"""

from collections.abc import Iterator

from directory.importing.run import Report


def lines_of(report: Report, *, dry_run: bool) -> Iterator[str]:
    """Return the report's lines, the bad rows first and the counts last."""
    for row in sorted(report.bad, key=lambda row: row.line):
        yield f"line {row.line}: {'; '.join(row.reasons)}"
    for (theirs, ours), count in sorted(report.kinds.items(), key=lambda each: (-each[1], each[0])):
        yield f"kind: {theirs or '(empty)'} was taken for {ours} ({_rows(count)})"
    yield from (f"tree: {problem}" for problem in report.problems)
    yield counts(report, dry_run=dry_run)


def counts(report: Report, *, dry_run: bool) -> str:
    """Return what was done, or would be, in one line."""
    done = f"{report.added} added, {report.changed} changed, {report.same} the same"
    bad = f", {_rows(len(report.bad), 'bad ')}" if report.bad else ""
    if dry_run:
        return f"Dry run, nothing written: {done}{bad}."
    if not report.written:
        return f"Nothing written: {_rows(len(report.bad), 'bad ')}. Mend them, or keep the others with --keep-good."
    return f"{done[0].upper()}{done[1:]}{bad}."


def _rows(count: int, what: str = "") -> str:
    return f"{count} {what}row{'' if count == 1 else 's'}"
