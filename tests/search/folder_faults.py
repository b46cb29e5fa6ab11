"""Faults to order: what befalls the folder of an embedded index, and the disk below it.
In: the folder. Out: blocks in which it is gone, spoilt, cut short, locked, or cannot grow.
Next: tests break the embedded engine with them; faults.py does so with a server.
"""

import os
import resource
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

SEGMENT = (".term", ".store", ".idx", ".pos", ".fast", ".fieldnorm")


@contextmanager
def gone(folder):
    """Have an embedded index's folder away, and then back as it was."""
    away = folder.with_name(f"{folder.name}-away")
    folder.rename(away)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        away.rename(folder)


@contextmanager
def spoilt(folder, suffixes=SEGMENT, kept=0):
    """Have the files of an embedded index's segments full of noise, and then right again.

    Their last `kept` bytes stay: there tantivy keeps a checksum, which it looks at now and then only.
    """
    right = folder.with_name(f"{folder.name}-right")
    shutil.copytree(folder, right)
    for file in _files(folder):
        if file.suffix in suffixes:
            content = file.read_bytes()
            noise = max(len(content) - kept, 0)
            _replace(file, os.urandom(noise) + content[noise:])
        elif file.name == "meta.json":
            _replace(file, file.read_bytes())  # so that readers look again
    try:
        yield
    finally:
        shutil.rmtree(folder)
        right.rename(folder)


@contextmanager
def unreadable(folder):
    """Have what an embedded index says of its segments cut short, and then whole again."""
    kept = {file: file.read_bytes() for file in _files(folder) if file.name == "meta.json"}
    for file, content in kept.items():
        _replace(file, content[: len(content) // 2])
    try:
        yield
    finally:
        for file, content in kept.items():
            _replace(file, content)


@contextmanager
def full(room=0):
    """Have no room on the disk, as far as this process is concerned: no file grows past `room` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))  # Python is told of it as an OSError
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


_HOLDER = """
import sys, tantivy
writer = tantivy.Index.open(sys.argv[1]).writer(15_000_000, 1)
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def locked(folder):
    """Have the writer's lock of each index below a folder in another process's hands."""
    holders = []
    try:
        for file in _files(folder):
            if file.name == "meta.json":
                command = [sys.executable, "-c", _HOLDER, str(file.parent)]
                holders.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
                assert holders[-1].stdout.readline() == "held\n"
        yield
    finally:
        for holder in holders:
            holder.communicate()


def _files(folder):
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())


def _replace(file, content):
    """Put another file in a file's place: who has the old one open keeps it as it was."""
    fresh = file.with_name(f"{file.name}.fresh")
    fresh.write_bytes(content)
    fresh.replace(file)
