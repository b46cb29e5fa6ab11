"""Fixtures of the index's tests: engines of every kind, and one that follows the register."""

import pytest

from search.index import engine as configured_engine
from search.rebuild import rebuild


@pytest.fixture
def index(federation):
    """The configured engine, built from the register as it is when the test begins; rebuilt by calling it."""
    engine = configured_engine()
    engine.drop()
    rebuild(engine)
    yield engine
    engine.drop()
