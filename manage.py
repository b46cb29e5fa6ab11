#!/usr/bin/env python
"""The command line of Meridian.
In: a command and its arguments. Out: what the command prints, or one sentence when a setting is wrong.
Next: the command itself, in one of the apps' management folders.
"""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environs import EnvError


def main() -> None:
    """Run one command; a broken setting ends in a sentence, not in a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    try:
        execute_from_command_line(sys.argv)
    except (EnvError, ImproperlyConfigured) as error:
        sys.exit(f"Meridian cannot start: {error}")


if __name__ == "__main__":
    main()
