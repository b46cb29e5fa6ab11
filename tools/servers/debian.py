"""Installs what Debian has packaged.

In: names of packages; out: they are installed, or a sentence says what to type.
Next: `postgres` and `browser` find the programs where the packages put them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from .folders import locked
from .refusal import Refusal

LAST_LINES = 3
OPTIONS = ("--quiet", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3")


def install(packages: Sequence[str], *, why: str) -> None:
    """Install those of `packages` that are missing, once, however many processes ask at the same time."""
    if not missing(packages):
        return
    wanted = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise Refusal(f"{why} is missing and this is not Debian: install what Debian calls {wanted}.")
    if os.geteuid() != 0:
        raise Refusal(f"{why} is missing: install it with `sudo apt-get install {wanted}`.")
    with locked("apt"):
        absent = missing(packages)
        if absent:
            print(f"Installing {' '.join(absent)} …", file=sys.stderr, flush=True)
            _apt("update")
            _apt("install", "--yes", "--no-install-recommends", *absent)


def missing(packages: Sequence[str]) -> list[str]:
    """Return those of `packages` that are not installed."""
    if shutil.which("dpkg-query") is None:
        return list(packages)
    listing = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n", *packages],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    installed = {line.split()[0] for line in listing.splitlines() if line.endswith(" installed")}
    return [package for package in packages if package not in installed]


def _apt(*words: str) -> None:
    result = subprocess.run(
        ["apt-get", *OPTIONS, *words],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        last = " / ".join(result.stdout.strip().splitlines()[-LAST_LINES:])
        raise Refusal(f"`apt-get {' '.join(words)}` failed: {last}")
