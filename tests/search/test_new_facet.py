"""A new facet is one row in the schema: proved by adding one."""

import subprocess
import sys

import pytest

from search import schema
from search.choices import read_choices
from search.register import Register
from search.schema import Facet, Labels
from tests import factories

THEME = Facet("Theme", Labels.VOCABULARY, "fields__slug", "directory.Field")

IN_ALL_THE_REST = """
import pathlib, sys
from search import schema
from search.schema import Facet, Holds, Labels, Row

row = Row("theme", Holds.FACET, facet=Facet("Theme", Labels.VOCABULARY, "fields__slug", "directory.Field"))
schema.SCHEMA = (*schema.SCHEMA, row)
schema.FACETS[row.name] = row.facet

import django
django.setup()
from search.choices import Choices
from search.engines.memory import Memory
from search.engines.tantivy import Tantivy
from search.find import find
from search.query import Query
from tests.search.registers import CHOICES, TODAY, documents, load, profile

choices = Choices(labels={**CHOICES.labels, "theme": {"space": "Space", "ocean": "Ocean"}}, countries={})
written = documents(*(profile(number, values={"theme": (value,)}) for number, value in enumerate(
    ["space", "space", "ocean"], start=1)))
for engine in (Memory(), Tantivy(pathlib.Path(sys.argv[1]))):
    load(engine, written)
    query, notices = Query.from_params({"theme": ["ocean"]}, choices)
    results = find(query, choices=choices, today=TODAY, engine=engine)
    print(notices, results.ids, [(value.label, value.count) for value in results.facets["theme"].values])
"""


@pytest.mark.django_db
def test_the_register_feeds_and_names_a_new_facet(organise, federation, monkeypatch):
    page = organise()
    page.fields.add(factories.FieldFactory(slug="space"))
    page.save()
    factories.FieldFactory(slug="ocean")
    monkeypatch.setitem(schema.FACETS, "theme", THEME)

    (document,) = Register().documents_for([page.pk])

    assert document.facets["theme"] == ("space",)
    assert set(read_choices().labels["theme"]) == {"ocean", "space"}


def test_addresses_engines_and_counts_know_a_new_facet(tmp_path):
    command = [sys.executable, "-c", IN_ALL_THE_REST, tmp_path / "index"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)

    assert told.stdout.splitlines() == ["[] (3,) [('Space', 2), ('Ocean', 1)]"] * 2, told.stderr
