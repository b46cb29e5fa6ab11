"""Answering one question with tantivy: which hits make the page, how many there are, how many of each value.
In: a searcher, which sees one state of the index, and a question. Out: the answer.
Next: tantivy.py gives it back. tantivy_queries.py says the question in tantivy's words.
"""

from collections.abc import Mapping
from typing import Any

import tantivy

from search.engines.contract import Answer, Question, Sort
from search.engines.tantivy_queries import Queries
from search.geo import Point, boxes_around, kilometres

_VALUES = 20_000  # more than any facet has
_FEW = 1_000  # hits that are quicker to remember than to find again
_NEAR_FIRST = (30.0, 300.0, 3000.0)  # kilometres: how far to look for a page of the nearest, step by step
_ORDER_FIELDS = {Sort.NAME: ("by_name", tantivy.Order.Asc), Sort.NEWEST: ("by_newest", tantivy.Order.Desc)}


class Answering:
    """One question to one state of the index."""

    def __init__(self, searcher: tantivy.Searcher, queries: Queries, question: Question) -> None:
        self.searcher = searcher
        self.queries = queries
        self.question = question
        self.base = queries.found(question)
        self.ordered: list[int] | None = None  # all that is found without the facets, where it is not too many

    def answer(self) -> Answer:
        """Return the page of hits, the total and the counts."""
        question = self.question
        if question.within is not None:
            self.base = self.queries.all_of([self.base, self._near(question.within)])
        if question.terms:
            self._narrow()
        hits = self._with_chosen(self.base, question.chosen)
        if question.sort is Sort.DISTANCE:
            total, ids = self._count(hits), self._nearest(hits)
        elif self.ordered is not None:
            allowed = set(self._ids(self.searcher.search(hits, _FEW, count=False))) if question.chosen else None
            all_ids = [each for each in self.ordered if allowed is None or each in allowed]
            total, ids = len(all_ids), all_ids[question.offset : question.offset + question.limit]
        else:
            total, ids = self._page(question.chosen, question.offset, max(question.limit, 1))
        return Answer(ids=tuple(ids[: question.limit]), total=total, counts=self._counts(hits))

    def _narrow(self) -> None:
        """Look words up once where they find few: words are dear, and the page and every count would look again."""
        total, ids = self._page({}, 0, _FEW)
        if total <= _FEW:
            self.ordered = ids
            self.base = self.queries.identities(ids)

    def _page(self, chosen: Mapping[str, frozenset[str]], offset: int, limit: int) -> tuple[int, list[int]]:
        question = self.question
        query = self.base
        if question.sort is Sort.RELEVANCE and question.terms:
            ranked = self.queries.ranked(question)
            query = ranked if question.within is None else self.queries.all_of([ranked, self.base])
        field, order = _ORDER_FIELDS.get(question.sort, (None, tantivy.Order.Desc))
        query = self._with_chosen(query, chosen)
        found: Any = self.searcher.search(query, limit, offset=offset, order_by_field=field, order=order)
        return found.count, self._ids(found)

    def _with_chosen(self, query: tantivy.Query, chosen: Mapping[str, frozenset[str]]) -> tantivy.Query:
        return self.queries.all_of([query, *self.queries.chosen(chosen)]) if chosen else query

    def _nearest(self, hits: tantivy.Query) -> list[int]:
        """Look further and further for a page of the nearest: the whole world is rarely needed."""
        question = self.question
        last = question.offset + question.limit
        for radius in _NEAR_FIRST:
            near = self._by_distance(self._in_boxes(hits, radius))
            if len(near) >= last and near[last - 1][0] <= radius:
                break
        else:
            near = self._by_distance(hits)
        return [identity for _distance, identity in near[question.offset : last]]

    def _counts(self, hits: tantivy.Query) -> dict[str, dict[str, int]]:
        """Count unselected facets in one run, and each selected one in a run that ignores its own choice."""
        counted, chosen = self.question.counted, self.question.chosen
        runs = [(hits, [facet for facet in counted if facet not in chosen])]
        runs += [
            (self._with_chosen(self.base, self.question.chosen_without(facet)), [facet])
            for facet in counted
            if facet in chosen
        ]
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
