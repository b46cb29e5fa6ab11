"""What every page of the site carries: its name, the main menu, the languages, the footer.
In: a request. Out: the names that templates/base.html uses.
Next: every public template; the admin's pages ask for none of it and pay for none of it.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Site

from cms.models import SiteSettings
from cms.presentation.site import places


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the base template's context; nothing for the admin."""
    site = Site.find_for_request(request)
    if site is None or request.path.startswith((reverse("wagtailadmin_home"), "/api/")):
        return {}
    found, settings = places(request), SiteSettings.for_request(request)
    here = max((link.href for link in found.menu if request.path.startswith(link.href)), key=len, default="")
    return {
        "site_name": site.site_name,
        "site_tagline": settings.tagline,
        "is_sample": settings.shows_samples,
        "home_url": found.home,
        "finder_url": found.finder,
        "navigation": [{"title": link.label, "url": link.href, "current": link.href == here} for link in found.menu],
        "languages": [],
        "footer_links": list(found.menu),
        "alternates": [],
        "canonical_url": request.build_absolute_uri(request.path),
    }
