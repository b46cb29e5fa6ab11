"""A genuine Elasticsearch: the person's own, one in Docker, or one run with a JDK of this machine.

In: the environment and the machine; out: a recipe for a single node on a free port of the loopback address.
Next: `verbs` starts it; the contract tests and `SEARCH_URL` take its address.
"""

import base64
import http.client
import json
import os
import shutil
import subprocess
import urllib.request
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from .instance import Recipe, free_port, give_to
from .java import find_java
from .process import servant
from .refusal import Refusal
from .unpacked import VERSION, unpacked_server
from .verbs import Kind

OLDEST_MAJOR = 9
HEAP = "-Xms512m -Xmx512m"
IMAGE = f"elasticsearch:{VERSION}"
PATIENCE_WITH_DOCKER = 1800.0  # the first time it fetches the image
SETTINGS = {
    "discovery.type": "single-node",
    "xpack.security.enabled": "false",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
}
# Never through a proxy: the server is on this machine, or at an address that a person chose.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def prepare(folder: Path) -> Recipe:
    """Return how to start a server with its files in `folder`."""
    return _in_docker() if has_docker() else _unpacked(folder)


def check(url: str) -> None:
    """Refuse a server that does not answer, or that is too old for our client."""
    try:
        with DIRECT.open(_request(url), timeout=10) as answer:
            version = str(json.load(answer)["version"]["number"])
            major = int(version.partition(".")[0])
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
        # Without the address itself, which may have a password in it.
        raise Refusal(f"No Elasticsearch answers where ELASTICSEARCH_URL points: {error}.") from error
    if major < OLDEST_MAJOR:
        raise Refusal(f"ELASTICSEARCH_URL points to Elasticsearch {version}; {OLDEST_MAJOR} or later is needed.")


def answers(url: str) -> bool:
    """Say whether the server at `url` is up and has elected itself."""
    try:
        with DIRECT.open(f"{url}/_cluster/health?wait_for_status=yellow&timeout=1s", timeout=5) as answer:
            return bool(answer.status == http.client.OK)
    except (OSError, http.client.HTTPException):
        return False


def has_docker() -> bool:
    """Say whether there is a Docker engine, and not a client alone."""
    docker = shutil.which("docker")
    if docker is None:
        return False
    try:
        told = subprocess.run([docker, "info"], capture_output=True, timeout=20, check=False)
    except subprocess.TimeoutExpired:
        return False
    return told.returncode == 0


def _request(url: str) -> urllib.request.Request:
    """Return a request to `url` with the name and password that may stand in it as a header."""
    parts = urlsplit(url)
    account, _at, place = parts.netloc.rpartition("@")
    request = urllib.request.Request(urlunsplit(parts._replace(netloc=place)))  # noqa: S310 - the person's own
    if account:
        request.add_header("Authorization", f"Basic {base64.b64encode(unquote(account).encode()).decode()}")
    return request


def _in_docker() -> Recipe:
    port = free_port()
    name = f"meridian-elasticsearch-{port}"
    url = f"http://127.0.0.1:{port}"
    settings = {**SETTINGS, "ES_JAVA_OPTS": _java_options()}
    command = ["docker", "run", "--rm", "--name", name, "--publish", f"127.0.0.1:{port}:9200"]
    command += [word for key, value in settings.items() for word in ("--env", f"{key}={value}")]
    return Recipe(
        name="Elasticsearch (in Docker)",
        url=url,
        command=[*command, IMAGE],
        answers=lambda: answers(url),
        clean_up=["docker", "rm", "--force", name],
        patience=PATIENCE_WITH_DOCKER,
    )


def _unpacked(folder: Path) -> Recipe:
    java = find_java()
    home = unpacked_server()
    user = servant()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    _write_settings(home, folder, port)
    give_to(user, folder)
    launcher = [
        "-cp",
        f"{home}/lib/tools/server-launcher/*",
        "org.elasticsearch.server.launcher.ServerLauncher",
    ]
    return Recipe(
        name="Elasticsearch",
        url=url,
        command=[f"{java}/bin/java", "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC", *launcher],
        environment={
            "ES_HOME": str(home),
            "ES_PATH_CONF": str(folder / "config"),
            "ES_TMPDIR": str(folder / "tmp"),
            "ES_DISTRIBUTION_TYPE": "zip",
            "ES_JAVA_HOME": str(java),
            "ES_JAVA_OPTS": _java_options(),
            "JAVA": f"{java}/bin/java",
            "JAVA_TYPE": "ES_JAVA_HOME",
        },
        answers=lambda: answers(url),
        user=user,
        working_folder=home,
    )


def _write_settings(home: Path, folder: Path, port: int) -> None:
    shutil.copytree(home / "config", folder / "config")
    for name in ("data", "logs", "tmp"):
        (folder / name).mkdir()
    settings = {
        **SETTINGS,
        "cluster.name": "meridian",
        "node.name": "meridian",
        "path.data": folder / "data",
        "path.logs": folder / "logs",
        "http.host": "127.0.0.1",
        "http.port": port,
        "transport.host": "127.0.0.1",
        "transport.port": free_port(),
    }
    lines = "".join(f"{key}: {value}\n" for key, value in settings.items())
    (folder / "config" / "elasticsearch.yml").write_text(lines, encoding="utf-8")


def _java_options() -> str:
    """Return the heap, and after it what the person says in `ES_JAVA_OPTS`: the later word wins."""
    return f"{HEAP} {os.environ.get('ES_JAVA_OPTS', '')}".strip()


ELASTICSEARCH = Kind(
    name="Elasticsearch",
    given_by="ELASTICSEARCH_URL",
    exports=("ELASTICSEARCH_URL",),
    check=check,
    prepare=prepare,
)
