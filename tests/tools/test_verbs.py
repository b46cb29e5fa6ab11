import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def tool():
    """A function that runs one of the tools with some variables changed, and returns how it ended."""

    def run(name, *words, given="", **variables):
        return subprocess.run(
            [sys.executable, REPOSITORY / "tools" / name, *words],
            env={**os.environ, **variables},
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def cache():
    """A cache of this test's own, where another user may go: pytest's folders are closed to others."""
    folder = Path("/tmp") / f"meridian-tools-{os.getpid()}"
    folder.mkdir(mode=0o755)
    yield str(folder)
    shutil.rmtree(folder)


def test_postgresql_starts_once_answers_and_stops(tool, cache):
    own = {"MERIDIAN_CACHE": cache, "TEST_POSTGRES_URL": ""}
    assert tool("postgresql", "status", **own).returncode == 3
    first = tool("postgresql", "start", **own)
    try:
        assert first.stderr == ""
        assert tool("postgresql", "start", **own).stdout == first.stdout
        assert tool("postgresql", "status", **own).stdout == first.stdout
    finally:
        stopped = tool("postgresql", "stop", **own)
    assert (stopped.returncode, stopped.stdout, stopped.stderr) == (0, "", "")
    assert tool("postgresql", "status", **own).stderr == "PostgreSQL is not running.\n"


def test_two_that_start_postgresql_at_once_get_the_same_one(cache):
    command = [sys.executable, REPOSITORY / "tools" / "postgresql"]
    environment = {**os.environ, "MERIDIAN_CACHE": cache, "TEST_POSTGRES_URL": ""}
    starts = [
        subprocess.Popen([*command, "start"], env=environment, stdout=subprocess.PIPE, text=True) for _each in range(2)
    ]
    first, second = (start.communicate(timeout=120)[0] for start in starts)
    subprocess.run([*command, "stop"], env=environment, check=True)
    assert first == second != ""


def test_run_tells_the_command_where_its_own_server_is_and_gives_back_its_status(tool, cache):
    script = (
        "import os, psycopg\n"
        "with psycopg.connect(os.environ['DATABASE_URL']) as connection:\n"
        "    print(connection.execute('show fsync').fetchone()[0])\n"
        "print(os.environ['no_proxy'])\n"
        "raise SystemExit(7)\n"
    )
    own = {"MERIDIAN_CACHE": cache, "TEST_POSTGRES_URL": "", "no_proxy": "example.org"}
    told = tool("postgresql", "run", "--", sys.executable, "-c", script, **own)
    assert (told.returncode, told.stdout, told.stderr) == (7, "off\nexample.org,127.0.0.1,localhost\n", "")
    assert list(Path(cache, "instances").iterdir()) == []


def test_serve_ends_with_its_standard_input(tool, cache):
    served = tool("postgresql", "serve", MERIDIAN_CACHE=cache, TEST_POSTGRES_URL="")
    assert served.returncode == 0
    assert served.stdout.startswith("postgresql://meridian:")
    assert list(Path(cache, "instances").iterdir()) == []


def test_run_that_is_told_to_end_takes_its_server_along(cache):
    environment = {**os.environ, "MERIDIAN_CACHE": cache, "TEST_POSTGRES_URL": ""}
    command = [sys.executable, REPOSITORY / "tools" / "postgresql", "run", "--", "sh", "-c", "echo up; sleep 60"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "up\n"
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 128 + signal.SIGTERM
    process.stdout.close()
    assert list(Path(cache, "instances").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "variable", "url"),
    [
        ("elasticsearch", "ELASTICSEARCH_URL", "http://somebody:secret@127.0.0.1:9"),
        ("postgresql", "TEST_POSTGRES_URL", "postgresql://somebody:secret@127.0.0.1:9/register"),
    ],
)
def test_a_server_of_ones_own_that_does_not_answer_is_one_sentence_without_its_password(tool, name, variable, url):
    told = tool(name, "start", **{variable: url})
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert variable in told.stderr
    assert "secret" not in told.stderr


def test_a_cache_that_cannot_be_made_is_one_sentence(tool):
    told = tool("postgresql", "start", MERIDIAN_CACHE="/dev/null/cache", TEST_POSTGRES_URL="")
    assert (told.returncode, told.stderr) == (
        1,
        "/dev/null/cache cannot be made (Not a directory): set MERIDIAN_CACHE.\n",
    )


def test_a_chromium_that_is_not_there_is_one_sentence(tool):
    told = tool("chromium", CHROMIUM="/nowhere/chromium")
    assert (told.returncode, told.stderr) == (1, "CHROMIUM=/nowhere/chromium is not a program.\n")


def test_run_without_a_command_says_what_is_missing(tool):
    told = tool("elasticsearch", "run", "--")
    assert (told.returncode, told.stderr) == (1, "Say what to run: tools/elasticsearch run -- COMMAND\n")
