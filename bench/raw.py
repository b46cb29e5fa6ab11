"""What an engine does for a question, without us: the very calls that `find()` makes of it, made again by hand.
In: an engine, and an answer that it is asked for meanwhile. Out: that answer, and how to repeat the calls it took.
Next: search.py sets their time beside `find()`'s. A question that takes Elasticsearch more than one request is refused.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import orjson
import tantivy
import urllib3

from search.engines.contract import Engine
from search.engines.elasticsearch import Elasticsearch
from search.engines.tantivy import Tantivy

Again = Callable[[], object]
Answer = TypeVar("Answer")


def listen(engine: Engine, answer: Callable[[], Answer]) -> tuple[Answer, Again]:
    """Have something answered, listening to what it asks of the engine; return it, and how to ask the same again."""
    match engine:
        case Tantivy():
            return _listen_to_calls(engine, answer)
        case Elasticsearch():
            return _listen_to_request(engine, answer)
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

        def remember(*values: Any, **options: Any) -> Any:
            self.calls.append((attribute, values, options))
            return attribute(*values, **options)

        return remember


def _listen_to_calls(engine: Tantivy, answer: Callable[[], Answer]) -> tuple[Answer, Again]:
    listener = _Listener(engine._searcher())  # noqa: SLF001 - there is no other place to listen
    engine._searcher = lambda: listener  # type: ignore[method-assign]  # noqa: SLF001
    try:
        answered = answer()
    finally:
        del engine._searcher  # noqa: SLF001

    def again() -> None:
        for call, values, options in listener.calls:
            call(*values, **options)

    return answered, again


def _listen_to_request(engine: Elasticsearch, answer: Callable[[], Answer]) -> tuple[Answer, Again]:
    transport = engine._reader.transport  # noqa: SLF001
    perform = transport.perform_request
    requests: list[tuple[str, str, dict[str, Any]]] = []

    def remember(method: str, target: str, **given: Any) -> Any:
        requests.append((method, target, given))
        return perform(method, target, **given)

    transport.perform_request = remember
    try:
        answered = answer()
    finally:
        del transport.perform_request
    ((method, target, given),) = requests  # one round trip
    body, headers = orjson.dumps(given["body"]), dict(given["headers"])
    pool = _pool(str(transport.node_pool.get().base_url))

    def again() -> None:
        answer = pool.urlopen(method, target, body=body, headers=headers)
        orjson.loads(answer.data)

    return answered, again


_pools: dict[str, urllib3.HTTPConnectionPool] = {}


def _pool(address: str) -> urllib3.HTTPConnectionPool:
    """One connection that is kept alive, as the client keeps one."""
    if address not in _pools:
        _pools[address] = urllib3.connection_from_url(address, maxsize=1)
    return _pools[address]
