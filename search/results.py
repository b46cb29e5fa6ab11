"""Results: what a query found, one page of it.
In: ids, the total and facet counts. Out: the same, with the arithmetic of pages.
Next: `cms` reads the organisations of `ids` through the listing rule and shows them in this order.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from search.engines.contract import WINDOW, Sort
from search.facets import FacetCounts, FacetValue
from search.query import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of what was found. `facets` by name: `region` (countries inside), then each of the schema's.

    `is_plain`: the database found it, because the index could not be asked; the facets' values have no counts.
    """

    query: Query
    ids: tuple[int, ...]
    total: int
    facets: Mapping[str, FacetCounts]
    is_plain: bool = False

    @property
    def order(self) -> Sort:
        """The order in which they stand."""
        return self.query.plain_order if self.is_plain else self.query.order

    @property
    def pages(self) -> int:
        """How many pages there are; those past the window cannot be shown and do not count."""
        return math.ceil(min(self.total, WINDOW // self.query.page_size * self.query.page_size) / self.query.page_size)

    @property
    def is_cut(self) -> bool:
        """Whether more was found than pages can show: time to ask for more filters."""
        return self.total > self.pages * self.query.page_size

    @property
    def is_past_the_end(self) -> bool:
        """Whether the page asked for lies after the last."""
        return self.query.page > max(self.pages, 1)

    @property
    def chosen(self) -> tuple[FacetValue, ...]:
        """Every chosen value, as chips to take away again."""
        return tuple(value for facet in self.facets.values() for value in facet.selected)
