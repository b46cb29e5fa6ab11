"""Opening an engine by its address."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from search.engines.elasticsearch import Elasticsearch
from search.engines.memory import Memory
from search.engines.tantivy import Tantivy
from search.engines.urls import EXAMPLES, open_engine

BASE = Path("/site")


def test_an_address_names_an_engine():
    assert isinstance(open_engine("memory://", BASE), Memory)
    assert isinstance(open_engine("tantivy:///var/index", BASE), Tantivy)
    assert isinstance(open_engine("elasticsearch://localhost:9200/meridian", BASE), Elasticsearch)


def test_three_slashes_are_below_the_site_and_four_are_not():
    assert open_engine("tantivy:///var/index", BASE)._generations.folder == Path("/site/var/index")
    assert open_engine("tantivy:////srv/index", BASE)._generations.folder == Path("/srv/index")


@pytest.mark.parametrize(
    ("url", "server", "alias"),
    [
        ("elasticsearch://search:9201/meridian", "http://search:9201", "meridian"),
        ("elasticsearch://search/meridian-2", "http://search:9200", "meridian-2"),
        ("elasticsearchs://search/a", "https://search:9200", "a"),
        ("elasticsearch://search/a?tls=1", "https://search:9200", "a"),
        ("elasticsearch://[::1]:9200/a", "http://[::1]:9200", "a"),
        ("elasticsearch://me:s%40cret@search/a", "http://search:9200", "a"),
    ],
)
def test_an_address_names_a_server_and_an_index(url, server, alias):
    engine = open_engine(url, BASE)

    assert (engine._store.server, engine._prefix) == (server, alias)


def test_a_login_is_sent_and_never_said():
    engine = open_engine("elasticsearch://me:s%40cret@search/a", BASE)

    assert engine._client._headers["authorization"] == "Basic bWU6c0BjcmV0"  # me:s@cret


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "no engine is called “”"),
        ("solr://localhost/a", "no engine is called “solr”"),
        ("tantivy://var/index", "it names no folder after three slashes"),
        ("tantivy:///", "it names no folder after three slashes"),
        ("elasticsearch:///meridian", "it names no host"),
        ("elasticsearch://localhost:9200", "after the host comes the index's name, in lower case"),
        ("elasticsearch://localhost:9200/Meridian", "after the host comes the index's name, in lower case"),
        ("elasticsearch://localhost:9200/a/b", "after the host comes the index's name, in lower case"),
        ("elasticsearch://localhost:port/a", "Port could not be cast to integer value as 'port'"),
    ],
)
def test_a_broken_address_is_one_clear_sentence(url, reason):
    with pytest.raises(ImproperlyConfigured) as refusal:
        open_engine(url, BASE)

    assert str(refusal.value) == f"SEARCH_URL “{url}” can't be used: {reason}. Write {EXAMPLES}."


def test_a_broken_address_keeps_its_password_to_itself():
    with pytest.raises(ImproperlyConfigured, match="“localhost:9200” can't be used"):
        open_engine("elasticsearch://me:secret@localhost:9200", BASE)


def test_an_engines_library_is_loaded_only_where_its_address_is_used():
    code = (
        "import sys; from pathlib import Path; from search.engines.urls import open_engine;"
        "open_engine('memory://', Path('/')); print([m for m in ('tantivy', 'elasticsearch') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"
