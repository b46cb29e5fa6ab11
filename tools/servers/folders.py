"""Where servers are unpacked and where a running one keeps its files.

In: the user, `MERIDIAN_CACHE` and the place of this clone; out: folders that exist, and locks on them.
Next: `instance` keeps a server's state there, `unpacked` the unpacked server.
"""

import contextlib
import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from .refusal import Refusal

REPOSITORY = Path(__file__).resolve().parents[2]


def cache() -> Path:
    """Return the folder that every clone on this machine shares, made if need be.

    For root it is outside root's home, because the servers run as another user who must reach it.
    """
    chosen = os.environ.get("MERIDIAN_CACHE")
    if chosen:
        folder = Path(chosen).resolve()
    elif os.geteuid() == 0:
        folder = Path("/var/cache/meridian")
    else:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "meridian"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"{folder} cannot be made ({error.strerror}): set MERIDIAN_CACHE.") from error
    if os.geteuid() == 0:
        _require_passage(folder)
    return folder


def instances() -> Path:
    """Return the folder in which each running server has a folder of its own."""
    folder = cache() / "instances"
    folder.mkdir(exist_ok=True)
    return folder


def clone_folder(name: str) -> Path:
    """Return where the server `name` of this clone keeps its state; it may not exist yet."""
    mark = hashlib.sha256(str(REPOSITORY).encode()).hexdigest()[:12]
    return instances() / f"{name}-{mark}"


@contextlib.contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the machine-wide lock `name`: whoever comes second waits, and finds the first one's work done."""
    with (cache() / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _require_passage(folder: Path) -> None:
    for step in (folder, *folder.parents):
        if not step.stat().st_mode & stat.S_IXOTH:
            raise Refusal(f"Servers run as a user who may not enter {step}: set MERIDIAN_CACHE to elsewhere.")
