"""The addresses at which machines ask how the site is, answered before the rules for visitors apply.
In: a request. Out: the answer to a probe; any other request goes on.
Next: cms/health.py says what there is to say.

A probe comes from beside the site: it names the machine by its number, and speaks plain HTTP. So it is answered before
ALLOWED_HOSTS and the redirect to HTTPS are heard, and it has no session, no language and no policy.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cms.health import PROBES

Answer = Callable[[HttpRequest], HttpResponse]


class ProbesMiddleware:
    """Answers probes; stands before all the others."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, or let the request through."""
        probe = PROBES.get(request.path_info.rstrip("/"))
        return (probe or self.get_response)(request)
