"""One search, answered: the same for the finder's page, the API and whatever comes after them.
In: the parameters of an address. Out: the query as understood, what was left out, counts, organisations.
Next: presentation/finder.py makes a page of it, api.py a document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cms.presentation.cards import by_ids
from directory.models import OrganisationPage
from search.choices import Choices, read_choices
from search.fallback import find_anyway
from search.notices import Notice
from search.query import Query
from search.results import Results


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, as understood, and what was left out."""

    query: Query
    notices: list[Notice]
    choices: Choices


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found; every organisation was read through the listing rule a moment ago."""

    results: Results
    organisations: list[OrganisationPage]


def understand(params: Mapping[str, Sequence[str]]) -> Question:
    """Read the parameters of an address."""
    choices = read_choices()
    query, notices = Query.from_params(params, choices)
    return Question(query, notices, choices)


def answer(question: Question) -> Answer:
    """Ask the index, or the register where that fails, and read one page of hits from the register."""
    results = find_anyway(question.query, question.choices)
    return Answer(results, by_ids(results.ids))
