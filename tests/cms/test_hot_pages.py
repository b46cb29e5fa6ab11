"""Hot pages cost a fixed number of queries, however many organisations there are."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import OrganisationText, OtherName
from search.index import engine
from tests import factories

PAGES = ("home", "network", "finder", "africa", "tunisia", "organisation", "governance", "api")


@pytest.fixture
def rich(organise):
    """A function that adds an organisation with names, texts, fields and languages."""

    def add():
        club = organise()
        club.other_names.add(OtherName(name="Other", language="fr"))
        club.texts.add(OrganisationText(language="en", summary="Summary"))
        club.fields.add(factories.FieldFactory())
        club.save()

    return add


@pytest.mark.parametrize("name", PAGES)
def test_queries_do_not_grow_with_the_number_of_organisations(client, rich, urls, build_index, name):
    def count():
        build_index()
        cache.clear()
        client.get(getattr(urls, name))  # warms what a process remembers: sites, content types
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(getattr(urls, name)).status_code == 200
        return len(queries)

    rich()
    few = count()
    for _ in range(6):
        rich()
    assert count() == few


BUDGETS = {
    "home": 22,
    "finder": 30,
    "africa": 30,
    "tunisia": 30,
    "organisation": 35,
    "governance": 20,
    "api": 20,
}


@pytest.mark.parametrize(("name", "most"), BUDGETS.items())
def test_queries_stay_within_a_budget(client, rich, urls, build_index, name, most):
    rich()
    build_index()
    client.get(getattr(urls, name))
    with CaptureQueriesContext(connection) as queries:
        client.get(getattr(urls, name))
    assert len(queries) <= most, "\n".join(query["sql"][:150] for query in queries)


@pytest.mark.parametrize(("name", "most"), [("finder", 36), ("api", 27)])
def test_while_the_index_is_gone_queries_neither_grow_nor_exceed_a_budget(client, rich, urls, build_index, name, most):
    engine().drop()

    def count():
        cache.clear()
        client.get(getattr(urls, name))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(getattr(urls, name)).status_code == 200
        return len(queries)

    rich()
    few = count()
    for _ in range(6):
        rich()
    assert count() == few
    assert few <= most
