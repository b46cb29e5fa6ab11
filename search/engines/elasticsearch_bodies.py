"""Questions in Elasticsearch's words.
In: a `Question`. Out: the body of one request that gives the hits of a page, the exact total and every facet's counts.
Next: elasticsearch.py sends it. People's text only ever becomes terms here; nothing is parsed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import (
    Bool,
    ConstantScore,
    DisMax,
    Fuzzy,
    GeoDistance,
    MatchNone,
    Prefix,
    Query,
    Term,
    Terms,
)

from search.analysis import Term as Asked
from search.days import blocks_above
from search.engines.contract import Question, Sort
from search.schema import BOOST, NAME_BEGINS, PREFIX, PREFIX_IN_NAMES, RANKED, TYPO

UNSELECTED = "unselected"
_VALUES = 10_000  # more than any facet has
# Every word that fits is found: the rewrites that Elasticsearch chooses by itself stop at fifty.
_ALL = "constant_score"


def body(question: Question) -> dict[str, Any]:
    """Return the body of the request."""
    search = Search().query(_found(question)).post_filter(_all_of(_chosen(question.chosen)))
    search = search.extra(
        track_total_hits=True, _source=False, size=question.limit, sort=_order(question), **{"from": question.offset}
    )
    _count(search, question)
    found: dict[str, Any] = search.to_dict()
    return found


def read_counts(question: Question, aggregations: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Read the counts from the answer to `body(question)`."""
    return {
        facet: {
            bucket["key"]: bucket["doc_count"]
            for bucket in aggregations[facet if facet in question.chosen else UNSELECTED][facet].get("buckets", ())
        }
        for facet in question.counted
    }


def _found(question: Question) -> Query:
    """Everything but the facets. The order by relevance weighs the words: that matches the same, and takes longer."""
    filters: list[Query] = [Terms(listed=list(blocks_above(question.day)))]
    if question.within is not None:
        filters.append(_near(question))
    if question.sort is not Sort.RELEVANCE or not question.terms:
        return Bool(filter=filters + [_any_of(_arms(term)) for term in question.terms])
    return Bool(
        filter=filters,
        must=[DisMax(queries=list(_weighed_arms(term))) for term in question.terms],
        should=[
            _weighed(Term(full_names=question.phrase), BOOST["full_names"]),
            _weighed(Term(full_acronyms=question.phrase), BOOST["full_acronyms"]),
            _weighed(_beginning("full_names", question.phrase), NAME_BEGINS),
        ],
    )


def _count(search: Search, question: Question) -> None:
    """Count each selected facet by the choices in the others, and all unselected ones together."""
    unselected = [facet for facet in question.counted if facet not in question.chosen]
    if unselected:
        together = search.aggs.bucket(UNSELECTED, "filter", filter=_all_of(_chosen(question.chosen)))
        for facet in unselected:
            together.bucket(facet, A("terms", field=facet, size=_VALUES))
    for facet in question.counted:
        if facet in question.chosen:
            others = search.aggs.bucket(facet, "filter", filter=_all_of(_chosen(question.chosen_without(facet))))
            others.bucket(facet, A("terms", field=facet, size=_VALUES))


def _order(question: Question) -> list[Any]:
    match question.sort:
        case Sort.NAME:
            return ["by_name"]
        case Sort.NEWEST:
            return [{"by_newest": "desc"}]
        case Sort.DISTANCE if question.near:
            return [{"_geo_distance": {"point": _degrees(question), "order": "asc", "unit": "km"}}, "id"]
        case Sort.DISTANCE:
            return ["id"]
        case Sort.RELEVANCE:
            return ["_score", "by_name"]


def _near(question: Question) -> Query:
    if question.near is None:
        return MatchNone()
    return GeoDistance(point=_degrees(question), distance=f"{question.within}km")


def _degrees(question: Question) -> dict[str, float]:
    return {"lat": question.near.latitude, "lon": question.near.longitude} if question.near else {}


def _chosen(chosen: Mapping[str, frozenset[str]]) -> list[Query]:
    return [Q("terms", **{facet: sorted(values)}) for facet, values in chosen.items()]


def _all_of(queries: list[Query]) -> Query:
    return Bool(filter=queries)


def _any_of(queries: Iterable[Query]) -> Query:
    return Bool(should=list(queries), minimum_should_match=1)


def _weighed(query: Query, weight: float) -> Query:
    return ConstantScore(filter=query, boost=weight)


def _beginning(field: str, word: str) -> Query:
    return Prefix(**{field: {"value": word, "rewrite": _ALL}})


def _mistyped(word: str, typos: int) -> Query:
    options = {"fuzziness": typos, "transpositions": True, "prefix_length": 0, "rewrite": _ALL}
    return Fuzzy(words={"value": word, **options})


def _arms(term: Asked) -> Iterable[Query]:
    """What makes a document have a term; the exact word is a beginning of itself."""
    if term.stems:
        yield Terms(stems=list(term.stems))
    for word, typos in term.spellings:
        yield _beginning("words", word)
        if typos:
            yield _mistyped(word, typos)


def _weighed_arms(term: Asked) -> Iterable[Query]:
    if term.stems:
        yield _weighed(Terms(stems=list(term.stems)), BOOST["stems"])
    for word, typos in term.spellings:
        for field, boost in RANKED.items():
            yield Term(**{field: {"value": word, "boost": boost}})
        yield _weighed(_beginning("names", word), PREFIX_IN_NAMES)
        yield _weighed(_beginning("words", word), PREFIX)
        if typos:
            yield _weighed(_mistyped(word, typos), TYPO)
