"""The finder as its page shows it: box, facets, chips, map, cards, pages.
In: the parameters of an address. Out: a FinderView with every link ready.
Next: templates/pages/finder.html, or for htmx templates/components/finder_results.html.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms.finding import Answer, Question, answer, understand
from cms.presentation.cards import cards
from cms.presentation.counts import country_text, organisations_text
from cms.presentation.pager import Pager, pager
from cms.presentation.parts import Card, Link, Notice
from cms.presentation.site import places
from cms.worldmap import WorldMap, world_map
from search.choices import COUNTRY, REGION
from search.engines.contract import Sort
from search.facets import FacetCounts, FacetValue
from search.query import Query

OPEN_FACETS = (REGION, "kind", "field")
SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class Chip:
    """Something chosen; its link takes it away."""

    label: str
    facet: str
    href: str


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """A value of a facet, as a checkbox."""

    field: str
    value: str
    label: str
    count: int | None
    selected: bool
    href: str
    children: "list[FacetChoice]" = dataclasses.field(default_factory=list)
    children_label: str = ""
    children_open: bool = False


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet with its choices."""

    name: str
    label: str
    choices: list[FacetChoice]
    selected_count: int
    open: bool


@dataclass(frozen=True, slots=True)
class SortChoice:
    """A way to order what was found."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FinderView:
    """All that the finder's templates show."""

    action: str
    q: str
    hidden: list[tuple[str, str]]
    total: int
    is_plain: bool
    count_text: str
    shown_text: str
    chips: list[Chip]
    clear_href: str
    facets: list[FacetGroup]
    selected_total: int
    sorts: list[SortChoice]
    cards: list[Card]
    pager: Pager | None
    notices: list[Notice]
    suggestions: list[Link]
    countries_href: str
    map: WorldMap


def finder_context(
    *, title: str, introduction: str, description: str, action: str, request: HttpRequest
) -> dict[str, Any]:
    """Return what the finder's templates need to answer a request."""
    question = understand(request.GET)
    notices = [
        Notice(
            _("%(sentence)s It was left out.") % {"sentence": notice.sentence} if notice.is_error else notice.sentence
        )
        for notice in question.notices
    ]
    site = places(request)
    return {
        "title": title,
        "page_title": title,
        "page_description": introduction or description,
        "introduction": introduction,
        "finder": _Finder(question, answer(question), action).view(notices, request),
        "crumbs": [Link(_("Home"), site.home), Link(_("Network"), site.network), Link(title, "")],
    }


