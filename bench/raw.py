"""What an engine does for a question, without us: the very calls that `find()` makes of it, made again by hand.
In: an engine and a question. Out: a function that repeats the calls, with their arguments ready.
Next: search.py sets its time beside `find()`'s. A question that takes Elasticsearch more than one request is refused.
"""

from collections.abc import Callable
from typing import Any

import orjson
import tantivy
import urllib3

from search.engines.contract import Engine, Question
from search.engines.elasticsearch import Elasticsearch
from search.engines.tantivy import Tantivy

Again = Callable[[], object]


def repeat(engine: Engine, question: Question) -> Again:
    """Answer the question once, listening; return how to do the same again."""
    match engine:
        case Tantivy():
            return _repeat_calls(engine, question)
        case Elasticsearch():
            return _repeat_request(engine, question)
    raise TypeError(engine)


class _Listener:
    """Stands before a searcher, and remembers what it is asked."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self.calls: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self.searcher, name)
        if not callable(attribute):
            return attribute

        def listen(*values: Any, **options: Any) -> Any:
            self.calls.append((attribute, values, options))
            return attribute(*values, **options)

        return listen


def _repeat_calls(engine: Tantivy, question: Question) -> Again:
    listener = _Listener(engine._searcher())  # noqa: SLF001 - there is no other place to listen
    engine._searcher = lambda: listener  # type: ignore[method-assign]  # noqa: SLF001
    try:
        engine.search(question)
    finally:
        del engine._searcher  # noqa: SLF001

    def again() -> None:
        for call, values, options in listener.calls:
            call(*values, **options)

    return again


def _repeat_request(engine: Elasticsearch, question: Question) -> Again:
    transport = engine._reader.transport  # noqa: SLF001
    perform = transport.perform_request
    requests: list[tuple[str, str, dict[str, Any]]] = []

    def listen(method: str, target: str, **given: Any) -> Any:
        requests.append((method, target, given))
        return perform(method, target, **given)

    transport.perform_request = listen
    try:
        engine.search(question)
    finally:
        del transport.perform_request
    ((method, target, given),) = requests  # one round trip
    body, headers = orjson.dumps(given["body"]), dict(given["headers"])
    pool = _pool(str(transport.node_pool.get().base_url))

    def again() -> None:
        answer = pool.urlopen(method, target, body=body, headers=headers)
        orjson.loads(answer.data)

    return again


_pools: dict[str, urllib3.HTTPConnectionPool] = {}


def _pool(address: str) -> urllib3.HTTPConnectionPool:
    """One connection that is kept alive, as the client keeps one."""
    if address not in _pools:
        _pools[address] = urllib3.connection_from_url(address, maxsize=1)
    return _pools[address]
