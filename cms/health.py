"""What machines ask of the site: is it alive, may it have visitors, how is its index.
In: a request for one of three addresses. Out: a word, or JSON without names, secrets or cookies.
Next: config/probes.py answers with these before anything else looks at the request.

A site whose engine or index is gone is still ready: the finder answers from the database, on every machine alike, so
that to send visitors elsewhere would help nobody. Only without its database a site has nothing to show.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from search.models import IndexReport
from search.status import Status, Trouble, status

NEVER_KEPT = {"Cache-Control": "no-store"}
UNAVAILABLE = 503


@require_safe
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Say that the process answers; nothing else is asked."""
    return HttpResponse("alive\n", content_type="text/plain", headers=NEVER_KEPT)


@require_safe
def ready(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - a view's signature
    """Say whether the site can answer visitors, and how well the finder does."""
    found = status()
    return _json(_readiness(found), found)


@require_safe
def summary(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - a view's signature
    """Say how the index is, in numbers."""
    found = status()
    numbers = {
        "engine": found.engine,
        "documents": found.documents,
        "position": found.position and {"transaction": found.position.transaction, "change": found.position.change},
        "waiting": found.waiting,
        "lag_seconds": found.lag and round(found.lag, 1),
        "set_aside": found.set_aside_count,
        "last_check": _report(found.last_check, "missing", "extra", "stale"),
        "last_rebuild": _report(found.last_rebuild, "documents", "seconds"),
    }
    return _json(_readiness(found) | numbers, found)


PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": summary,
    "/healthz/live": live,
    "/healthz/ready": ready,
}


def _readiness(found: Status) -> dict[str, Any]:
    return {
        "ready": _is_ready(found),
        "search": "ok" if found.is_searchable else "degraded",
        "reasons": [trouble.value for trouble in found.troubles],
    }


def _is_ready(found: Status) -> bool:
    return Trouble.DATABASE not in found.troubles


def _report(report: IndexReport | None, *numbers: str) -> dict[str, Any] | None:
    if report is None:
        return None
    return {"at": report.at.isoformat(timespec="seconds"), **{name: getattr(report, name) for name in numbers}}


def _json(told: dict[str, Any], found: Status) -> JsonResponse:
    return JsonResponse(told, status=200 if _is_ready(found) else UNAVAILABLE, headers=NEVER_KEPT)
