"""Fixtures of the import: a file from rows, and the import of it.
In: rows as mappings, or text. Out: a path; a report.
Next: the tests of each step.
"""

import csv

import pytest

from directory.importing import run
from directory.importing.run import Request, import_organisations


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr(run, "PAUSE", 0)


@pytest.fixture
def csv_file(tmp_path):
    """A function that writes rows, or text or bytes as they are, and returns the file's path."""

    def write(*rows, name="organisations.csv", content=None):
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif content is not None:
            path.write_bytes(content.encode())
        else:
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, list(dict.fromkeys(column for row in rows for column in row)))
                writer.writeheader()
                writer.writerows(rows)
        return path

    return write


@pytest.fixture
def import_rows(federation, csv_file):
    """A function that imports rows and returns the report; keywords are those of Request."""

    def do(*rows, kinds="club", **asked):
        return import_organisations(Request(path=csv_file(*rows), kinds=kinds, **asked))

    return do
