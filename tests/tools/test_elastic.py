import http.server
import json
import threading
from base64 import b64encode

import pytest

from tools.servers import elastic
from tools.servers.refusal import Refusal


@pytest.fixture
def server():
    """A stand-in that states a version of Elasticsearch and remembers who asked."""

    class Handler(http.server.BaseHTTPRequestHandler):
        version = "9.4.3"
        accounts = []

        def do_GET(self):
            self.accounts.append(self.headers.get("Authorization"))
            body = json.dumps({"version": {"number": self.version}}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words):
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        Handler.place = f"127.0.0.1:{listening.server_port}"
        yield Handler
        listening.shutdown()


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A function that puts a made-up program first, and alone, on the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def put(name, script):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)

    return put


def test_a_server_of_ones_own_is_asked_past_any_proxy(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    elastic.check(f"http://{server.place}")
    assert server.accounts == [None]


def test_the_account_in_an_address_is_used(server):
    elastic.check(f"http://some:s%40cret@{server.place}")
    assert server.accounts == [f"Basic {b64encode(b'some:s@cret').decode()}"]


def test_a_server_too_old_for_the_client_is_refused(server):
    server.version = "8.19.13"
    with pytest.raises(Refusal) as refusal:
        elastic.check(f"http://{server.place}")
    assert str(refusal.value) == "ELASTICSEARCH_URL points to Elasticsearch 8.19.13; 9 or later is needed."


def test_a_docker_client_without_an_engine_is_no_docker(program):
    program("docker", "exit 1")
    assert not elastic.has_docker()


def test_a_machine_without_docker_has_no_docker(program):
    assert not elastic.has_docker()


def test_where_docker_has_an_engine_the_server_runs_in_it(program, tmp_path):
    program("docker", "exit 0")
    recipe = elastic.prepare(tmp_path)
    place = recipe.url.removeprefix("http://")
    name = f"meridian-elasticsearch-{place.rpartition(':')[2]}"
    assert recipe.command[:7] == ["docker", "run", "--rm", "--name", name, "--publish", f"{place}:9200"]
    assert recipe.command[-1] == elastic.IMAGE
    assert recipe.clean_up == ["docker", "rm", "--force", name]
    assert recipe.user is None


def test_the_later_word_about_the_heap_wins(monkeypatch, program, tmp_path):
    program("docker", "exit 0")
    monkeypatch.setenv("ES_JAVA_OPTS", "-Xmx2g")
    assert "ES_JAVA_OPTS=-Xms512m -Xmx512m -Xmx2g" in elastic.prepare(tmp_path).command


def test_with_neither_docker_nor_maven_a_sentence_says_so(program, tmp_path, monkeypatch):
    monkeypatch.setenv("MERIDIAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("tools.servers.folders._require_passage", lambda _folder: None)
    monkeypatch.setattr("tools.servers.elastic.find_java", lambda: tmp_path)
    with pytest.raises(Refusal) as refusal:
        elastic.prepare(tmp_path)
    assert str(refusal.value) == (
        "Elasticsearch can be had here neither by Docker (no engine answers) nor by Maven (no `mvn`):"
        " install one of them, or set ELASTICSEARCH_URL to a server that runs already."
    )


def test_a_failed_fetch_is_one_sentence_with_mavens_own_words(program, tmp_path, monkeypatch):
    program("mvn", "echo '[INFO] trying'; echo '[ERROR] no route to the artifact'; echo more; exit 1")
    monkeypatch.setenv("MERIDIAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("tools.servers.folders._require_passage", lambda _folder: None)
    monkeypatch.setattr("tools.servers.elastic.find_java", lambda: tmp_path)
    with pytest.raises(Refusal) as refusal:
        elastic.prepare(tmp_path)
    assert str(refusal.value) == "Maven could not fetch Elasticsearch: [ERROR] no route to the artifact"
