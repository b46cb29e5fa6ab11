"""People in office, as committee and office pages show them.
In: terms read with their people. Out: persons with their role, country and the years they serve.
Next: templates/components/person.html.
"""

import datetime
from collections.abc import Iterable

from django.http import HttpRequest

from cms.presentation.cards import initials
from cms.presentation.parts import Link, Person
from cms.presentation.site import places
from directory.models import Country, Term


def people(terms: Iterable[Term], with_members: set[str], request: HttpRequest) -> list[Person]:
    """Return a person for each term; only countries in `with_members` have a page to link to."""
    pattern = places(request).country
    return [_person(term, with_members, pattern) for term in terms]


def ended(terms: Iterable[Term], on: datetime.date) -> list[Term]:
    """Return the terms that were over before a day."""
    return [term for term in terms if term.ends is not None and term.ends < on]


def _person(term: Term, with_members: set[str], pattern: str) -> Person:
    countries = [_country(country, with_members, pattern) for country in term.person.countries.all()]
    represented = term.represents_region or term.represents_country
    return Person(
        name=term.person.name,
        initials=initials(term.person.name),
        role=term.role,
        country=countries[0].label if countries else "",
        country_href=countries[0].href if countries else "",
        countries=countries if len(countries) > 1 else [],
        represents=represented.label() if represented else "",
        since=term.starts,
        until=term.ends,
        is_sample=term.is_sample,
    )


def _country(country: Country, with_members: set[str], pattern: str) -> Link:
    return Link(country.label(), pattern.format(code=country.slug) if country.code in with_members else "")
