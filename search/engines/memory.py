"""The oracle: the contract in plain Python, by brute force, plain enough to be obviously right.
In: documents and questions. Out: answers, found by looking at every document.
Next: the contract suite compares the other engines with it; tests and tiny sites may run on it (`memory://`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from search.analysis import Term
from search.days import blocks_above
from search.document import Document, digest_of
from search.engines.contract import Answer, Building, NoIndexError, Position, Question, Refused, Sort, State
from search.geo import Point, kilometres
from search.points import reached
from search.schema import BOOST, NAME_BEGINS, PREFIX, PREFIX_IN_NAMES, RANKED, TYPO


class Memory:
    """Documents in a dictionary."""

    is_embedded = True

    def __init__(self) -> None:
        self._documents: dict[int, Document] = {}
        self._state: State | None = None

    def search(self, question: Question) -> Answer:
        """Answer a question."""
        if self._state is None:
            raise NoIndexError
        found = [document for document in self._documents.values() if _is_found(document, question)]
        hits = [document for document in found if _is_chosen(document, question.chosen)]
        hits.sort(key=lambda document: _place_in_order(document, question))
        page = hits[question.offset : question.offset + question.limit]
        return Answer(
            ids=tuple(document.id for document in page),
            total=len(hits),
            counts={facet: _counts(facet, found, question) for facet in question.counted},
        )

    def write(
        self,
        documents: Iterable[Document],
        deletions: Iterable[int],
        position: Position,
        seen: Position | None = None,
    ) -> Refused:
        """Store documents, forget others, note the position."""
        if self._state is None:
            raise NoIndexError
        if position < self._state.position:
            return {}
        for identity in deletions:
            self._documents.pop(identity, None)
        self.add(documents)
        reached("write: documents stored")
        self._state = self._state.at(position, seen)
        reached("write: position stored")
        return {}

    def add(self, documents: Iterable[Document]) -> Refused:
        """Store documents."""
        self._documents |= {document.id: document for document in documents}
        return {}

    def settle(self) -> None:
        """Everything is in its place already."""

    @contextmanager
    def rebuild(self, state: State) -> Iterator[Building]:
        """Gather documents anew, and change over at the end."""
        building = Memory()
        building._state = state
        reached("rebuild: begun")
        yield building
        reached("rebuild: ready")
        self._documents, self._state = building._documents, building._state
        reached("rebuild: changed over")
        reached("rebuild: old ones cleared")

    def state(self) -> State | None:
        """Return what the index says of itself."""
        return self._state

    def count(self) -> int:
        """Return how many documents there are."""
        return len(self._documents)

    def digests(self, first: int, last: int, limit: int) -> list[tuple[int, str]]:
        """Return ids, ascending, with the digests of their documents."""
        ids = sorted(identity for identity in self._documents if first <= identity <= last)
        return [(identity, digest_of(self._documents[identity])) for identity in ids[:limit]]

    def close(self) -> None:
        """Nothing is open."""

    def drop(self) -> None:
        """Forget everything."""
        self._documents, self._state = {}, None


def _is_found(document: Document, question: Question) -> bool:
    """Whether everything but the facets allows a document."""
    return (
        not set(document.listed).isdisjoint(blocks_above(question.day))
        and all(_has(document, term) for term in question.terms)
        and (question.within is None or _distance(document, question.near) <= question.within)
    )


def _has(document: Document, term: Term) -> bool:
    return not document.stems.isdisjoint(term.stems) or any(
        word.startswith(spelling) or is_within(typos, spelling, word)
        for spelling, typos in term.spellings
        for word in document.words
    )


def _is_chosen(document: Document, chosen: Mapping[str, frozenset[str]]) -> bool:
    return all(not values.isdisjoint(document.facets[facet]) for facet, values in chosen.items())


def _counts(facet: str, found: list[Document], question: Question) -> dict[str, int]:
    others = question.chosen_without(facet)
    return dict(Counter(value for each in found if _is_chosen(each, others) for value in each.facets[facet]))


def _distance(document: Document, near: Point | None) -> float:
    return float("inf") if near is None or document.point is None else kilometres(near, document.point)


def _place_in_order(document: Document, question: Question) -> tuple[float, str | int]:
    match question.sort:
        case Sort.NEWEST:
            return -document.by_newest, ""
        case Sort.DISTANCE:
            return _distance(document, question.near), document.id
        case Sort.RELEVANCE:
            return -_relevance(document, question), document.by_name
        case Sort.NAME:
            return 0, document.by_name


def _relevance(document: Document, question: Question) -> float:
    whole = BOOST["full_names"] * (question.phrase in document.full_names)
    whole += BOOST["full_acronyms"] * (question.phrase in document.full_acronyms)
    whole += NAME_BEGINS * any(name.startswith(question.phrase) for name in document.full_names)
    return whole + sum(max(_arms(document, term)) for term in question.terms)


def _arms(document: Document, term: Term) -> Iterator[float]:
    yield TYPO
    if not document.stems.isdisjoint(term.stems):
        yield BOOST["stems"]
    for spelling, _typos in term.spellings:
        yield from (boost for field, boost in RANKED.items() if spelling in document.ranked[field])
        if any(word.startswith(spelling) for word in document.ranked["names"]):
            yield PREFIX_IN_NAMES
        if any(word.startswith(spelling) for word in document.words):
            yield PREFIX


def is_within(distance: int, one: str, other: str) -> bool:
    """Tell whether so many letters put in, left out, replaced, or swapped with a neighbour lead to the other word."""
    if abs(len(one) - len(other)) > distance:
        return False
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, their_letter in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != their_letter))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == their_letter:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last[-1] <= distance
