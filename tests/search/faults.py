"""Faults to order: a proxy in front of a genuine Elasticsearch, which fails as servers and networks do.
In: a server's address. Out: faults that are switched on and off while tests run, and what was asked for.
Next: tests break the engine with them; folder_faults.py does so with an embedded one.
"""

import contextlib
import http.client
import json
import socket
import threading
import time
import urllib.request
import uuid
from contextlib import contextmanager
from enum import StrEnum
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_OF_THE_CONNECTION = {"connection", "content-length", "host", "transfer-encoding"}
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Fault(StrEnum):
    """What a server does instead of answering."""

    NONE = "none"
    REFUSED = "refused"  # nobody listens
    HANGING = "hanging"  # the request is taken, and that was it
    SLOW = "slow"  # the answer comes after `slowness` seconds
    BUSY = "429"
    UNAVAILABLE = "503"
    CUT = "cut"  # the connection closes in the middle of the answer
    HTML = "html"  # some other server's page, with status 200
    GARBAGE = "garbage"  # says that it is JSON, and is not
    EMPTY = "empty"  # JSON without anything in it
    PARTIAL = "partial"  # some shards failed, or some items of a bulk request
    TIMED_OUT = "timed out"  # some shards were too slow
    LOST = "lost"  # what was asked is done, and the answer is lost


QUICK = (
    Fault.REFUSED, Fault.BUSY, Fault.UNAVAILABLE, Fault.CUT, Fault.HTML, Fault.GARBAGE, Fault.EMPTY, Fault.PARTIAL,
    Fault.TIMED_OUT, Fault.LOST,
)  # fmt: skip
"""Those at which nobody has to wait."""


