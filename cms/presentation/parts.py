"""The parts that pages are made of: plain values, labelled and linked, ready to be shown.
In: nothing but their own fields. Out: what templates loop over.
Next: the other modules here fill them; templates/components/ draw them.
"""

import datetime
from dataclasses import dataclass
from typing import Any

SCHEMES = {"email": "mailto:", "phone": "tel:", "web": ""}


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; `note` is a smaller line below, `count` a number beside."""

    label: str
    href: str
    note: str = ""
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a known language; an empty `lang` is the page's own. `language` names it to the reader."""

    text: Any
    lang: str = ""
    dir: str = "ltr"
    language: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about the page itself."""

    text: str
    level: str = "info"


@dataclass(frozen=True, slots=True)
class Total:
    """A number and what it counts."""

    number: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An organisation in a list."""

    name: str
    href: str
    kind: str
    place: str
    other_name: Text | None
    summary: Text | None
    fields: list[str]
    more_fields: int
    ages: str
    languages: str
    confirmed: datetime.date | None
    distance: str
    logo: Any
    initials: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach somebody."""

    kind: str
    label: str
    value: str

    @property
    def href(self) -> str:
        """Where the value leads: to a letter, a call or a site; nowhere for opening hours."""
        if self.kind not in SCHEMES:
            return ""
        return f"{SCHEMES[self.kind]}{self.value.replace(' ', '')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who holds a seat or an office, and for how long."""

    name: str
    initials: str
    role: str
    country: str
    country_href: str
    countries: list[Link]
    represents: str
    since: datetime.date | None
    until: datetime.date | None
    is_sample: bool
    note: str = ""
    photo: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCard:
    """A region in a list."""

    name: str
    href: str
    finder_href: str
    organisations: int
    countries: int
    organisations_text: str
    countries_text: str


@dataclass(frozen=True, slots=True)
class CountryGroup:
    """The countries of a region that have members."""

    region: str
    links: list[Link]
