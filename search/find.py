"""Finding: the one door. Nothing else asks an engine for organisations.
In: a `Query`. Out: `Results`: ids, the total, facet counts.
Next: the finder's page, the map and the API read the hits from the database, through the listing rule.
"""

import datetime

from django.utils import timezone

from search.analysis import phrase, terms
from search.choices import COUNTRY, REGION, Choices, read_choices
from search.engines.contract import Engine, Question
from search.facets import label_counts
from search.index import engine as configured_engine
from search.query import Query
from search.results import Results


def find(
    query: Query,
    *,
    today: datetime.date | None = None,
    choices: Choices | None = None,
    engine: Engine | None = None,
) -> Results:
    """Answer a query as of `today`, with labels in the active language (or those of `choices`, already read).

    Raises EngineError where there is no index, or none in reach.
    """
    choices = choices or read_choices()
    question = ask(query, choices, today or timezone.localdate())
    answer = (engine or configured_engine()).search(question)
    return Results(query=query, ids=answer.ids, total=answer.total, facets=label_counts(answer.counts, query, choices))


def ask(query: Query, choices: Choices, day: datetime.date) -> Question:
    """Return a query as the question that an engine understands: regions become countries, text becomes terms."""
    chosen = {name: frozenset(values) for name, values in query.chosen.items() if name not in {REGION, COUNTRY}}
    places = choices.places(query.chosen)
    if places is not None:
        chosen[COUNTRY] = places
    return Question(
        day=day,
        terms=terms(query.text),
        phrase=phrase(query.text),
        chosen=chosen,
        near=query.near,
        within=query.within,
        sort=query.order,
        offset=(query.page - 1) * query.page_size,
        limit=query.page_size,
    )
