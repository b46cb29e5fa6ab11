"""Where the site's own pages are, in the reader's language: finder, network, home.
In: a request. Out: addresses, found once a request.
Next: every other module here links with them.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from cms.presentation.parts import Link


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses of the site's own pages (empty where a page is missing), and the main menu."""

    home: str
    finder: str
    network: str
    menu: tuple[Link, ...]

    @property
    def country(self) -> str:
        """The address of a country's page, with {code} in it; the finder's where there is no network page."""
        return f"{self.network}countries/{{code}}/" if self.network else f"{self.finder}?country={{code}}"


def places(request: HttpRequest) -> Places:
    """Return the addresses in the reader's language, remembered for the request."""
    known: dict[str, Places] = request.__dict__.setdefault("_places", {})
    language = get_language() or settings.LANGUAGE_CODE
    if language not in known:
        known[language] = _find(request)
    return known[language]


def _find(request: HttpRequest) -> Places:
    site = Site.find_for_request(request)
    home = site.root_page.localized if site else None
    if home is None:
        return Places("", "", "", ())
    pages = (
        Page.objects.descendant_of(home)
        .live()
        .public()
        .filter(content_type__app_label="cms", depth__lte=home.depth + 2)
        .select_related("content_type", "locale")
        .order_by("path")
    )
    urls = {page: page.get_url(request) or "" for page in pages}
    of_type = {page.content_type.model: url for page, url in reversed(urls.items())}
    # The finder first: it is what most people come for.
    entries = [page for page in urls if page.content_type.model == "finderpage"]
    entries += [page for page in urls if page.show_in_menus and page.depth == home.depth + 1]
    return Places(
        home=home.get_url(request) or "",
        finder=of_type.get("finderpage", ""),
        network=of_type.get("networkpage", ""),
        menu=tuple(Link(page.title, urls[page]) for page in entries),
    )
