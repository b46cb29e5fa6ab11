"""Words: what the register knows and a file may name: countries, kinds, fields, programmes.
In: the register's vocabularies, read once. Out: the row that a slug or a label in any language means.
Next: columns.py checks cells with it, profile.py gives pages what it found.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.conf import settings

from directory.folding import fold
from directory.models import Country, Field, Kind, Programme, RegionalOfficePage
from directory.names import Named

Word = TypeVar("Word", bound=Named)


class Vocabulary(Generic[Word]):
    """The words of one vocabulary, found by slug or by label."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.by_slug: dict[str, Word] = {word.slug: word for word in words}
        labels = {
            fold(label): word for word in reversed(self.by_slug.values()) for label in (word.name, *word.names.values())
        }
        # A slug means its own word, whatever another word's label says.
        self._by_spelling = labels | {fold(slug): word for slug, word in self.by_slug.items()}

    def find(self, spelling: str) -> Word | None:
        """Return the word that is spelled so, or None."""
        return self._by_spelling.get(fold(spelling))


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that a file may name."""

    countries: dict[str, Country]
    offices: dict[int, int]
    kinds: Vocabulary[Kind]
    fields: Vocabulary[Field]
    programmes: Vocabulary[Programme]

    def office_of(self, country_code: str) -> int | None:
        """Return the page of the office that looks after a country, or None where its region has none."""
        return self.offices.get(self.countries[country_code].region_id)


def read_words(holding: Collection[str] = ()) -> Words:
    """Read the register's vocabularies, holding some countries in their regions until the transaction ends."""
    if holding:
        held = Country.objects.select_for_update(no_key=True).filter(code__in=holding).order_by("code")
        list(held.values_list("code", flat=True))
    offices = RegionalOfficePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    return Words(
        countries={country.code: country for country in Country.objects.select_related("region")},
        # Of several pages for one region the first in the tree counts, as for the verb `relocate`.
        offices=dict(offices.order_by("-path").values_list("region_id", "pk")),
        kinds=Vocabulary(Kind.objects.all()),
        fields=Vocabulary(Field.objects.all()),
        programmes=Vocabulary(Programme.objects.all()),
    )
