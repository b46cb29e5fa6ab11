"""A missing or broken setting is one clear sentence, not a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {"DJANGO_SETTINGS_MODULE": "config.settings.production"}
KEY = {"SECRET_KEY": "k" * 50}


def check(**environment):
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=kept | {"DATABASE_URL": "sqlite://:memory:", "SEARCH_URL": "memory://"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"SEARCH_URL": "bogus://x"}, "SEARCH_URL"),
        ({"SEARCH_URL": "elasticsearch://"}, "SEARCH_URL"),
        ({"DEBUG": "perhaps"}, "DEBUG"),
        ({"TIME_ZONE": "Mars/Olympus"}, "TIME_ZONE"),
        ({"MEMBERSHIP_GRACE_DAYS": "-3"}, "MEMBERSHIP_GRACE_DAYS"),
        (PRODUCTION, "SECRET_KEY"),
        (PRODUCTION | {"SECRET_KEY": "short"}, "SECRET_KEY"),
        (PRODUCTION | KEY, "ALLOWED_HOSTS"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_broken_setting_is_one_sentence_that_names_it(environment, named):
    result = check(**environment)
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stderr.startswith("Meridian cannot start: ")
    assert named in result.stderr


def test_production_starts_with_a_key_and_hosts():
    result = check(**PRODUCTION, **KEY, ALLOWED_HOSTS="meridian.example")
    assert (result.returncode, result.stderr) == (0, "")
