"""Two hundred addresses as people would make them: names, beginnings, typos, other scripts, facets, places, pages.
In: the register of real records. Out: the same addresses each time, since the dice are loaded.
Next: search.py asks them at every size; relevance.py looks for `known_items`.
"""

import random
from dataclasses import dataclass
from pathlib import Path

from directory.models import Acronym, OrganisationPage, OtherName
from search.engines.contract import Sort

QUESTIONS = 200
SEED = 1987


@dataclass(frozen=True)
class Known:
    """An organisation, and how somebody who looks for it might type its name."""

    pk: int
    text: str


def run(_folder: Path) -> list[dict[str, list[str]]]:
    """Return the mixed set; most of it has words, most of it has facets."""
    dice = random.Random(SEED)
    pages = list(OrganisationPage.objects.order_by("pk").select_related("kind", "country__region"))
    others = list(OtherName.objects.order_by("pk").values_list("name", flat=True))
    acronyms = list(Acronym.objects.order_by("pk").values_list("text", flat=True))
    return [_address(number, dice, pages, others, acronyms) for number in range(QUESTIONS)]


def _address(number: int, dice: random.Random, pages: list, others: list, acronyms: list) -> dict[str, list[str]]:
    page = dice.choice(pages)
    texts = [
        lambda: "",
        lambda: page.title,
        lambda: " ".join(page.title.split()[:2]),
        lambda: dice.choice(page.title.split())[: dice.randint(2, 5)],
        lambda: mistyped(dice.choice(page.title.split()), dice),
        lambda: dice.choice(others or [page.title]),
        lambda: dice.choice(acronyms or [page.title]),
        lambda: dice.choice(["university", "science", "institut", "наука", "جامعة", "大学", "museum", "club"]),
    ]
    address: dict[str, list[str]] = {"q": [texts[number % len(texts)]()]}
    if number % 3 == 0:
        address["country"] = sorted({page.country.slug, dice.choice(pages).country.slug})
    if number % 4 == 1:
        address["region"] = [page.country.region.slug]
    if number % 5 == 2:
        address["kind"] = sorted({page.kind.slug, dice.choice(pages).kind.slug})
    if number % 7 == 3:
        address["language"] = ["en", "fr"]
    if number % 10 == 4 and page.latitude is not None:
        address |= {"near": [f"{page.latitude},{page.longitude}"], "sort": [Sort.DISTANCE]}
        if number % 20 == 4:
            address["within"] = ["200"]
    if number % 9 == 5:
        address["sort"] = [dice.choice([Sort.NAME, Sort.NEWEST])]
    if number % 16 == 0:
        address["page"] = ["5"]
    return address


def known_items() -> dict[str, list[Known]]:
    """Return names to look for by the way they are typed; only names that one organisation alone has."""
    dice = random.Random(SEED)
    titles = list(OrganisationPage.objects.order_by("pk").values_list("pk", "title"))
    counted: dict[str, int] = {}
    for _pk, title in titles:
        counted[title.casefold()] = counted.get(title.casefold(), 0) + 1
    unique = [(pk, title) for pk, title in titles if counted[title.casefold()] == 1 and len(title.split()) > 1]
    chosen = dice.sample(unique, min(QUESTIONS, len(unique)))
    return {
        "the whole name": [Known(pk, title) for pk, title in chosen],
        "the name with a typo": [Known(pk, mistyped(title, dice)) for pk, title in chosen],
        "the name, unfinished": [Known(pk, title[: max(6, len(title) * 2 // 3)]) for pk, title in chosen],
        "its words the other way round": [Known(pk, " ".join(title.split()[::-1])) for pk, title in chosen],
    }


def mistyped(text: str, dice: random.Random) -> str:
    """Leave a letter out of the longest word, or swap two."""
    words = text.split()
    longest = max(range(len(words)), key=lambda place: len(words[place]))
    word = words[longest]
    place = dice.randrange(1, max(len(word) - 1, 2))
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    words[longest] = dice.choice([swapped, word[:place] + word[place + 1 :]])
    return " ".join(words)
