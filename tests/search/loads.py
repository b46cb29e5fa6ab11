"""Loads for tests: the bench's processes at work on a copy of the test's own register, which is a true file or server.
In: what the test has written so far, the place of an index, and the load. Out: what came of it, once it was printed.
Next: the tests ask that nothing be lost or refused. `print` shows figures with `pytest -rP`.
"""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import fields
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from bench.load import Load, Outcome

ROOT = Path(__file__).resolve().parents[2]


def put_on(folder, search_url, load):
    """Put a load on a copy of this test's register (on PostgreSQL on the register itself)."""
    words = [_option(each.name, getattr(load, each.name)) for each in fields(Load)]
    ended = subprocess.run(
        [sys.executable, "-m", "bench.load", *filter(None, words)],
        cwd=ROOT,
        env={
            **{name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"},
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": _copy_of_the_register(folder),
            "SEARCH_URL": search_url,
        },
        stdout=subprocess.PIPE,
        text=True,
        check=False,  # what went wrong is in the outcome
        timeout=220,
    )
    outcome = Outcome(**json.loads(ended.stdout))
    print(outcome)  # noqa: T201 - the figures
    return outcome


def _option(name, value):
    if isinstance(value, bool):
        return f"--{name.removeprefix('is_')}" if value else ""
    return f"--{name}={value}"


@contextmanager
def for_threads(folder):
    """Let threads that begin in the block use a copy of this test's register, where that is in this thread's memory."""
    if connection.vendor != "sqlite":
        yield
        return
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(_copy(folder))
    try:
        yield
    finally:
        connection.settings_dict["NAME"] = name


def _copy_of_the_register(folder):
    if connection.vendor == "sqlite":
        return f"sqlite:///{_copy(folder)}"
    facts = {key: quote(str(value), safe="") for key, value in connection.settings_dict.items() if value}
    return "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**{"PASSWORD": "", **facts})


def _copy(folder):
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / "register.sqlite3")) as copy:
        connection.connection.backup(copy)
    return folder / "register.sqlite3"
