"""A private PostgreSQL cluster, made for one run and thrown away.

In: PostgreSQL's programs (Debian's, installed when we may); out: a recipe for a cluster on a free port.
Next: `verbs` starts it; Django takes its address as `DATABASE_URL`.
"""

import secrets
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from .debian import install
from .instance import Recipe, free_port, give_to
from .process import as_user, servant
from .refusal import Refusal
from .verbs import Kind

ROLE = "meridian"
DEFAULT_PORT = 5432
DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")
# The data is thrown away: that it would survive a power cut is of no use, that it is quick is.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
}


def prepare(folder: Path) -> Recipe:
    """Return how to start a cluster with its files in `folder`."""
    programs = find_programs()
    user = servant("postgres")  # after the programs: it comes with them
    port = free_port()
    password = secrets.token_hex(16)
    _make_cluster(programs, folder, user, password)
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    return Recipe(
        name="PostgreSQL",
        url=f"postgresql://{ROLE}:{password}@127.0.0.1:{port}/postgres",
        command=[f"{programs}/postgres", "-D", f"{folder}/data", "-p", str(port), *settings],
        answers=lambda: _is_ready(programs, port),
        user=user,
        stop_signal=signal.SIGINT,  # its "fast" shutdown: open sessions are ended, not waited for
        patience=60.0,
    )


def check(url: str) -> None:
    """Refuse an address where nothing listens."""
    try:
        parts = urlsplit(url)
        place = (parts.hostname or "127.0.0.1", parts.port or DEFAULT_PORT)
        with socket.create_connection(place, timeout=10):
            return
    except (OSError, ValueError) as error:
        # Without the address itself, which has a password in it.
        raise Refusal(f"No PostgreSQL answers where TEST_POSTGRES_URL points: {error}.") from error


def find_programs() -> Path:
    """Return the folder with PostgreSQL's own programs, installing Debian's package if we may."""
    found = _programs()
    if found is None:
        install(["postgresql"], why="PostgreSQL")
        found = _programs()
    if found is None:
        raise Refusal("PostgreSQL's programs are not where they should be: put `initdb` on the PATH.")
    return found


def _programs() -> Path | None:
    """Return the newest of Debian's folders, for Debian keeps them off the PATH, or the one on the PATH."""
    packaged = [program.parent for program in DEBIAN_PROGRAMS.glob("*/bin/initdb")]
    if packaged:
        return max(packaged, key=lambda folder: float(folder.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _make_cluster(programs: Path, folder: Path, user: str | None, password: str) -> None:
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="utf-8")
    give_to(user, folder)
    command = [*as_user(user), f"{programs}/initdb", "--pgdata", f"{folder}/data", "--no-sync"]
    command += ["--username", ROLE, "--pwfile", str(secret), "--auth", "scram-sha-256"]
    command += ["--encoding", "UTF8", "--locale", "C.UTF-8"]
    made = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    secret.unlink()
    if made.returncode != 0:
        last = (made.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise Refusal(f"PostgreSQL's initdb failed: {last}")


def _is_ready(programs: Path, port: int) -> bool:
    command = [f"{programs}/pg_isready", "--quiet", "--host", "127.0.0.1", "--port", str(port)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


POSTGRESQL = Kind(
    name="PostgreSQL",
    given_by="TEST_POSTGRES_URL",
    exports=("TEST_POSTGRES_URL", "DATABASE_URL"),
    check=check,
    prepare=prepare,
)
