"""Rows: a CSV file, plain or gzipped, read line by line, with what is wrong with its form.
In: a file. Out: rows as text by column, each with the line on which it begins; or bad rows with a reason.
Next: columns.py reads the cells. A file whose header is wrong is refused as a whole.
"""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from directory.refusals import Refused

# Bytes that are not UTF-8 come through as these and are found again in their row.
_UNDECODABLE = frozenset(map(chr, range(0xDC80, 0xDD00)))
_OTHER_ENCODINGS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the right form: its cells by column, as text."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken, and every reason why."""

    line: int
    reasons: tuple[str, ...]


def read_rows(path: Path, known: Collection[str], required: Collection[str]) -> Iterator[Row | BadRow]:
    """Read a file whose columns are among `known`; a name that ends in .gz is gzipped.

    Raises Refused when the file cannot be read, or its header is not one.
    """
    try:
        with _open(path) as file:
            yield from _rows(file, known, required)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused(f"{path} cannot be read: {error}.") from error


@contextmanager
def _open(path: Path) -> Iterator[TextIO]:
    with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as binary:
        start = binary.peek(4)
        encoding = next((name for bom, name in _OTHER_ENCODINGS.items() if start.startswith(bom)), None)
        if encoding:
            raise Refused(f"{path} is {encoding}; save it as UTF-8.")
        with io.TextIOWrapper(binary, encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
            yield text


def _rows(file: TextIO, known: Collection[str], required: Collection[str]) -> Iterator[Row | BadRow]:
    reader = csv.reader(file, strict=True)
    try:
        header = next(reader, [])
    except csv.Error as error:
        raise Refused(f"The first line is not a line of CSV: {error}.") from error
    columns = _columns(header, known, required)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(line, (_explained(error),))
            continue
        if not any(map(str.strip, cells)):
            continue
        reasons = tuple(_wrong_form(cells, columns))
        yield BadRow(line, reasons) if reasons else Row(line, dict(zip(columns, cells, strict=True)))


def _columns(header: list[str], known: Collection[str], required: Collection[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in header]
    if not any(columns):
        raise Refused("The file is empty: its first line must name the columns.")
    unknown = [name for name in dict.fromkeys(columns) if name not in known]
    if unknown:
        separated = next((mark for mark in (";", "\t") if any(mark in name for name in unknown)), None)
        hint = f" Its cells must be separated by commas, not by {separated!r}." if separated else ""
        named = ", ".join(repr(name)[1:-1] or "(without a name)" for name in unknown)
        raise Refused(f"Unknown columns: {named}.{hint} Known are {', '.join(known)}.")
    repeated = sorted({name for name in columns if columns.count(name) > 1})
    if repeated:
        raise Refused(f"Columns named more than once: {', '.join(repeated)}.")
    missing = [name for name in required if name not in columns]
    if missing:
        raise Refused(f"Columns that must be there: {', '.join(missing)}.")
    return columns


def _wrong_form(cells: list[str], columns: list[str]) -> Iterator[str]:
    if len(cells) != len(columns):
        yield f"has {len(cells)} cells, the first line names {len(columns)} columns"
    content = "".join(cells)
    if "\0" in content:
        yield "holds a NUL character"
    if not _UNDECODABLE.isdisjoint(content):
        yield "holds bytes that are not UTF-8"


def _explained(error: csv.Error) -> str:
    explanations = {
        "unexpected end of data": "begins a quoted cell that is never closed",
        "',' expected after '\"'": "has a quotation mark inside a quoted cell; write it twice",
        "field larger than field limit": "has a cell of absurd length",
    }
    message = str(error)
    return next((ours for theirs, ours in explanations.items() if theirs in message), message)
