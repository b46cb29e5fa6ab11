"""Chromium, fonts for the scripts that organisations write their names in, and what drives it.

In: `CHROMIUM`, and the machine; out: the path of a Chromium, installed from Debian's package when we may.
Next: the browser journeys start it; Playwright drives it.
"""

import os
import shutil
import sys

from .debian import install
from .refusal import Refusal

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Arabic, Cyrillic and Devanagari are in the first, Chinese, Japanese and Korean in the second; Playwright's own
# program, which drives the browser, wants the third.
BESIDE = ("fonts-noto-core", "fonts-noto-cjk", "libatomic1")


def find_chromium() -> str:
    """Return the path of a Chromium that can render what the demo holds."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        if shutil.which(chosen) is None:
            raise Refusal(f"CHROMIUM={chosen} is not a program.")
        return chosen
    found = _installed()
    if found is None:
        install(["chromium", *BESIDE], why="Chromium")
        found = _installed()
    elif shutil.which("apt-get") and os.geteuid() == 0:
        install(BESIDE, why="What Chromium needs")
    if found is None:
        raise Refusal("Chromium was installed and still is not on the PATH: set CHROMIUM to its path.")
    return found


def main() -> int:
    """Print the path, or one sentence about what is missing."""
    try:
        print(find_chromium())
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


def _installed() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)
