"""Queries: what people ask, as an address says it. A search is an address, and an address is a search.
In: the parameters of an address, and the choices that there are. Out: a `Query`, and notices of what was left out.
Next: find.py answers it; `params()` gives the same address back, for pages, chips and the counts' links.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import regex
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from search import notices
from search.analysis import TERMS, deciding_words
from search.choices import REGION, Choices
from search.engines.contract import WINDOW, Sort
from search.geo import Point
from search.notices import Notice
from search.schema import FACETS

TEXT_LENGTH = 200
PAGE_SIZE = 20
LARGEST_PAGE_SIZE = 100
FARTHEST_KM = 20_040.0  # half-way round the globe
CHOSEN = (REGION, *FACETS)
"""The parameters whose values are chosen, and may repeat."""
SINGLE = ("q", "near", "within", "sort", "page", "page_size")
_WHOLE = regex.compile(r"[0-9]{1,7}")
_DECIMAL = regex.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,15})?")

Params = dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search. `chosen` has the chosen values of regions and of each facet, only where there are any."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: Point | None = None
    within: float | None = None
    sort: Sort | None = None
    page: int = 1
    page_size: int = PAGE_SIZE

    @classmethod
    def from_params(
        cls, params: "Mapping[str, Sequence[str]] | MultiValueDict[str, str]", choices: Choices
    ) -> "tuple[Query, list[Notice]]":
        """Read an address. Whatever is unknown or makes no sense is left out, and said in a notice."""
        reader = _Reader(params, choices)
        return reader.query(), reader.notices

    @property
    def order(self) -> Sort:
        """The order that counts: the one asked for, or what suits the question."""
        if self.sort is not None and (self.sort is not Sort.RELEVANCE or self.text):
            return self.sort
        if self.text:
            return Sort.RELEVANCE
        return Sort.DISTANCE if self.near else Sort.NAME

    @property
    def plain_order(self) -> Sort:
        """The order that counts where nobody can say what matches best."""
        if self.order is not Sort.RELEVANCE:
            return self.order
        return Sort.DISTANCE if self.near else Sort.NAME

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked that leaves organisations out."""
        return bool(self.text or self.chosen or self.within)

    def params(self) -> Params:
        """Return the parameters of an address that asks the same, without what goes without saying."""
        params: Params = {}
        if self.text:
            params["q"] = [self.text]
        params |= {name: list(self.chosen[name]) for name in CHOSEN if name in self.chosen}
        if self.near:
            params["near"] = [f"{self.near.latitude:.10g},{self.near.longitude:.10g}"]
        if self.within is not None:
            params["within"] = [f"{self.within:.10g}"]
        if self.sort:
            params["sort"] = [self.sort.value]
        if self.page != 1:
            params["page"] = [str(self.page)]
        if self.page_size != PAGE_SIZE:
            params["page_size"] = [str(self.page_size)]
        return params

    def has(self, parameter: str, value: str) -> bool:
        """Tell whether a value is chosen."""
        return value in self.chosen.get(parameter, ())

    def toggled(self, parameter: str, value: str) -> "Query":
        """Return the query with one value more, or one less, on its first page."""
        values = set(self.chosen.get(parameter, ())) ^ {value}
        return replace(self, chosen=_tidy({**self.chosen, parameter: values}), page=1)

    def cleared(self) -> "Query":
        """Return the query with its text and place to be near, and nothing chosen, on its first page."""
        return replace(self, chosen={}, page=1)

    def on_page(self, page: int) -> "Query":
        """Return the query on another page."""
        return replace(self, page=page)


def _tidy(chosen: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(sorted(set(chosen[name]))) for name in CHOSEN if chosen.get(name)}


class _Reader:
    """Reads one address into a query, gathering notices."""

    def __init__(self, params: Mapping[str, Sequence[str]] | MultiValueDict[str, str], choices: Choices) -> None:
        given = params.lists() if isinstance(params, MultiValueDict) else params.items()
        self.given = {name: [value for value in values if value.strip()] for name, values in given}
        self.choices = choices
        self.notices: list[Notice] = [
            notices.unknown_parameter(name) for name in self.given if name not in CHOSEN and name not in SINGLE
        ]

    def query(self) -> Query:
        near = self._near()
        page_size = self._whole("page_size", PAGE_SIZE, LARGEST_PAGE_SIZE)
        return Query(
            text=self._text(),
            chosen=_tidy({name: self._chosen(name) for name in CHOSEN}),
            near=near,
            within=self._within(near),
            sort=self._sort(near),
            page=self._page(page_size),
            page_size=page_size,
        )

    def _last(self, name: str) -> str:
        values = self.given.get(name)
        return values[-1].strip() if values else ""

    def _text(self) -> str:
        given = notices.clean(self._last("q"))
        text = given[:TEXT_LENGTH].strip()
        words = len(deciding_words(text))
        if given and not words:
            self.notices.append(notices.no_words(given))
            return ""
        if len(given) > TEXT_LENGTH:
            self.notices.append(notices.cut_text(given, TEXT_LENGTH))
        elif words > TERMS:
            self.notices.append(notices.too_many_words(given, TERMS))
        return text

    def _chosen(self, name: str) -> list[str]:
        known: list[str] = []
        for given in self.given.get(name, ()):
            value = given.strip()
            value = value if self.choices.has(name, value) else value.lower()
            if self.choices.has(name, value):
                known.append(value)
            else:
                self.notices.append(notices.unknown_value(name, given))
        return known

    def _near(self) -> Point | None:
        given = self._last("near")
        numbers = [_decimal(part) for part in given.split(",")]
        match numbers:
            case [float(latitude), float(longitude)] if abs(latitude) <= 90 and abs(longitude) <= 180:  # noqa: PLR2004
                return Point(round(latitude, 5) + 0.0, round(longitude, 5) + 0.0)
        if given:
            expected = gettext("a latitude and a longitude in degrees, such as 46.8,-71.2")
            self.notices.append(notices.bad_value("near", given, expected))
        return None

    def _within(self, near: Point | None) -> float | None:
        given = self._last("within")
        distance = _decimal(given)
        if distance is not None and near is not None and 0 < distance <= FARTHEST_KM:
            return round(distance, 3) or None
        if given:
            expected = gettext("a distance in kilometres, together with “near”")
            self.notices.append(notices.bad_value("within", given, expected))
        return None

    def _sort(self, near: Point | None) -> Sort | None:
        given = self._last("sort")
        if given == Sort.DISTANCE and near is None:
            expected = gettext("“distance” together with “near” only")
            self.notices.append(notices.bad_value("sort", given, expected))
        elif given in set(Sort):
            return Sort(given)
        elif given:
            self.notices.append(notices.unknown_value("sort", given))
        return None

    def _whole(self, name: str, default: int, largest: int) -> int:
        given = self._last(name)
        if _WHOLE.fullmatch(given) and 1 <= int(given) <= largest:
            return int(given)
        if given:
            expected = gettext("a whole number from 1 to %(largest)s") % {"largest": largest}
            self.notices.append(notices.bad_value(name, given, expected))
        return default

    def _page(self, page_size: int) -> int:
        given = self._last("page")
        if _WHOLE.fullmatch(given) and int(given) * page_size > WINDOW:
            self.notices.append(notices.past_the_window(given, WINDOW))
            return 1
        return self._whole("page", 1, WINDOW)


def _decimal(text: str) -> float | None:
    text = text.strip()
    number = float(text) if _DECIMAL.fullmatch(text) else math.nan
    return None if math.isnan(number) else number
