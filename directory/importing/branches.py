"""Branches: places in the page tree below the regional offices, allocated many at a time, and checked.
In: the offices, locked in the caller's transaction. Out: paths for new pages; or what is wrong in the tree.
Next: pages.py writes pages at these paths.

Treebeard adds one page at a time: it locks the parent, takes the path after the last child's and counts one child
more. The same steps in the same order for many children leave nothing that it could tell apart.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F
from wagtail.models import Page

from directory.models import OrganisationPage
from directory.refusals import Refused


@dataclass(slots=True)
class Branch:
    """The branch of one office, in which pages are being placed."""

    office: Page
    last: int
    placed: int = field(default=0)

    def next_path(self) -> str:
        """Return the path after that of the last child."""
        self.placed += 1
        step = _step(self.last + self.placed)
        if len(step) > Page.steplen:
            raise Refused(f"The branch of {self.office.title} is full.")
        return f"{self.office.path}{step}"


def lock_branches(office_ids: Iterable[int]) -> dict[int, Branch]:
    """Lock the offices, so that nobody else places a page below them until the transaction ends.

    Every import locks all offices, in the order of their ids: two imports queue, and cannot deadlock.
    """
    offices = Page.objects.order_by("pk").select_for_update().filter(pk__in=office_ids)
    return {office.pk: Branch(office, _last_step(office)) for office in offices}


def count_children(branches: Iterable[Branch]) -> None:
    """Tell the offices how many children they have got."""
    for branch in branches:
        if branch.placed:
            Page.objects.filter(pk=branch.office.pk).update(numchild=F("numchild") + branch.placed)
            branch.last, branch.placed = branch.last + branch.placed, 0


def problems_below(office_ids: Iterable[int]) -> list[str]:
    """Return what `fixtree` would find at and below the offices, asked for in a few statements in all."""
    problems = []
    for office in Page.objects.filter(pk__in=office_ids).order_by("path"):
        rows = Page.objects.filter(path__range=_interval(office)).order_by("path")
        columns = ("pk", "path", "depth", "numchild", "url_path", "slug")
        top = tuple(getattr(office, column) for column in columns)
        nodes = [top, *rows.values_list(*columns)]
        paths = {path for _, path, *_ in nodes}
        children = Counter(path[: -Page.steplen] for path in paths)
        for pk, path, depth, numchild, *_ in nodes:
            if not set(path) <= set(Page.alphabet):
                problems.append(f"page {pk}: its path {path} has characters that no path may have")
            if depth * Page.steplen != len(path):
                problems.append(f"page {pk}: its path {path} is not {depth} steps long")
            if path != office.path and path[: -Page.steplen] not in paths:
                problems.append(f"page {pk}: it has no parent")
            if numchild != children[path]:
                problems.append(f"page {pk}: it counts {numchild} children and has {children[path]}")
        address = {path: url_path for _, path, _, _, url_path, _ in nodes}
        for pk, path, _, _, url_path, slug in nodes[1:]:
            if url_path != f"{address.get(path[: -Page.steplen], '')}{slug}/":
                problems.append(f"page {pk}: its address in the tree {url_path} is not its parent's and its slug")
        halves = rows.filter(content_type__model="organisationpage").exclude(
            pk__in=OrganisationPage.objects.order_by().values("pk")
        )
        problems += [f"page {pk}: it has no profile" for pk in halves.values_list("pk", flat=True)]
    return problems


def _last_step(office: Page) -> int:
    below = Page.objects.order_by("-path").filter(path__range=_interval(office), depth=office.depth + 1)
    last: str | None = below.values_list("path", flat=True).first()
    return 0 if last is None else int(last[-Page.steplen :], len(Page.alphabet))


def _interval(office: Page) -> tuple[str, str]:
    # A range, where the prefix would be a LIKE that no index of SQLite answers.
    return f"{office.path}{Page.alphabet[0] * Page.steplen}", f"{office.path}{Page.alphabet[-1] * Page.steplen}"


def _step(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(Page.alphabet))
        digits = Page.alphabet[digit] + digits
    return digits.rjust(Page.steplen, Page.alphabet[0])
