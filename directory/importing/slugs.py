"""Slugs: the address of a new organisation, in ASCII, that no other has or ever had.
In: names. Out: slugs, free in the whole register.
Next: pages.py gives them to the pages it writes; they stay when a name changes later.
"""

from anyascii import anyascii
from django.utils.text import slugify

from directory.models import EarlierSlug, OrganisationPage

LONGEST = 255
# For a name of which no letter has an ASCII form.
NAMELESS = "organisation"


class FreeSlugs:
    """Gives each name a slug that is free. Made inside the transaction that writes the pages."""

    def __init__(self) -> None:
        self._taken = set(OrganisationPage.objects.order_by().values_list("slug", flat=True))
        self._taken |= set(EarlierSlug.objects.values_list("slug", flat=True))
        self._next: dict[str, int] = {}

    def take(self, name: str) -> str:
        """Return a free slug for `name`, and keep it from those who come after."""
        wanted = slugify(anyascii(name))[:LONGEST].strip("-_") or NAMELESS
        slug, number = wanted, self._next.get(wanted, 2)
        while slug in self._taken:
            ending = f"-{number}"
            slug = f"{wanted[: LONGEST - len(ending)]}{ending}"
            number += 1
        self._next[wanted] = number
        self._taken.add(slug)
        return slug
