"""The files of the demo federation.
In: the name of a file in cms/demo/data/. Out: what it says.
Next: the loaders of this package.
"""

from functools import cache
from pathlib import Path
from typing import Any

import orjson

FOLDER = Path(__file__).parent / "data"


@cache
def read(name: str) -> Any:
    """Return the contents of one file."""
    return orjson.loads((FOLDER / f"{name}.json").read_bytes())
