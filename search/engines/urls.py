"""Opening an engine by its address.
In: a URL such as `tantivy:///var/index`, `elasticsearch://host:9200/meridian` or `memory://`. Out: an engine.
Next: index.py keeps one open for each process; tests and the bench open their own.

An engine's library is loaded only where its address is used.
"""

from importlib import import_module
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from search.engines.contract import Engine

EXAMPLES = "tantivy:///var/index (below the site's folder), elasticsearch://localhost:9200/meridian or memory://"


def open_engine(url: str, base: Path, **options: object) -> Engine:
    """Open the engine at `url`; a relative path begins at `base`. A server's options: `patience` in seconds."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError as error:
        raise _refusal(url, str(error)) from error
    match parts.scheme:
        case "memory":
            return _engine("memory", "Memory")
        case "tantivy":
            return _engine("tantivy", "Tantivy", _folder(parts, url, base))
        case "elasticsearch" | "elasticsearchs":
            return _elasticsearch(parts, url, options)
    raise _refusal(url, f"no engine is called “{parts.scheme}”")


def _engine(module: str, name: str, *where: object, **options: object) -> Engine:
    engine: Engine = getattr(import_module(f"search.engines.{module}"), name)(*where, **options)
    return engine


def _folder(parts: SplitResult, url: str, base: Path) -> Path:
    """Return the folder: after three slashes below the site's own, after four anywhere."""
    path = parts.path.removeprefix("/")
    if parts.netloc or not path.strip("/"):
        raise _refusal(url, "it names no folder after three slashes")
    return base / path


def _elasticsearch(parts: SplitResult, url: str, options: dict[str, object]) -> Engine:
    prefix = parts.path.strip("/")
    if not parts.hostname:
        raise _refusal(url, "it names no host")
    if not prefix or prefix != prefix.lower() or not prefix.replace("-", "").replace("_", "").isalnum():
        raise _refusal(url, "after the host comes the index's name, in lower case")
    secure = parts.scheme == "elasticsearchs" or "tls=1" in parts.query.split("&")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    server = f"{'https' if secure else 'http'}://{host}:{parts.port or 9200}"
    login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return _engine("elasticsearch", "Elasticsearch", server, prefix, login=login, **options)


def _refusal(url: str, reason: str) -> ImproperlyConfigured:
    without_password = url.rpartition("@")[2] if "@" in url else url
    return ImproperlyConfigured(f"SEARCH_URL “{without_password}” can't be used: {reason}. Write {EXAMPLES}.")
