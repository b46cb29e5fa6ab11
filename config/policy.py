"""The Content-Security-Policy: strict for the public pages, wider for the Wagtail admin.
In: a response on its way out. Out: the same with its policy's header.
Next: the browser, which refuses whatever the policy does not name.
"""

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

# The admin writes styles, previews pages in frames and shows pasted images; it still loads from the site alone.
ADMIN_DIRECTIVES = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}


class PolicyMiddleware(CSPMiddleware):
    """Writes the policy of settings, with the admin's own directives under the admin's address."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001, FBT002
    ) -> PolicyParts:
        """Return the parts that django-csp builds the header from."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(reverse("wagtailadmin_home")):
            parts.replace = ADMIN_DIRECTIVES
        elif getattr(request, "is_preview", False):
            # Staff see a draft in a frame of the admin.
            parts.replace = {"frame-ancestors": [SELF]}
        return parts
