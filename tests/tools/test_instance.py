import os
import signal
import subprocess
import sys
import urllib.request

import pytest

from tools.servers.instance import LOG, Recipe, free_port, fresh, recall, start, stop
from tools.servers.process import began
from tools.servers.refusal import Refusal

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def web_server(**changes):
    """A recipe for a server that needs nothing but Python."""
    port = free_port()

    def answers():
        try:
            return DIRECT.open(f"http://127.0.0.1:{port}", timeout=2).status == 200
        except OSError:
            return False

    recipe = {
        "name": "A web server",
        "url": f"http://127.0.0.1:{port}",
        "command": [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)],
        "answers": answers,
        "patience": 30.0,
    }
    return Recipe(**{**recipe, **changes})


@pytest.fixture
def running(tmp_path):
    server = start(web_server(), tmp_path, dies_with_us=False)
    yield server
    stop(server)


def test_a_started_server_answers_and_is_found_again(running, tmp_path):
    assert DIRECT.open(running.url, timeout=5).status == 200
    assert recall(tmp_path) == running


def test_a_stopped_server_is_gone_and_not_found_again(running, tmp_path):
    stop(running)
    assert began(running.pid) == ""
    assert recall(tmp_path) is None


def test_stopping_twice_harms_nobody(running):
    stop(running)
    stop(running)
    assert not running.is_alive()


def test_a_server_that_was_killed_is_not_found_again(running, tmp_path):
    os.kill(running.pid, signal.SIGKILL)
    os.waitpid(running.pid, 0)
    assert recall(tmp_path) is None


def test_another_process_with_the_same_number_is_not_the_server(running, tmp_path):
    state = tmp_path / "state.json"
    state.write_text(state.read_text().replace(f'"began": "{running.began}"', '"began": "1"'))
    assert recall(tmp_path) is None


def test_a_broken_state_is_no_server(tmp_path):
    (tmp_path / "state.json").write_text('{"pid": ')
    assert recall(tmp_path) is None


def test_a_server_that_ends_at_once_is_a_sentence_that_names_its_log(tmp_path):
    recipe = web_server(command=[sys.executable, "-c", "print('no room')"], answers=lambda: False)
    with pytest.raises(Refusal) as refusal:
        start(recipe, tmp_path, dies_with_us=False)
    log = tmp_path / LOG
    assert str(refusal.value) == f"A web server ended before it answered; its last words are in {log}."
    assert log.read_text() == "no room\n"


def test_a_server_that_never_answers_is_stopped(tmp_path):
    with pytest.raises(Refusal, match=r"^A web server did not answer within 1 s"):
        start(web_server(answers=lambda: False, patience=1.0), tmp_path, dies_with_us=False)
    assert recall(tmp_path) is None


def test_a_server_that_ignores_the_polite_signal_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.servers.instance.PATIENCE_WITH_STOP", 0.5)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    ready = tmp_path / LOG
    recipe = web_server(command=[sys.executable, "-c", deaf], answers=lambda: ready.read_text() == "1\n")
    server = start(recipe, tmp_path, dies_with_us=False)
    stop(server)
    assert not server.is_alive()


def test_a_fresh_folder_is_empty_and_nobody_elses(tmp_path):
    (tmp_path / "server" / "data").mkdir(parents=True)
    folder = fresh(tmp_path / "server")
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_a_server_ends_with_the_process_that_started_it(tmp_path):
    script = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from tests.tools.test_instance import start, web_server\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "print(start(web_server(), folder, dies_with_us=True).pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert told.returncode == -signal.SIGKILL
    for _attempt in range(100):
        if not began(int(told.stdout)):
            return
        signal.sigtimedwait([], 0.1)
    pytest.fail("the server outlived the process that started it")
