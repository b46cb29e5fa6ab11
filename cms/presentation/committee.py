"""A committee as its page shows it: mandate, who serves now, who served before.
In: a committee's page. Out: a CommitteeView.
Next: templates/pages/committee.html.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.presentation.counts import take_census
from cms.presentation.parts import Link, Person
from cms.presentation.people import ended, people
from cms.presentation.site import places
from directory.models import CommitteePage


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeView:
    """All that a committee's page shows."""

    kind: str
    seats: int | None
    seats_text: str
    mandate: Any
    members: list[Person]
    vacant: int
    former: list[Person]
    dates_are_samples: bool


def committee_context(page: CommitteePage, request: HttpRequest) -> dict[str, Any]:
    """Return what the template needs to show a committee."""
    committee, today = page.committee, timezone.localdate()
    with_members = set(take_census().counts)
    terms = list(committee.terms.with_people().order_by("person__sort_name", "starts"))
    serving = [term for term in terms if term.starts <= today and (term.ends is None or term.ends >= today)]
    view = CommitteeView(
        kind=committee.get_kind_display(),
        seats=committee.seats,
        seats_text=ngettext("%(seats)s seat", "%(seats)s seats", committee.seats or 0) % {"seats": committee.seats}
        if committee.seats
        else "",
        mandate=page.mandate,
        members=people(serving, with_members, request),
        vacant=max((committee.seats or 0) - len(serving), 0),
        former=people(ended(terms, today), with_members, request),
        dates_are_samples=any(term.is_sample for term in terms),
    )
    others = page.get_siblings(inclusive=False).live().public().type(CommitteePage)
    parent = page.get_parent()
    return {
        "title": page.title,
        "committee": view,
        "siblings": [Link(other.title, other.get_url(request) or "") for other in others],
        "page_title": page.title,
        "crumbs": [
            Link(_("Home"), places(request).home),
            Link(parent.title, parent.get_url(request) or ""),
            Link(page.title, ""),
        ],
    }
