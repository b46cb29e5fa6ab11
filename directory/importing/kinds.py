"""Kinds: how the kinds that a file names become kinds of the register.
In: `--kinds`: one slug for all that are unknown, or a CSV file of `theirs,ours`. Out: the kind of each row.
Next: columns.py asks for each row; the report says how often which kind was taken for which.
"""

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from directory.folding import fold
from directory.importing.cells import BadCell, shown
from directory.importing.words import Vocabulary
from directory.models import Kind
from directory.refusals import Refused

HEADER = ["theirs", "ours"]
ANY_OTHER = "*"
# What an organisation is when its row says nothing, where the federation's vocabulary has it.
UNSAID = "other"


@dataclass(frozen=True, slots=True)
class KindOfRow:
    """The kind taken for a row. One that merely stands in never replaces what the register says already."""

    slug: str
    stands_in: bool


@dataclass(slots=True)
class Kinds:
    """The register's kinds, and which of them is taken for a kind of the file's own."""

    known: Vocabulary[Kind]
    mapped: dict[str, str] = field(default_factory=dict)
    fallback: str | None = None
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)

    def of(self, theirs: str) -> KindOfRow:
        """Return the kind for what a row says, which may be nothing."""
        mapped = self.mapped.get(fold(theirs))
        known = None if mapped or not theirs else self.known.find(theirs)
        if known is not None:
            return KindOfRow(known.slug, stands_in=False)
        fallback = self.fallback or (UNSAID if not theirs and UNSAID in self.known.by_slug else None)
        ours = mapped or fallback
        if ours is None:
            raise BadCell(
                f"{shown(theirs)} is no kind of the register; say with --kinds what it is"
                if theirs
                else "is empty; say with --kinds what such rows are"
            )
        self.taken[theirs, ours] += 1
        return KindOfRow(ours, stands_in=mapped is None)


def read_kinds(option: str | None, known: Vocabulary[Kind]) -> Kinds:
    """Return the kinds as `--kinds` says, or refuse what it names and the register does not know."""
    if not option:
        return Kinds(known)
    path = Path(option)
    if option in known.by_slug and not path.suffix:
        return Kinds(known, fallback=option)
    if not path.is_file():
        raise Refused(f"--kinds {option}: there is no such kind, and no such file. The kinds are {_listed(known)}.")
    mapped = _read_mapping(path, known)
    return Kinds(known, mapped, fallback=mapped.pop(ANY_OTHER, None))


def _read_mapping(path: Path, known: Vocabulary[Kind]) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [(number, row) for number, row in enumerate(csv.reader(file, strict=True), 1) if any(row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refused(f"--kinds {path}: {error}.") from error
    if not lines or [cell.strip() for cell in lines[0][1]] != HEADER:
        raise Refused(f"--kinds {path}: its first line must be {','.join(HEADER)}.")
    mapped = {}
    for number, row in lines[1:]:
        if len(row) != len(HEADER):
            raise Refused(f"--kinds {path}, line {number}: two cells are wanted, {len(row)} are there.")
        theirs, ours = (cell.strip() for cell in row)
        kind = known.find(ours)
        if kind is None:
            raise Refused(f"--kinds {path}, line {number}: {shown(ours)} is no kind. The kinds are {_listed(known)}.")
        mapped[fold(theirs)] = kind.slug
    return mapped


def _listed(known: Vocabulary[Kind]) -> str:
    return ", ".join(known.by_slug) or "none yet"
