"""A database of a test's own, in which transactions truly commit, and which is soon again as it was at some moment.
In: the suite's database. Out: another one with a small federation; moments of it are kept, and brought back.
Next: schedules of writes begin at the same moment each time, and may be restored to an older one in the middle.
"""

import itertools
import os
import shutil
import uuid
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections

from tests.search.drift import federation

_COPY = """
DO $$
DECLARE name text; BEGIN
  SET CONSTRAINTS ALL DEFERRED;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    {statements}
  END LOOP;
END $$
"""


class OwnDatabase:
    """The database that the default connection leads to for a while."""

    def __init__(self, folder):
        self._folder = folder
        self._numbers = itertools.count()
        self.start = None
        """The moment at which the federation was made."""

    @property
    def name(self):
        return str(connections["default"].settings_dict["NAME"])

    def forget(self):
        """Let go of what this process remembers of another moment."""
        connections["default"].close()
        ContentType.objects.clear_cache()
        cache.clear()

    @contextmanager
    def opened(self):
        """Have the default connection of every thread lead here."""
        suites, its_settings = connections["default"], connections.settings["default"]
        its_types = ContentType.objects._cache.copy()
        name = self._made_from(suites)
        connections.settings["default"] = {**its_settings, "NAME": name}
        connections["default"] = connections.create_connection("default")
        try:
            call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
            self.forget()
            federation.make()
            self.start = self.moment()
            yield self
        finally:
            self.forget()
            connections["default"], connections.settings["default"] = suites, its_settings
            ContentType.objects._cache.update(its_types)
            self._thrown_away(name)


class OnSqlite(OwnDatabase):
    """A file; a moment is a copy of it."""

    def _made_from(self, suites):
        suites.ensure_connection()
        path = self._folder / "register.sqlite3"
        connections.settings["default"] = {**connections.settings["default"], "NAME": str(path)}
        suites.cursor().execute("VACUUM INTO %s", [str(path)])
        return str(path)

    def _thrown_away(self, name):
        Path(name).unlink()

    def moment(self):
        """Keep the database as it is."""
        self.forget()
        kept = self._folder / f"moment-{next(self._numbers)}.sqlite3"
        shutil.copyfile(self.name, kept)
        return kept

    def restore(self, moment):
        """Bring a moment back."""
        self.forget()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.name}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(moment, self.name)

    def drop(self, moment):
        """Keep a moment no longer."""
        moment.unlink()


class OnPostgresql(OwnDatabase):
    """A database beside the suite's; a moment is a schema with a copy of each table, and where the sequences were."""

    def _made_from(self, suites):
        name = f"drift_{uuid.uuid4().hex[:12]}"
        template = suites.settings_dict["NAME"]
        suites.close()
        with suites._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [template])
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def _thrown_away(self, name):
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def moment(self):
        """Keep the database as it is."""
        kept = f"moment_{next(self._numbers)}"
        self._run(
            f'CREATE SCHEMA "{kept}"',
            _COPY.format(statements=f"EXECUTE format('CREATE TABLE {kept}.%I AS TABLE public.%I', name, name);"),
            f"CREATE TABLE {kept}.the_sequences AS SELECT sequencename, last_value FROM pg_sequences"
            " WHERE schemaname = 'public'",
        )
        return kept

    def restore(self, moment):
        """Bring a moment back."""
        self.forget()
        self._run(
            _COPY.format(statements="EXECUTE format('DELETE FROM public.%I', name);"),
            _COPY.format(
                statements="EXECUTE format("
                f"'INSERT INTO public.%I OVERRIDING SYSTEM VALUE TABLE {moment}.%I', name, name);"
            ),
            "SELECT setval(format('public.%I', sequencename)::regclass, coalesce(last_value, 1),"
            f" last_value IS NOT NULL) FROM {moment}.the_sequences",
        )

    def drop(self, moment):
        """Keep a moment no longer."""
        self._run(f"DROP SCHEMA {moment} CASCADE")

    def _run(self, *statements):
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("COMMIT")


def own_database(folder):
    """Return a database to be opened, of the suite's vendor."""
    return (OnPostgresql if connection.vendor == "postgresql" else OnSqlite)(folder)


def environment():
    """Return the environment in which another process finds the suite's database server."""
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"},
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
