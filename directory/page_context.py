"""What a page of the register is shown with is made by whoever shows it, through a Wagtail hook.
In: a page and a request. Out: the context of its template, gathered from the hook `construct_page_context`.
Next: `cms` registers the hook; the register itself knows no presentation.
"""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

HOOK = "construct_page_context"


class ContextFromHooks:
    """Mixed into a page type: its template's context is what the hook's functions return for it."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the mappings that the hook's functions return for this page."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        for construct in hooks.get_hooks(HOOK):
            context |= construct(self, request)
        return context
