"""Runs the parts of `make test`, with the servers and the browser they need.

In: names of parts, or none for all; out: what the checks and pytest print, and the time that each part took.
Next: `make test` and CI end with this program's exit status.
"""

import argparse
import os
import signal
import subprocess
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from parts import PARTS, REPORTS, Part
from servers.folders import REPOSITORY
from servers.refusal import Refusal
from servers.verbs import past_any_proxy

# What is made ready in the background while the first parts run, and the word that its tool is given.
PROVIDERS = {"elasticsearch": ("serve",), "postgresql": ("serve",), "chromium": ()}
# Tests ask a server that was just started many small questions: soon warm beats quick in the end.
SERVER_JAVA = "-XX:TieredStopAtLevel=1"
PATIENCE_WITH_END = 15


class Provided:
    """A server or a program that a tool makes ready in the background."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._answer: str | None = None
        # A session of its own: control-C must reach the tests, and the servers only after them.
        self._process = subprocess.Popen(
            [REPOSITORY / "tools" / name, *PROVIDERS[name]],
            env={"ES_JAVA_OPTS": SERVER_JAVA, **os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def answer(self) -> str:
        """Wait until it is ready, and return its address or path."""
        if self._answer is None:
            self._answer = self._process.stdout.readline().strip()
        if not self._answer:
            raise Refusal(f"tools/{self.name} could not do its work; what it said is above")
        return self._answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        with self._process:  # closing its standard input tells `serve` that nobody needs the server any more
            if self._answer is None:
                self._process.terminate()


def main(arguments: Sequence[str]) -> int:
    """Run the parts that were named, and say at the end how long each took and how many tests passed."""
    parser = argparse.ArgumentParser(prog="tools/test", description="Runs the checks and the tests.")
    parser.add_argument("part", nargs="*", help=f"any of: {', '.join(part.name for part in PARTS)}")
    named = parser.parse_args(arguments).part
    unknown = sorted(set(named) - {part.name for part in PARTS})
    if unknown:
        parser.error(f"no part is called {' or '.join(unknown)}")
    parts = [part for part in PARTS if part.name in named or not named]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    REPORTS.mkdir(parents=True, exist_ok=True)
    for report in REPORTS.glob("*.xml"):
        report.unlink()
    failures: list[str] = []
    times: list[str] = []
    with ExitStack() as stack:
        wanted = dict.fromkeys(need for part in parts for need in part.needs)
        provided = {name: stack.enter_context(Provided(name)) for name in wanted}
        for part in parts:
            print(f"\n══ {part.name}", flush=True)
            try:
                answers = {name: provided[name].answer() for name in part.needs}
            except Refusal as refusal:
                failures.append(f"{part.name} did not run: {refusal}.")
                continue
            began = time.monotonic()
            failures += run(part, answers)
            times.append(f"{part.name} {time.monotonic() - began:.0f} s of {part.budget} s")
            print(f"── {times[-1]}", flush=True)
    print("", "; ".join(times), *failures, sep="\n")
    if any(REPORTS.glob("*.xml")):
        print(tally())
    return 1 if failures else 0


def run(part: Part, answers: Mapping[str, str]) -> list[str]:
    """Run one part to its end or to the end of its budget, and return a sentence for each failure."""
    place = answers.get("elasticsearch", "").partition("://")[2]
    variables = {name: value.format(**answers, elasticsearch_place=place) for name, value in part.variables.items()}
    environment = {**os.environ, **past_any_proxy(), **variables}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    deadline = time.monotonic() + part.budget
    failures = []
    for command in part.commands:
        name = Path(command[0]).name
        try:
            status = call(command, environment, deadline - time.monotonic())
        except subprocess.TimeoutExpired:
            return [*failures, f"{part.name} took longer than its budget of {part.budget} s, in {name}."]
        if status:
            failures.append(f"{part.name} failed: {name} ended with status {status}.")
    return failures


def call(command: Sequence[str], environment: Mapping[str, str], seconds: float) -> int:
    """Run one command, for at most so many seconds, and return its status."""
    process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdin=subprocess.DEVNULL)
    try:
        return process.wait(timeout=max(seconds, 0))
    except BaseException:
        process.send_signal(signal.SIGINT)  # pytest then says which test it was in
        try:
            process.wait(timeout=PATIENCE_WITH_END)
        except subprocess.TimeoutExpired:
            process.kill()
        raise


def tally() -> str:
    """Return the closing line: how many tests of all parts passed, failed and were skipped."""
    counts: Counter[str] = Counter()
    for report in REPORTS.glob("*.xml"):
        for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 - our own report
            counts["all"] += int(suite.get("tests", 0))
            counts["failed"] += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            counts["skipped"] += int(suite.get("skipped", 0))
    passed = counts["all"] - counts["failed"] - counts["skipped"]
    return f"{passed} passed, {counts['failed']} failed, {counts['skipped']} skipped"
