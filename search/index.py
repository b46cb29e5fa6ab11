"""The configured index: the engine that `SEARCH_URL` names.
In: the setting. Out: an open engine, one for each process (an index opened before a fork is not the child's).
Next: find.py asks it; follow.py and rebuild.py write to it.
"""

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.engines.contract import Engine
from search.engines.urls import open_engine


def engine() -> Engine:
    """Return the engine that `SEARCH_URL` names, open in this process."""
    return _engine(settings.SEARCH_URL, settings.BASE_DIR, os.getpid())


@lru_cache(maxsize=8)
def _engine(url: str, base: Path, _process: int) -> Engine:
    return open_engine(url, base, patience=settings.SEARCH_TIMEOUT)
