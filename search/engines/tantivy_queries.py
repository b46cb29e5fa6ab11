"""Questions in tantivy's words.
In: a `Question`. Out: tantivy queries: for what matches, for what is counted, for what is ranked.
Next: tantivy.py runs them. People's text only ever becomes terms here; nothing is parsed.
"""

from collections.abc import Iterable, Mapping

import tantivy
from tantivy import FieldType, Occur

from search.analysis import Term
from search.days import blocks_above
from search.engines.contract import Question
from search.geo import Box
from search.schema import BOOST, NAME_BEGINS, PREFIX, PREFIX_IN_NAMES, RANKED, TYPO

Query = tantivy.Query


class Queries:
    """Makes queries for one index."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def found(self, question: Question) -> Query:
        """Everything but the facets: listed on the day, and having every term."""
        return self.all_of([self._listed(question), *(self._any_of(self._arms(term)) for term in question.terms)])

    def ranked(self, question: Question) -> Query:
        """The same, weighed, with whole names first. It matches what `found` matches, and takes longer."""
        terms = (Query.disjunction_max_query(list(self._weighed_arms(term))) for term in question.terms)
        whole = [
            (Occur.Should, self._weighed(self._term(field, question.phrase), BOOST[field]))
            for field in ("full_names", "full_acronyms")
        ]
        whole.append((Occur.Should, self._weighed(self._beginning("full_names", question.phrase), NAME_BEGINS)))
        return Query.boolean_query(
            [(Occur.Must, self._listed(question)), *((Occur.Must, term) for term in terms), *whole]
        )

    def chosen(self, chosen: Mapping[str, frozenset[str]]) -> list[Query]:
        """One query for each facet in which something is chosen."""
        return [self._any(facet, values) for facet, values in chosen.items()]

    def within(self, boxes: Iterable[Box]) -> Query:
        """What lies in any of the boxes."""
        return self._any_of(
            self.all_of(
                [self._degrees("latitude", box.south, box.north), self._degrees("longitude", box.west, box.east)]
            )
            for box in boxes
        )

    def identities(self, ids: Iterable[int]) -> Query:
        """The organisations with these ids."""
        return self._any("id", ids)

    @staticmethod
    def all_of(queries: Iterable[Query]) -> Query:
        """What all of the queries match."""
        return Query.boolean_query([(Occur.Must, query) for query in queries])

    @staticmethod
    def _any_of(queries: Iterable[Query]) -> Query:
        return Query.boolean_query([(Occur.Should, query) for query in queries])

    @staticmethod
    def _weighed(query: Query, weight: float) -> Query:
        return Query.const_score_query(query, weight)

    def _listed(self, question: Question) -> Query:
        return self._any("listed", blocks_above(question.day))

    def _any(self, field: str, values: Iterable[str | int]) -> Query:
        allowed = list(values)
        return Query.term_set_query(self._schema, field, allowed) if allowed else Query.empty_query()

    def _term(self, field: str, word: str) -> Query:
        return Query.term_query(self._schema, field, word)

    def _degrees(self, field: str, least: float, most: float) -> Query:
        return Query.range_query(self._schema, field, FieldType.Float, float(least), float(most))

    def _beginning(self, field: str, word: str) -> Query:
        return Query.fuzzy_term_query(self._schema, field, word, distance=0, prefix=True)

    def _mistyped(self, word: str, typos: int) -> Query:
        return Query.fuzzy_term_query(
            self._schema, "words", word, distance=typos, transposition_cost_one=True, prefix=False
        )

    def _arms(self, term: Term) -> Iterable[Query]:
        """What makes a document have a term; the exact word is a beginning of itself."""
        yield self._any("stems", term.stems)
        for word, typos in term.spellings:
            yield self._beginning("words", word)
            if typos:
                yield self._mistyped(word, typos)

    def _weighed_arms(self, term: Term) -> Iterable[Query]:
        yield self._weighed(self._any("stems", term.stems), BOOST["stems"])
        for word, typos in term.spellings:
            for field, boost in RANKED.items():
                yield Query.boost_query(self._term(field, word), boost)
            yield self._weighed(self._beginning("names", word), PREFIX_IN_NAMES)
            yield self._weighed(self._beginning("words", word), PREFIX)
            if typos:
                yield self._weighed(self._mistyped(word, typos), TYPO)
