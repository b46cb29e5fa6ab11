from unittest import mock

from django.apps import apps

from search import analysis, schema
from search.schema import FACETS, SCHEMA, Holds, Labels, Row, fingerprint


def test_no_field_is_there_twice():
    names = [row.name for row in SCHEMA]

    assert len(names) == len(set(names))


def test_facets_and_only_facets_are_counted():
    assert [row.name for row in SCHEMA if row.facet] == [row.name for row in SCHEMA if row.holds is Holds.FACET]


def test_every_register_that_a_facet_names_exists():
    for facet in FACETS.values():
        if facet.labels in {Labels.VOCABULARY, Labels.COUNTRIES}:
            assert apps.get_model(facet.register)._meta.label == facet.register


def test_another_schema_or_another_analysis_has_another_fingerprint():
    before = fingerprint()

    assert fingerprint() == before
    with mock.patch.object(schema, "SCHEMA", (*SCHEMA, Row("more", Holds.KEYS))):
        assert fingerprint() != before
    with mock.patch.object(analysis, "VERSION", analysis.VERSION + 1):
        assert fingerprint() != before
