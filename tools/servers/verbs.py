"""The verbs that every server's tool has: start, stop, status, run, serve.

In: a `Kind` of server and the words typed after the tool's name; out: its address on standard output.
Next: a person, `make`, or `tools/test`, which keeps a server open with `serve` for as long as it runs.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .folders import clone_folder, instances, locked
from .instance import Recipe, Running, fresh, recall, start, stop
from .refusal import Refusal

A_DAY = 86_400
NO_PROXY_FOR = "127.0.0.1,localhost"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of server: its name, the variables that carry its address, and how one is prepared."""

    name: str
    given_by: str
    exports: tuple[str, ...]
    check: Callable[[str], None]
    prepare: Callable[[Path], Recipe]

    def given(self) -> str | None:
        """Return the address of a server of the person's own, once it is known to answer."""
        url = os.environ.get(self.given_by)
        if url:
            self.check(url)
        return url or None


def main(kind: Kind, arguments: Sequence[str] | None = None) -> int:
    """Do what was typed after the tool's name, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog=f"tools/{kind.name.lower()}",
        description=f"A throwaway {kind.name}; {kind.given_by} names one of your own instead.",
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("start", help="start this clone's server unless it runs, and print its URL")
    verbs.add_parser("stop", help="stop it, and throw its data away")
    verbs.add_parser("status", help="print its URL, or end with status 3")
    run = verbs.add_parser("run", help=f"start one, export {' and '.join(kind.exports)}, run a command, stop it")
    run.add_argument("command", nargs=argparse.REMAINDER, help="the command, after --")
    verbs.add_parser("serve", help="start one, print its URL, stop it when standard input ends")
    words = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _leave)
    try:
        if words.verb == "run":
            return _run(kind, [word for place, word in enumerate(words.command) if place or word != "--"])
        return {"start": _start, "stop": _stop, "status": _status, "serve": _serve}[words.verb](kind)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def past_any_proxy() -> dict[str, str]:
    """Return the variables that keep clients from asking a proxy for what is on this machine."""
    names = ("NO_PROXY", "no_proxy")
    return {name: ",".join(filter(None, (os.environ.get(name), NO_PROXY_FOR))) for name in names}


def _start(kind: Kind) -> int:
    url = kind.given()
    if url is None:
        with locked(clone_folder(kind.name.lower()).name):
            folder = clone_folder(kind.name.lower())
            url = (recall(folder) or _begin(kind, folder, dies_with_us=False)).url
    print(url)
    return 0


def _stop(kind: Kind) -> int:
    folder = clone_folder(kind.name.lower())
    with locked(folder.name):
        running = recall(folder)
        if running is not None:
            stop(running)
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _status(kind: Kind) -> int:
    url = kind.given()
    if url is None:
        running = recall(clone_folder(kind.name.lower()))
        if running is None:
            print(f"{kind.name} is not running.", file=sys.stderr)
            return 3
        url = running.url
    print(url)
    return 0


def _run(kind: Kind, command: list[str]) -> int:
    if not command:
        raise Refusal(f"Say what to run: tools/{kind.name.lower()} run -- COMMAND")
    with _open(kind) as url:
        environment = {**os.environ, **past_any_proxy(), **dict.fromkeys(kind.exports, url)}
        try:
            return subprocess.run(command, env=environment, check=False).returncode
        except OSError as error:
            raise Refusal(f"`{command[0]}` cannot be run: {error.strerror}.") from error


def _serve(kind: Kind) -> int:
    with _open(kind) as url:
        print(url, flush=True)
        sys.stdin.buffer.read()
    return 0


@contextmanager
def _open(kind: Kind) -> Iterator[str]:
    """Give the address of the person's server, or of a private one that ends with the block."""
    url = kind.given()
    if url is not None:
        yield url
        return
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{kind.name.lower()}-run-", dir=instances()))
    running = _begin(kind, folder, dies_with_us=True)
    try:
        yield running.url
    finally:
        stop(running)
        shutil.rmtree(folder, ignore_errors=True)


def _begin(kind: Kind, folder: Path, *, dies_with_us: bool) -> Running:
    return start(kind.prepare(fresh(folder)), folder, dies_with_us=dies_with_us)


def _sweep() -> None:
    """Clear away what runs that were killed, or could not start, have left: their logs are kept for a day."""
    for folder in instances().glob("*-run-*"):
        with suppress(FileNotFoundError):
            if recall(folder) is None and time.time() - folder.stat().st_mtime > A_DAY:
                shutil.rmtree(folder, ignore_errors=True)


def _leave(signum: int, _frame: object) -> None:
    raise SystemExit(128 + signum)
