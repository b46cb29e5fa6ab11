"""Above every page of the admin: a line for those who look after the index, while something is the matter with it.
In: a look at the index, a few seconds old at most. Out: the worst sentence, and how many more there are.
Next: templates/wagtailadmin/base.html shows it. Nobody else pays for it with a single query.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db.models import QuerySet

from cms.admin.index_words import Sentence, sentences
from search.status import Status, status

PERMISSION = "search.view_indexreport"
KEPT = 15  # seconds
_KEY = "cms.admin.search-index"


def may_see(user: Any) -> bool:
    """Tell whether somebody looks after the index."""
    return bool(user.has_perm(PERMISSION))


def permissions() -> QuerySet[Permission]:
    """Return the permission to see it, as a row that a group can be given."""
    application, _, codename = PERMISSION.partition(".")
    return Permission.objects.filter(content_type__app_label=application, codename=codename)


def look() -> Status:
    """Look at the index now, and remember it for the pages to come."""
    found = status()
    cache.set(_KEY, found, KEPT)
    return found


def banner(user: Any) -> list[Sentence]:
    """Return what is the matter, the worst first; nothing when all is well, or for whom it does not concern."""
    if not may_see(user):
        return []
    found = cache.get(_KEY) or look()
    return sentences(found) if found.troubles else []
