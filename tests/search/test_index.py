"""The configured index."""

import os

import pytest
from django.core.exceptions import ImproperlyConfigured

from search import index
from search.engines.memory import Memory
from search.engines.tantivy import Tantivy


def test_the_setting_names_the_engine_and_it_stays_open(settings):
    settings.SEARCH_URL = "memory://"
    assert isinstance(index.engine(), Memory)
    assert index.engine() is index.engine()

    settings.SEARCH_URL = "tantivy:///var/test/elsewhere"
    assert isinstance(index.engine(), Tantivy)


def test_each_process_opens_its_own(settings, monkeypatch):
    settings.SEARCH_URL = "memory://"
    ours = index.engine()
    monkeypatch.setattr(os, "getpid", lambda: -1)

    assert index.engine() is not ours


def test_a_broken_setting_is_one_clear_sentence(settings):
    settings.SEARCH_URL = "sphinx://localhost"

    with pytest.raises(ImproperlyConfigured, match="no engine is called “sphinx”"):
        index.engine()
