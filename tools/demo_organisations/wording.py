"""Puts the words of sample organisations together: names, addresses, acronyms, summaries and descriptions.
In: a pattern or a language's sentences from texts.toml, and the facts of one organisation. Out: text.
Next: tools/make_demo_organisations.py gathers them into records.
"""

import random
import re
from collections.abc import Mapping

from anyascii import anyascii

ACRONYM_LETTERS = range(3, 6)
UNWANTED_ACRONYMS = re.compile(r"ASS|CIA|KGB|KKK|PKK|SS$|^(.)\1+$")
SMALL_WORDS = {
    "a",
    "and",
    "da",
    "das",
    "de",
    "del",
    "der",
    "des",
    "di",
    "do",
    "dos",
    "du",
    "e",
    "en",
    "et",
    "for",
    "für",
}
SMALL_WORDS |= {
    "i",
    "il",
    "la",
    "las",
    "le",
    "les",
    "los",
    "na",
    "of",
    "og",
    "para",
    "per",
    "por",
    "pour",
    "the",
    "und",
    "y",
}
SMALL_WORDS |= {"ya", "za"}
VOWELS = "AEIOUH"
# Portuguese says "no Porto" but "em Lisboa".
PORTUGUESE_WITH_ARTICLE = {"Rio de Janeiro", "Porto", "Recife"}
# The federation's own events keep their English names in texts of languages that the vocabulary does not have.
KNOWN_BY_THEIR_NAMES = ("esi", "expo-sciences-")
# Kinds whose texts end with a word to those who may come.
WELCOMING = {"association", "club", "science-centre", "museum", "planetarium", "makerspace", "research-institute"}


def fill(template: str, *, word: str, city: str) -> str:
    """Put a word and a city into a pattern, with the French "de" as French wants it."""
    de = f"d’{city}" if anyascii(city)[0] in VOWELS else f"de {city}"
    return template.format(w=word, c=city, de=de)


def slugify(text: str) -> str:
    """Make an ASCII address from any name."""
    plain = re.sub(r"\b([dl])'", r"\1-", anyascii(text).lower())
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['\"]", "", plain)).strip("-")


def acronym_of(name: str) -> str | None:
    """Take the initials of a Latin name, where they make three to five letters."""
    words = [word for word in re.findall(r"[^\W\d_]+", name.replace("’", " ")) if len(word) > 1]
    initials = "".join(anyascii(word[0]).upper() for word in words if word.lower() not in SMALL_WORDS)
    return initials if len(initials) in ACRONYM_LETTERS and not UNWANTED_ACRONYMS.search(initials) else None


class Sentences:
    """One language's sentences, drawn by chance."""

    def __init__(self, language: str, raw: Mapping, labels: Mapping[str, Mapping[str, str]]) -> None:
        self.language = language
        self.raw = raw
        self.labels = labels
        self.comma = "، " if language == "ar" else ", "

    def write(self, facts: Mapping, city: str, chance: random.Random) -> dict[str, str]:
        """Write the summary and the description of an organisation."""
        summary = [self.opening(facts, city, chance)]
        if facts["age_from"] is not None:
            summary.append(chance.choice(self.raw["ages"]).format(a=facts["age_from"], b=facts["age_to"]))
        description = []
        if facts["founded"]:
            description.append(chance.choice(self.raw["started"]).format(y=facts["founded"]))
        for other in facts["fields"][1:2]:
            also = chance.choice(self.raw["also"] if facts["kind"] in WELCOMING else self.raw["also"][:1])
            description.append(also.format(act=chance.choice(self.raw["fields"][other])))
        if programmes := self.programmes(facts["programmes"]):
            description.append(self.raw["programmes"].format(programmes=programmes))
        if facts["kind"] in WELCOMING:
            description += chance.sample(self.raw["close"], chance.choice([1, 1, 2]))
        return {"language": self.language, "summary": " ".join(summary), "description": " ".join(description)}

    def opening(self, facts: Mapping, city: str, chance: random.Random) -> str:
        """Say what it is, where, and what people do there."""
        article = "no" if city in PORTUGUESE_WITH_ARTICLE else "em"
        where = self.raw["in"].format(c=city, à=f"à {city}", em=f"{article} {city}")
        act = chance.choice(self.raw["fields"][facts["fields"][0]])
        return chance.choice(self.raw["kinds"][facts["kind"]]).format(**{"in": where, "act": act})

    def programmes(self, slugs: list[str]) -> str:
        """Name the programmes, in this language where the vocabulary has it."""
        return self.comma.join(
            self.labels[slug].get(self.language, self.labels[slug]["en"])
            for slug in slugs
            if self.language in self.labels[slug] or slug.startswith(KNOWN_BY_THEIR_NAMES)
        )
