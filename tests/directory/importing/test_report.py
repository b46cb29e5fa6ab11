from collections import Counter

from directory.importing.report import lines_of
from directory.importing.rows import BadRow
from directory.importing.run import Report


def test_bad_rows_come_first_in_order_then_kinds_then_the_counts():
    report = Report(
        added=3,
        changed=1,
        same=2,
        bad=[BadRow(9, ("b",)), BadRow(2, ("a", "c"))],
        kinds=Counter({("lab", "club"): 1, ("", "club"): 5}),
        problems=["page 7: it has no parent"],
        written=True,
    )
    assert list(lines_of(report, dry_run=False)) == [
        "line 2: a; c",
        "line 9: b",
        "kind: (empty) was taken for club (5 rows)",
        "kind: lab was taken for club (1 row)",
        "tree: page 7: it has no parent",
        "3 added, 1 changed, 2 the same, 2 bad rows.",
    ]


def test_it_says_when_nothing_was_written():
    report = Report(added=3, bad=[BadRow(2, ("a",))])
    assert list(lines_of(report, dry_run=True)) == [
        "line 2: a",
        "Dry run, nothing written: 3 added, 0 changed, 0 the same, 1 bad row.",
    ]
    assert list(lines_of(report, dry_run=False)) == [
        "line 2: a",
        "Nothing written: 1 bad row. Mend them, or keep the others with --keep-good.",
    ]
