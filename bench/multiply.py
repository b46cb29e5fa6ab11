"""Many more organisations than there are real ones: copies of all of them, by plain SQL, under names of their own.
In: a register on SQLite, and how many organisations there shall be. Out: that many, published, with all their rows.
Next: the index is built from them. The change log and the history of pages know nothing of copies.

A copy lies below its original's office, and has its kind, fields, languages, coordinates, memberships. One more word,
taken from the real names, stands at the end of its name; so words become more frequent as they do in a larger register.
"""

import re
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from wagtail.models import Page

from bench.register import DATABASE
from directory.models import (
    Acronym,
    ContactPoint,
    ExternalId,
    Membership,
    OrganisationPage,
    OrganisationText,
    OtherName,
    SocialLink,
    WorkingLanguage,
)

STEPS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # of a page's path, four to a level
_WORD = re.compile(r"[^\W\d_]{4,20}")
_CHILDREN = (Acronym, OtherName, OrganisationText, WorkingLanguage, SocialLink, Membership, ContactPoint)
_COPIED_PAGE = {
    "id": "{row}.id + {shift}",
    "path": "original.branch || step(original.last + {before} * original.siblings + original.place)",
    "numchild": "0",
    "title": "substr({row}.title, 1, 230) || ' ' || word.text",
    "draft_title": "substr({row}.title, 1, 230) || ' ' || word.text",
    "slug": "substr({row}.slug, 1, 240) || '-copy-{copy}'",
    "url_path": "substr({row}.url_path, 1, length({row}.url_path) - 1) || '-copy-{copy}/'",
    "translation_key": "lower(hex(randomblob(16)))",
    "latest_revision_id": "NULL",
    "live_revision_id": "NULL",
}
_ORIGINALS = """
CREATE TEMP TABLE original AS
SELECT id, branch, number,
       row_number() OVER (PARTITION BY branch ORDER BY number) AS place,
       count(*) OVER (PARTITION BY branch) AS siblings,
       max(unstep(path)) OVER (PARTITION BY branch) AS last
FROM (
    SELECT page.id, page.path, substr(page.path, 1, length(page.path) - 4) AS branch,
           row_number() OVER (ORDER BY page.id) AS number
    FROM wagtailcore_page page JOIN directory_organisationpage ON page_ptr_id = page.id
)
"""
_COUNT_CHILDREN = """
UPDATE wagtailcore_page SET numchild = (
    SELECT count(*) FROM wagtailcore_page child
    WHERE child.depth = wagtailcore_page.depth + 1
      AND child.path > wagtailcore_page.path AND child.path < wagtailcore_page.path || 'a'
) WHERE path IN (SELECT DISTINCT branch FROM original)
"""


def run(folder: Path, originals: str, wanted: int) -> dict[str, Any]:
    """Copy the database of a register, and then its organisations until there are as many as wanted."""
    began = time.perf_counter()
    (folder / DATABASE).unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(Path(originals) / DATABASE)) as source,
        closing(sqlite3.connect(folder / DATABASE)) as copy,
    ):
        source.backup(copy)
    multiply(wanted)
    return {"how": "multiplied", "organisations": wanted, "seconds": time.perf_counter() - began}


def multiply(wanted: int) -> None:
    """Copy the register's organisations until there are `wanted`; memory holds their words alone."""
    have = originals = OrganisationPage.objects.count()
    with connection.cursor() as cursor:
        words = _prepare(cursor)
        copy = 0
        while have < wanted:
            copy += 1
            rows = min(wanted - have, originals)
            with transaction.atomic():
                _copy(cursor, copy, rows, words)
            have += rows
            print(f"{have} of {wanted} organisations", file=sys.stderr, flush=True)
        cursor.execute(_COUNT_CHILDREN)
    connection.close()  # and with it what was set for speed


def _prepare(cursor: CursorWrapper) -> int:
    """Number the organisations and the words of their names; return how many words there are."""
    for setting in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-500000", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {setting}")
    connection.connection.create_function("step", 1, step, deterministic=True)
    connection.connection.create_function("unstep", 1, lambda path: int(path[-4:], 36), deterministic=True)
    cursor.execute(_ORIGINALS)
    cursor.execute("CREATE UNIQUE INDEX temp.of_page ON original (id)")
    titles = OrganisationPage.objects.values_list("title", flat=True).iterator()
    words = sorted({word for title in titles for word in _WORD.findall(title)})
    cursor.execute("CREATE TEMP TABLE word (number integer PRIMARY KEY, text text)")
    cursor.executemany("INSERT INTO word VALUES (%s, %s)", list(enumerate(words)))
    return len(words)


def _copy(cursor: CursorWrapper, copy: int, rows: int, words: int) -> None:
    """Copy the first so many originals with all their rows."""
    cursor.execute("SELECT max(id) FROM original")
    (largest,) = cursor.fetchone()
    placed = {"copy": copy, "before": copy - 1, "shift": copy * largest}
    tables: list[tuple[type[models.Model], str, dict[str, str]]] = [
        (Page, "id", _COPIED_PAGE),
        (OrganisationPage, "page_ptr_id", {}),
        *((child, "organisation_id", {}) for child in _CHILDREN),
        (ExternalId, "organisation_id", {"value": "{row}.value || '-{copy}'"}),
        (OrganisationPage.fields.through, "organisationpage_id", {}),
        (OrganisationPage.programmes.through, "organisationpage_id", {}),
    ]
    for model, link, changed in tables:
        statement = _statement(model, link, changed, placed)
        cursor.execute(statement, [copy, words, rows])


def _statement(model: type[models.Model], link: str, changed: dict[str, str], placed: dict[str, int]) -> str:
    """Return how to copy the rows of one table; `link` is the column that has the page's id."""
    table = model._meta.db_table  # noqa: SLF001 - Django's documented API
    changed = {link: f"{{row}}.{link} + {{shift}}", **changed}
    columns = [
        field.column
        for field in model._meta.local_concrete_fields  # noqa: SLF001
        if not isinstance(field, models.AutoField) or field.column == link
    ]
    values = [changed.get(column, f"{{row}}.{column}").format(row=table, **placed) for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM original"
        f" JOIN {table} ON {table}.{link} = original.id"
        " JOIN word ON word.number = (original.number * 7919 + %s * 104729) %% %s"
        " WHERE original.number <= %s ORDER BY original.branch, original.place"
    )


def step(number: int) -> str:
    """Return a number as the last four characters of a page's path."""
    digits = ""
    for _place in range(4):
        number, digit = divmod(number, len(STEPS))
        digits = STEPS[digit] + digits
    if number:
        raise ValueError("There are more organisations below one office than a page's path can count.")
    return digits
