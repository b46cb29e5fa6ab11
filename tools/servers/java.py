"""Finds a Java that is young enough for Elasticsearch.

In: `ES_JAVA_HOME`, `JAVA_HOME` and the usual folders of installed JDKs; out: the home folder of one.
Next: `elastic` starts the server with its `bin/java`.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from .refusal import Refusal

OLDEST = 21
USUAL_PLACES = (Path("/usr/lib/jvm"), Path("/opt/java"), Path("/Library/Java/JavaVirtualMachines"))


def find_java(candidates: Iterable[Path] | None = None) -> Path:
    """Return the home of the oldest JDK that will do: the nearest to what the server was built for."""
    found = {home: version_of(home) for home in (possible_homes() if candidates is None else candidates)}
    usable = sorted((version, home) for home, version in found.items() if version and version >= OLDEST)
    if usable:
        return usable[0][1]
    seen = ", ".join(map(str, sorted({version for version in found.values() if version}))) or "none"
    raise Refusal(
        f"Elasticsearch needs a JDK of version {OLDEST} or later, and this machine has {seen}: install one,"
        " point ES_JAVA_HOME at one, or set ELASTICSEARCH_URL to a server that runs already."
    )


def possible_homes() -> list[Path]:
    """Return the folders that may be the home of a JDK: the one that was chosen, or all that are usual."""
    chosen = os.environ.get("ES_JAVA_HOME")
    if chosen:
        return [Path(chosen)]
    installed = [home for place in USUAL_PLACES if place.is_dir() for home in sorted(place.iterdir())]
    named = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    return named + installed + [home / "Contents" / "Home" for home in installed]


def version_of(home: Path) -> int | None:
    """Return the major version that the `release` file of a JDK states, or None where there is no JDK."""
    release = home / "release"
    if not (home / "bin" / "java").exists() or not release.is_file():
        return None
    facts = release.read_text(encoding="utf-8", errors="replace")
    match = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', facts, re.MULTILINE)
    return int(match[1]) if match else None
