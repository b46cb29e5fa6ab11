"""Who runs a server, and whether a process still lives.

In: the name of a user, or a process's number; out: words that run a command as that user, a yes or no.
Next: `instance` starts and stops servers with them.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

from .refusal import Refusal

PROCESSES = Path("/proc")
# Where the kernel's line about a process, after its name, has the group and the start.
GROUP, START = 2, 19


def servant(*preferred: str) -> str | None:
    """Return the user to run a server as: None for ourselves, another one when we are root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in (*preferred, "nobody"):
        if name in known:
            return name
    raise Refusal("Servers do not run as root, and there is no user `nobody` here: be another user.")


def as_user(user: str | None, *, dying_signal: signal.Signals | None = None) -> list[str]:
    """Return the words to put before a command so that it runs as `user`.

    With a `dying_signal` the kernel sends it to the command when the process that started it ends.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        if user is not None:
            raise Refusal("Servers do not run as root, and `setpriv` (util-linux) is missing to be another.")
        return []
    words = []
    if user is not None:
        entry = pwd.getpwnam(user)
        words += [f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]
    if dying_signal is not None:
        words += ["--pdeathsig", dying_signal.name.removeprefix("SIG")]
    return [setpriv, *words, "--"] if words else []


def began(pid: int) -> str:
    """Return when process `pid` began, in the kernel's own count; nothing when it is gone or a zombie."""
    if not PROCESSES.is_dir():
        return _began_without_proc(pid)
    facts = _facts(PROCESSES / str(pid))
    return facts[START] if facts else ""


def gone_within(pid: int, seconds: float) -> bool:
    """Wait for the end of a process and of all its group, and say whether it came in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(ChildProcessError):  # not our child: an earlier command started it
            os.waitpid(pid, os.WNOHANG)
        if not _group_lives(pid):
            return True
        time.sleep(0.1)
    return False


def _group_lives(pid: int) -> bool:
    """Say whether the process or one of its group still runs: Elasticsearch's launcher ends before it."""
    if not PROCESSES.is_dir():
        return bool(_began_without_proc(pid))
    return any(facts[GROUP] == str(pid) for facts in map(_facts, PROCESSES.glob("[0-9]*")) if facts)


def _facts(process: Path) -> list[str]:
    """Return what the kernel says of a process from its state on; nothing when it is gone or a zombie."""
    try:
        facts = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []
    return [] if facts[0] in {"Z", "X"} else facts


def _began_without_proc(pid: int) -> str:
    """Return the same from `ps`, where there is no /proc (macOS)."""
    command = ["ps", "-o", "lstart=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