class FaultyServer:
    """A proxy in front of an HTTP server. Without a fault it passes everything on; `fault` may be set at any time."""

    def __init__(self, upstream, *, slowness=0.3):
        self.upstream = urlsplit(upstream)
        self.slowness = slowness
        self.asked = []
        """The method and path of each request that arrived; where nobody listens none does."""
        self._fault = Fault.NONE
        self._changed = threading.Condition()
        self._connections = set()
        self._listen(0)

    @property
    def netloc(self):
        return f"127.0.0.1:{self._port}"

    def search_url(self, name):
        """The SEARCH_URL of an index behind the proxy."""
        return f"elasticsearch://{self.netloc}/{name}"

    @property
    def fault(self):
        return self._fault

    @fault.setter
    def fault(self, fault):
        with self._changed:
            before, self._fault = self._fault, fault
            self._changed.notify_all()
        if fault is Fault.REFUSED:
            self._stop_listening()
        elif before is Fault.REFUSED:
            self._listen(self._port)

    @contextmanager
    def failing(self, fault):
        """Have the fault for a while."""
        self.fault = fault
        try:
            yield self
        finally:
            self.fault = Fault.NONE

    def close(self):
        self.fault = Fault.REFUSED

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()

    def _listen(self, port):
        self._server = _Listening(("127.0.0.1", port), _Handler)
        self._server.proxy = self
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def _stop_listening(self):
        if self._server is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._server = None
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def wait_for_another(self, fault):
        """Return when the fault is no more."""
        with self._changed:
            self._changed.wait_for(lambda: self._fault is not fault)

    def pass_on(self, method, path, headers, body):
        """Ask the server itself; return its status, headers and answer."""
        connection = http.client.HTTPConnection(self.upstream.hostname, self.upstream.port, timeout=60)
        try:
            kept = {name: value for name, value in headers.items() if name.lower() not in _OF_THE_CONNECTION}
            connection.request(method, path, body=body, headers=kept | {"Accept-Encoding": "identity"})
            answer = connection.getresponse()
            said = {name: value for name, value in answer.getheaders() if name.lower() not in _OF_THE_CONNECTION}
            return answer.status, said, answer.read()
        finally:
            connection.close()


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        """Connections end in the middle: that is what they are here for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.server.proxy._connections.add(self.connection)

    def finish(self):
        self.server.proxy._connections.discard(self.connection)
        super().finish()

    def _answer(self):
        proxy = self.server.proxy
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        proxy.asked.append((self.command, self.path))
        match fault := proxy.fault:
            case Fault.REFUSED:
                self.close_connection = True
            case Fault.HANGING:
                proxy.wait_for_another(Fault.HANGING)
                self.close_connection = True
            case Fault.BUSY:
                self._send(HTTPStatus.TOO_MANY_REQUESTS, _json(), _error("es_rejected_execution_exception", 429))
            case Fault.UNAVAILABLE:
                self._send(HTTPStatus.SERVICE_UNAVAILABLE, _json(), _error("no_shard_available_action_exception", 503))
            case Fault.HTML:
                self._send(HTTPStatus.OK, {"Content-Type": "text/html"}, b"<!doctype html><title>Welcome</title>")
            case Fault.GARBAGE:
                self._send(HTTPStatus.OK, _json(), b'{"took": 1, "hits"')
            case Fault.EMPTY:
                self._send(HTTPStatus.OK, _json(), b"{}")
            case _:
                if fault is Fault.SLOW:
                    time.sleep(proxy.slowness)
                self._send_what_came(fault, *proxy.pass_on(self.command, self.path, self.headers, body))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815 - the names are the library's

    def _send_what_came(self, fault, status, headers, content):
        match fault:
            case Fault.LOST:
                self.close_connection = True
            case Fault.CUT:
                self._begin(status, headers, max(len(content), 2))
                self.wfile.write(content[: len(content) // 2])
                self.close_connection = True
            case Fault.PARTIAL | Fault.TIMED_OUT:
                self._send(status, headers, _spoilt(fault, urlsplit(self.path).path, content))
            case _:
                self._send(status, headers, content)

    def _begin(self, status, headers, length):
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _send(self, status, headers, content):
        self._begin(status, headers, len(content))
        if self.command != "HEAD":
            self.wfile.write(content)


def _json():
    return {
        "X-Elastic-Product": "Elasticsearch",
        "Content-Type": "application/vnd.elasticsearch+json;compatible-with=9",
    }


def _error(kind, status):
    return json.dumps({"error": {"type": kind, "reason": "said so"}, "status": status}).encode()


def _spoilt(fault, path, content):
    """Make an answer one of a part of the shards, or of those that were in time; leave what is not of many shards."""
    action = path.rpartition("/")[2]
    if action not in {"_search", "_bulk", "_count"}:
        return content
    answer = json.loads(content)
    if action == "_bulk":
        if fault is Fault.PARTIAL and "items" in answer:
            answer["errors"] = True
            for item in answer["items"][::2]:
                for said in item.values():
                    said |= {"status": 429, "error": {"type": "es_rejected_execution_exception", "reason": "said so"}}
                    said.pop("result", None)
        return json.dumps(answer).encode()
    if fault is Fault.TIMED_OUT:
        answer["timed_out"] = True
    else:
        answer["_shards"] = {"total": 2, "successful": 1, "skipped": 0, "failed": 1}
    hits = answer.get("hits", {})
    if "hits" in hits:
        hits["hits"] = hits["hits"][::2]
    if "total" in hits:
        hits["total"]["value"] //= 2
    return json.dumps(answer).encode()


@contextmanager
def red(server, pattern, *, beside=False):
    """Have the aliases of a genuine server's indices lead to an index without a shard, or to that one `beside` theirs.

    No node may hold the index's only shard, so that it is red from its beginning to its end.
    """
    aliases = [
        (index, alias) for index, said in _ask(server, "GET", f"/{pattern}/_alias").items() for alias in said["aliases"]
    ]
    name = f"red-{uuid.uuid4().hex}"
    nowhere = {"settings": {"number_of_replicas": 0, "index.routing.allocation.require._name": "nowhere"}}
    _ask(server, "PUT", f"/{name}?wait_for_active_shards=0", nowhere)
    assert _ask(server, "GET", f"/_cluster/health/{name}?timeout=1s")["status"] == "red"
    added = [{"add": {"index": name, "alias": alias}} for _index, alias in aliases]
    removed = [{"remove": {"index": index, "alias": alias}} for index, alias in aliases]
    _ask(server, "POST", "/_aliases", {"actions": added if beside else removed + added})
    try:
        yield
    finally:
        again = [] if beside else [{"add": {"index": index, "alias": alias}} for index, alias in aliases]
        _ask(server, "POST", "/_aliases", {"actions": [*again, {"remove_index": {"index": name}}]})


def _ask(server, method, path, body=None):
    request = urllib.request.Request(f"{server}{path}", method=method, headers={"Content-Type": "application/json"})
    with _DIRECT.open(request, json.dumps(body).encode() if body is not None else None, timeout=60) as answer:
        return json.load(answer)
