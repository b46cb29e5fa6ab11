"""Finding anyway: in the index, or else in the database.
In: a `Query`. Out: `Results`, whatever has become of the engine; `is_plain` where the database gave them.
Next: the finder's page and the API ask here, and say so when they are plain.
"""

import datetime

from search.breaker import breaker
from search.choices import Choices
from search.engines.contract import EngineError
from search.find import find
from search.plain import find_plainly
from search.query import Query
from search.results import Results


def find_anyway(query: Query, choices: Choices, *, today: datetime.date | None = None) -> Results:
    """Answer a query as of `today`, with labels as `choices` have them. Raises nothing that an engine does."""
    try:
        with breaker().attempt():
            return find(query, choices=choices, today=today)
    except EngineError:
        return find_plainly(query, choices, today=today)
