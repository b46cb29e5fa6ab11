"""Facet counts as people see them: labelled, in order, each with the address that choosing it leads to.
In: an engine's bare counts, the query, and the choices. Out: `FacetCounts`, regions summed from their countries.
Next: results.py carries them to templates and the API, which need no logic of their own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext

from search.choices import COUNTRY, REGION, Choices
from search.fold import fold
from search.query import Params, Query
from search.schema import FACETS, Order


@dataclass(slots=True, kw_only=True)  # not frozen: there are hundreds in an answer, and freezing each takes time
class FacetValue:
    """One value to choose: `count` is the total with it as its facet's only choice, None where nobody counted."""

    parameter: str
    value: str
    label: str
    count: int | None
    selected: bool
    query: Query = field(repr=False)
    children: "tuple[FacetValue, ...]" = ()  # a region's countries

    @property
    def params(self) -> Params:
        """The parameters of the address that this value, chosen or taken away, leads to."""
        return self.query.toggled(self.parameter, self.value).params()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCounts:
    """One facet: its values that are found or chosen, in the order in which to show them."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def selected(self) -> tuple[FacetValue, ...]:
        """The values that are chosen."""
        return tuple(value for value in self.values if value.selected)


def label_counts(counts: Mapping[str, Mapping[str, int]], query: Query, choices: Choices) -> dict[str, FacetCounts]:
    """Return every facet's counts by its name: regions (with their countries inside), then the schema's facets."""
    return _label(counts, 0, query, choices)


def label_values(values: Mapping[str, Iterable[str]], query: Query, choices: Choices) -> dict[str, FacetCounts]:
    """Return every facet's values by its name, as `label_counts` does, without counts."""
    return _label({name: dict.fromkeys(its_values) for name, its_values in values.items()}, None, query, choices)


def _label(
    counts: Mapping[str, Mapping[str, int | None]], absent: int | None, query: Query, choices: Choices
) -> dict[str, FacetCounts]:
    """Label counts; `absent` is the count of what is chosen and not among them."""
    facets = {
        name: FacetCounts(
            name=name, label=str(facet.label), values=_values(name, counts.get(name, {}), absent, query, choices)
        )
        for name, facet in FACETS.items()
    }
    return {REGION: _regions(facets[COUNTRY], absent, query, choices), **facets}


def _values(
    name: str, counts: Mapping[str, int | None], absent: int | None, query: Query, choices: Choices
) -> tuple[FacetValue, ...]:
    labels, order = choices.labels[name], FACETS[name].order
    chosen = query.chosen.get(name, ())
    shown = [value for value in labels if value in counts or value in chosen]
    shown += sorted(value for value in counts if value not in labels)
    values = [
        _value(name, value, label=labels.get(value, value), count=counts.get(value, absent), query=query)
        for value in shown
    ]
    if order is Order.COUNT:
        values.sort(key=lambda value: (-(value.count or 0), _alphabetical(value.label), value.value))
    elif order is Order.LABEL:
        values.sort(key=lambda value: (_alphabetical(value.label), value.value))
    return tuple(values)


@lru_cache(maxsize=4096)
def _alphabetical(label: str) -> str:
    return fold(label)


def _regions(countries: FacetCounts, absent: int | None, query: Query, choices: Choices) -> FacetCounts:
    values = []
    for region, label in choices.labels[REGION].items():
        codes = set(choices.countries.get(region, ()))
        children = tuple(country for country in countries.values if country.value in codes)
        total = absent if absent is None else sum(country.count or 0 for country in children)
        if children or query.has(REGION, region):
            values.append(_value(REGION, region, label=label, count=total, query=query, children=children))
    return FacetCounts(name=REGION, label=gettext("Region"), values=tuple(values))


def _value(
    parameter: str, value: str, *, label: str, count: int | None, query: Query, children: tuple[FacetValue, ...] = ()
) -> FacetValue:
    return FacetValue(
        parameter=parameter,
        value=value,
        label=label,
        count=count,
        selected=query.has(parameter, value),
        query=query,
        children=children,
    )
