"""Answering one question with tantivy: which hits make the page, how many there are, how many of each value.
In: a searcher, which sees one state of the index, and a question. Out: the answer.
Next: tantivy.py gives it back. tantivy_queries.py says the question in tantivy's words.
"""

from typing import Any

import tantivy

from search.engines.contract import Answer, Question, Sort
from search.engines.tantivy_queries import Queries
from search.geo import Point, boxes_around, kilometres

_VALUES = 20_000  # more than any facet has
_NEAR_FIRST = (30.0, 300.0, 3000.0)  # kilometres: how far to look for a page of the nearest, step by step
_ORDER_FIELDS = {Sort.NAME: ("by_name", tantivy.Order.Asc), Sort.NEWEST: ("by_newest", tantivy.Order.Desc)}


class Answering:
    """One question to one state of the index."""

    def __init__(self, searcher: tantivy.Searcher, queries: Queries, question: Question) -> None:
        self.searcher = searcher
        self.queries = queries
        self.question = question
        self.base = queries.found(question)
        if question.within is not None:
            self.base = queries.all_of([self.base, self._near(question.within)])
        self.hits = queries.all_of([self.base, *queries.chosen(question.chosen)])

    def answer(self) -> Answer:
        """Return the page of hits, the total and the counts."""
        if self.question.sort is Sort.DISTANCE:
            total, ids = self._count(self.hits), self._nearest()
        else:
            total, ids = self._page()
        return Answer(ids=tuple(ids), total=total, counts=self._counts())

    def _page(self) -> tuple[int, list[int]]:
        question = self.question
        field, order = _ORDER_FIELDS.get(question.sort, (None, tantivy.Order.Desc))
        query = self.hits
        if question.sort is Sort.RELEVANCE and question.terms:
            unweighed = tantivy.Query.const_score_query(self.hits, 0.0)
            query = self.queries.all_of([unweighed, self.queries.ranked(question)])
        limit = max(question.limit, 1)
        found: Any = self.searcher.search(query, limit, offset=question.offset, order_by_field=field, order=order)
        return found.count, self._ids(found)[: question.limit]

    def _nearest(self) -> list[int]:
        """Look further and further for a page of the nearest: the whole world is rarely needed."""
        question = self.question
        last = question.offset + question.limit
        for radius in _NEAR_FIRST:
            near = self._by_distance(self._in_boxes(self.hits, radius))
            if len(near) >= last and near[last - 1][0] <= radius:
                break
        else:
            near = self._by_distance(self.hits)
        return [identity for _distance, identity in near[question.offset : last]]

    def _counts(self) -> dict[str, dict[str, int]]:
        """Count unselected facets in one run, and each selected one in a run that ignores its own choice."""
        counted, chosen = self.question.counted, self.question.chosen
        runs = [(self.hits, [facet for facet in counted if facet not in chosen])]
        for facet in counted:
            if facet in chosen:
                others = self.queries.chosen(self.question.chosen_without(facet))
                runs.append((self.queries.all_of([self.base, *others]), [facet]))
        counts: dict[str, dict[str, int]] = {}
        for query, facets in runs:
            if facets:
                terms = {each: {"terms": {"field": each, "size": _VALUES, "segment_size": _VALUES}} for each in facets}
                found = self.searcher.aggregate(query, terms)
                for facet in facets:
                    buckets = found[facet]["buckets"]
                    counts[facet] = {bucket["key"]: int(bucket["doc_count"]) for bucket in buckets}
        return counts

    def _near(self, radius: float) -> tantivy.Query:
        """What lies within the radius exactly: boxes find candidates, the distance decides."""
        inside = self._by_distance(self._in_boxes(self.base, radius))
        return self.queries.identities(identity for distance, identity in inside if distance <= radius)

    def _in_boxes(self, query: tantivy.Query, radius: float) -> tantivy.Query:
        if self.question.near is None:
            return tantivy.Query.empty_query()
        return self.queries.all_of([query, self.queries.within(boxes_around(self.question.near, radius))])

    def _by_distance(self, query: tantivy.Query) -> list[tuple[float, int]]:
        result = self.searcher.search(query, max(self.searcher.num_docs, 1), count=False)
        addresses = [address for _score, address in result.hits]
        latitudes = self.searcher.fast_field_values("latitude", addresses)
        longitudes = self.searcher.fast_field_values("longitude", addresses)
        near = self.question.near
        distances = (
            float("inf") if near is None or lat is None or lng is None else kilometres(near, Point(lat, lng))
            for lat, lng in zip(latitudes, longitudes, strict=True)
        )
        return sorted(zip(distances, self._ids(result), strict=True))

    def _ids(self, result: Any) -> list[int]:
        ids: Any = self.searcher.fast_field_values("id", [address for _score, address in result.hits])
        return list(ids)

    def _count(self, query: tantivy.Query) -> int:
        found: Any = self.searcher.search(query, 1)
        return int(found.count)
