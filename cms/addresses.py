"""Where the finder lives in each language, remembered: a card's link must not cost a query.
In: the finder's pages. Out: {language: (site id, root URL, path)}.
Next: organisations build their public addresses on it.
"""

from typing import Any, TypeAlias

from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, post_page_move

from directory.models import OrganisationPage

UrlParts: TypeAlias = tuple[int, str, str]
KEY = "cms.finder-addresses"
# Other processes hear of a change when this runs out; it changes about once in a site's life.
SECONDS = 60


def finder_addresses(finders: Any, request: HttpRequest | None = None) -> dict[str, UrlParts]:
    """Return the address of the public finder in each language that has one; `finders` is the queryset of its pages."""
    addresses: dict[str, UrlParts] | None = cache.get(KEY)
    if addresses is None:
        addresses = {
            page.locale.language_code: parts
            for page in finders.live().public().select_related("locale").order_by("-path")
            if (parts := page.get_url_parts(request)) is not None
        }
        cache.set(KEY, addresses, SECONDS)
    return addresses


def address_in(addresses: dict[str, UrlParts], language: str | None) -> UrlParts | None:
    """Return the address in `language`, else in the default language, else None."""
    return addresses.get(language or "") or addresses.get(settings.LANGUAGE_CODE)


def forget(**_: Any) -> None:
    """Read the addresses afresh at the next question."""
    cache.delete(KEY)


def _forget_unless_organisation(sender: type[Page], **_: Any) -> None:
    # Organisations are saved all day long and never change where the finder is.
    if issubclass(sender, Page) and not issubclass(sender, OrganisationPage):
        forget()


def keep_fresh() -> None:
    """Connect to the signals of pages and sites; called once when the application is ready."""
    post_save.connect(_forget_unless_organisation, dispatch_uid="finder-addresses-saved")
    post_delete.connect(_forget_unless_organisation, dispatch_uid="finder-addresses-deleted")
    page_slug_changed.connect(forget, dispatch_uid="finder-addresses-slug")
    post_page_move.connect(forget, dispatch_uid="finder-addresses-move")
    for model in (Site, PageViewRestriction):
        post_save.connect(forget, sender=model, dispatch_uid=f"finder-addresses-{model.__name__}")
        post_delete.connect(forget, sender=model, dispatch_uid=f"finder-addresses-no-{model.__name__}")
