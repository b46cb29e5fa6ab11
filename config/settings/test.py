"""Settings for the test suite.
In: base.py. Out: the same, quick: cheap passwords, media and index in a folder of the run.
Next: pytest runs on these, on whichever DATABASE_URL and SEARCH_URL say.
"""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403 - settings are built by extension
from config.settings.base import DATABASES, env

SECRET_KEY = "for-tests-only"  # noqa: S105 - said in its own words
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir()) / "meridian-test-media"
SEARCH_URL = env.str("SEARCH_URL", "memory://")
# A machine that runs everything at once is slow; tests of slowness set their own.
SEARCH_TIMEOUT = 10.0
# Tests that run side by side each have an index of their own, as each has its database from pytest-django.
WORKER = env.str("PYTEST_XDIST_WORKER", "")
if WORKER and SEARCH_URL != "memory://":
    SEARCH_URL = f"{SEARCH_URL}-{WORKER}"
if DATABASES["default"]["ENGINE"] == "config.sqlite":
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # as for Django's own backend, which pytest-django knows
SEARCH_CATCHES_UP = False  # no thread of one test writes to the index of the next
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DEMO_ALLOWED = True