class _Finder:
    """Builds the view of one answered search."""

    def __init__(self, question: Question, found: Answer, action: str) -> None:
        self.query = question.query
        self.choices = question.choices
        self.found = found
        self.results = found.results
        self.action = action

    def view(self, notices: list[Notice], request: HttpRequest) -> FinderView:
        """Put the parts together."""
        query, results = self.query, self.results
        if results.is_past_the_end and results.total:
            notices = [*notices, Notice(_("There is no such page: the list ends before it."))]
        if results.is_cut:
            notices = [*notices, Notice(_("More were found than pages can show; choose more filters to see the rest."))]
        facets = [self._facet(counts) for name, counts in results.facets.items() if name != COUNTRY and counts.values]
        chips = self._chips()
        return FinderView(
            action=self.action,
            q=query.text,
            hidden=[
                (n, v) for n, values in query.params().items() if n in {"page_size", "near", "within"} for v in values
            ],
            total=results.total,
            is_plain=results.is_plain,
            count_text=self._count_text(),
            shown_text=self._shown_text(),
            chips=chips,
            clear_href=self.action if query.is_narrowed else "",
            facets=facets,
            selected_total=sum(len(values) for values in query.chosen.values()),
            sorts=self._sorts(),
            cards=cards(self.found.organisations, request, near=query.near),
            pager=pager(query.page, results.pages, lambda page: self.href(query.on_page(page))),
            notices=notices,
            suggestions=[] if results.total else self._suggestions(),
            countries_href=f"{places(request).network}#countries",
            map=self._map(),
        )

    def href(self, query: Query) -> str:
        """Return the address that asks `query`."""
        params = urlencode(query.params(), doseq=True)
        return f"{self.action}?{params}" if params else self.action

    def _toggle(self, value: FacetValue) -> str:
        params = urlencode(value.params, doseq=True)
        return f"{self.action}?{params}" if params else self.action

    def _count_text(self) -> str:
        return organisations_text(self.results.total) if self.results.total else _("No organisation found")

    def _shown_text(self) -> str:
        shown = len(self.results.ids)
        if self.results.pages <= 1 or not shown:
            return ""
        first = (self.query.page - 1) * self.query.page_size + 1
        return _("%(first)s–%(last)s of %(total)s") % {
            "first": first,
            "last": first + shown - 1,
            "total": self.results.total,
        }

    def _chips(self) -> list[Chip]:
        chips = [
            Chip(value.label, str(facet.label), self._toggle(value))
            for facet in self.results.facets.values()
            for value in facet.selected
        ]
        if self.query.text:
            words = dataclasses.replace(self.query, text="", page=1)
            chips.insert(0, Chip(f"“{self.query.text}”", _("Words"), self.href(words)))
        return chips

    def _facet(self, counts: FacetCounts) -> FacetGroup:
        choices = [self._choice(value) for value in counts.values]
        selected = len(counts.selected) + sum(child.selected for choice in choices for child in choice.children)
        label = _("Place") if counts.name == REGION else str(counts.label)
        return FacetGroup(counts.name, label, choices, selected, open=bool(selected) or counts.name in OPEN_FACETS)

    def _choice(self, value: FacetValue) -> FacetChoice:
        children = [self._choice(child) for child in value.children]
        return FacetChoice(
            field=value.parameter,
            value=value.value,
            label=value.label,
            count=value.count,
            selected=value.selected,
            href=self._toggle(value),
            children=children,
            children_label=_("Countries of %(region)s") % {"region": value.label} if children else "",
            children_open=value.selected or any(child.selected for child in children),
        )

    def _sorts(self) -> list[SortChoice]:
        labels = {
            Sort.RELEVANCE: _("Best match"),
            Sort.NAME: _("Name"),
            Sort.NEWEST: _("Newest"),
            Sort.DISTANCE: _("Distance"),
        }
        offered = [
            sort
            for sort in labels
            if (sort is not Sort.RELEVANCE or (self.query.text and not self.results.is_plain))
            and (sort is not Sort.DISTANCE or self.query.near)
        ]
        # What goes without saying comes first: its choice leaves the address as it is.
        usual = dataclasses.replace(self.results, query=dataclasses.replace(self.query, sort=None)).order
        offered.sort(key=lambda sort: sort is not usual)
        return [SortChoice(sort.value, labels[sort], sort is self.results.order) for sort in offered]

    def _suggestions(self) -> list[Link]:
        """The searches one step wider: without the words, or without one facet's choices."""
        links = []
        if self.query.text and self.query.chosen:
            links.append(
                Link(_("Search without the words"), self.href(dataclasses.replace(self.query, text="", page=1)))
            )
        for name, values in self.query.chosen.items():
            rest = {other: kept for other, kept in self.query.chosen.items() if other != name}
            labels = ", ".join(self.choices.labels[name].get(value, value) for value in values)
            href = self.href(dataclasses.replace(self.query, chosen=rest, page=1))
            links.append(Link(_("Search without “%(choice)s”") % {"choice": labels}, href))
        return links[:SUGGESTIONS]

    def _map(self) -> WorldMap:
        countries = self.results.facets[COUNTRY].values if COUNTRY in self.results.facets else ()
        chosen = self.choices.places(self.query.chosen)
        return world_map(
            {value.value: value.count for value in countries},
            labels={value.value: value.label for value in countries},
            hrefs={value.value: self._toggle(value) for value in countries},
            selected=chosen or (),
            # Zoomed to where something is: the farthest island of a region would show it from afar.
            focus=[value.value for value in countries if value.count != 0 and value.value in chosen] if chosen else (),
            texts={
                value.value: value.label if value.count is None else country_text(value.label, value.count)
                for value in countries
            },
        )
