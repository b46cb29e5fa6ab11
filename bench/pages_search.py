"""Wagtail's own search on Elasticsearch, with its facets: what one gets without an index of one's own.
In: the register's pages, indexed by modelsearch; a query. Out: a page of organisations, the total, two facets' counts.
Next: search.py sets its time beside `find()`'s. It knows no membership, and counts only the fields of the page itself.
"""

import time
from typing import Any

from modelsearch.backends import get_search_backend
from wagtail.search.query import MATCH_ALL

from directory.models import Kind, OrganisationPage
from search.choices import Choices
from search.query import Query

CHUNK = 1000


class PagesSearch:
    """A search backend of Wagtail's, and its index of the organisations' pages."""

    def __init__(self, server: str, prefix: str, choices: Choices) -> None:
        self.backend = get_search_backend("modelsearch.backends.elasticsearch9", URLS=[server], INDEX_PREFIX=prefix)
        self.choices = choices
        self.kinds = dict(Kind.objects.values_list("slug", "pk"))
        self.seconds = 0.0

    def build(self) -> None:
        """Index the organisations' pages, as `rebuild_modelsearch_index` does."""
        began = time.perf_counter()
        rebuilder = self.backend.rebuilder_class(self.backend.get_index_for_model(OrganisationPage))
        index = rebuilder.start()
        index.add_model(OrganisationPage)
        last = 0
        while pages := list(OrganisationPage.get_indexed_objects().filter(pk__gt=last).order_by("pk")[:CHUNK]):
            index.add_items(OrganisationPage, pages)
            last = pages[-1].pk
        rebuilder.finish()
        index.refresh()
        self.seconds = time.perf_counter() - began

    def answer(self, query: Query) -> tuple[list[Any], int, dict[str, Any]]:
        """Answer a query with a request for the hits, one for the total and one for each of the two facets."""
        chosen = self._chosen(query)
        found = self._search(query, chosen)
        first = (query.page - 1) * query.page_size
        counts = {
            field: self._search(query, {name: values for name, values in chosen.items() if name != field}).facet(field)
            for field in ("country_id", "kind_id")
        }
        return list(found[first : first + query.page_size]), found.count(), counts

    def drop(self) -> None:
        """Delete the index."""
        index = self.backend.get_index_for_model(OrganisationPage)
        for name in index.es.indices.get(index=index.name).body:  # the one behind its alias
            index.es.indices.delete(index=name)

    def _search(self, query: Query, chosen: dict[str, list[Any]]) -> Any:
        pages = OrganisationPage.objects.live().filter(**{f"{field}__in": values for field, values in chosen.items()})
        return self.backend.search(query.text or MATCH_ALL, pages, operator="and")

    def _chosen(self, query: Query) -> dict[str, list[Any]]:
        chosen: dict[str, list[Any]] = {}
        places = self.choices.places(query.chosen)
        if places is not None:
            chosen["country_id"] = sorted(code.upper() for code in places)
        if "kind" in query.chosen:
            chosen["kind_id"] = [self.kinds[slug] for slug in query.chosen["kind"]]
        return chosen
