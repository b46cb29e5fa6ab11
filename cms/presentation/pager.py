"""Links to the pages of a long list: the first, the last, those around the present one.
In: the page, how many there are, and how to link to one. Out: a Pager, or None for a single page.
Next: templates/components/pagination.html draws it.
"""

from collections.abc import Callable
from dataclasses import dataclass

AROUND = 1


@dataclass(frozen=True, slots=True)
class PagerItem:
    """A page's number with its link, or a gap."""

    label: str
    href: str
    current: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a reader is in a long list."""

    number: int
    pages: int
    previous: str
    next: str
    items: list[PagerItem]


def pager(number: int, pages: int, href: Callable[[int], str]) -> Pager | None:
    """Return the links; None where there is one page, and the reader is on it."""
    if pages <= 1 and number <= 1:
        return None
    wanted = sorted({1, pages, *range(max(number - AROUND, 1), min(number + AROUND, pages) + 1)})
    items: list[PagerItem] = []
    before = 0
    for page in wanted:
        if page - before > 1:
            items.append(PagerItem("…", "", current=False, gap=True))
        items.append(PagerItem(str(page), href(page), current=page == number, gap=False))
        before = page
    return Pager(
        number=number,
        pages=pages,
        previous=href(min(number - 1, pages)) if number > 1 else "",
        next=href(number + 1) if number < pages else "",
        items=items,
    )
