"""One running server: started, waited for, found again, stopped.

In: a `Recipe` (command, environment, how to tell that it answers) and a folder; out: a `Running` server.
Next: `verbs` prints its address, keeps it for a later `stop`, or ends it after a command.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .process import as_user, began, gone_within
from .refusal import Refusal

PATIENCE_WITH_STOP = 30.0
PATIENCE_WITH_KILL = 10.0
STATE = "state.json"
LOG = "server.log"
# What would change how Java or PostgreSQL behave; a recipe says what it wants of it.
NOT_INHERITED = ("PG", "ES_", "JAVA", "JDK_JAVA", "_JAVA")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to start one server: made anew for each start, with a port of its own."""

    name: str
    url: str
    command: list[str]
    answers: Callable[[], bool]
    environment: dict[str, str] = field(default_factory=dict)
    user: str | None = None
    working_folder: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    clean_up: list[str] = field(default_factory=list)
    patience: float = 300.0


@dataclass(frozen=True, slots=True)
class Running:
    """A server that was started, as it is written down for whoever stops it."""

    url: str
    pid: int
    began: str
    stop_signal: int
    clean_up: list[str]

    def is_alive(self) -> bool:
        """Say whether it still runs; a later process that was given the same number is not it."""
        return began(self.pid) == self.began != ""


def start(recipe: Recipe, folder: Path, *, dies_with_us: bool) -> Running:
    """Start `recipe` with its files in `folder`, and return once it answers.

    With `dies_with_us` the kernel ends the server when this process ends, however that happens.
    """
    prefix = as_user(recipe.user, dying_signal=recipe.stop_signal if dies_with_us else None)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
    with (folder / LOG).open("wb") as output:
        process = subprocess.Popen(
            [*prefix, *recipe.command],
            env={**inherited, **recipe.environment},
            cwd=recipe.working_folder or folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    process.returncode = 0  # it may outlive us, and is ended by its number: Popen has no say in it
    running = Running(recipe.url, process.pid, began(process.pid), recipe.stop_signal, recipe.clean_up)
    try:
        (folder / STATE).write_text(json.dumps(asdict(running)), encoding="utf-8")
        _wait(recipe, running, folder / LOG)
    except BaseException:
        stop(running)
        raise
    return running


def recall(folder: Path) -> Running | None:
    """Return the server that was started in `folder` if it still runs."""
    try:
        running = Running(**json.loads((folder / STATE).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return running if running.is_alive() else None


def stop(running: Running) -> None:
    """End the server and its children politely, then firmly."""
    if running.is_alive():
        os.kill(running.pid, running.stop_signal)
        if not gone_within(running.pid, PATIENCE_WITH_STOP):
            os.killpg(running.pid, signal.SIGKILL)
            gone_within(running.pid, PATIENCE_WITH_KILL)
    if running.clean_up:
        subprocess.run(running.clean_up, capture_output=True, check=False)


def fresh(folder: Path) -> Path:
    """Return `folder` made anew, empty and closed to others: the servers' data is thrown away by design."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def give_to(user: str | None, path: Path) -> None:
    """Make `path`, and all that is in it, the property of `user`."""
    if user is not None:
        for each in (path, *path.rglob("*")):
            shutil.chown(each, user=user)


def free_port() -> int:
    """Return a port on the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(recipe: Recipe, running: Running, log: Path) -> None:
    deadline = time.monotonic() + recipe.patience
    while not recipe.answers():
        if not running.is_alive():
            raise Refusal(f"{recipe.name} ended before it answered; its last words are in {log}.")
        if time.monotonic() > deadline:
            raise Refusal(f"{recipe.name} did not answer within {recipe.patience:.0f} s; see {log}.")
        time.sleep(0.2)
