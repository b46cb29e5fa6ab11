"""Makes the demonstration's sample organisations, the same ones every time: `python -m tools.make_demo_organisations`.
In: places, names and sentences in tools/demo_organisations/, regions and vocabularies in cms/demo/data/.
Out: cms/demo/data/organisations.json, one organisation a line, committed and loaded by `manage.py load_demo`.
"""

import json
import random
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tools.demo_organisations.sources import SOURCES, Pack, Place, read_packs, read_places
from tools.demo_organisations.wording import Sentences, acronym_of, fill, slugify

DATA = Path(__file__).resolve().parent.parent / "cms" / "demo" / "data"
SEED = "sample organisations"

LATIN = "Latn"
# Every third organisation that writes these scripts is called first as it writes itself, the Latin name beside it.
NATIVE_FIRST_SCRIPTS = {"Arab", "Cyrl"}
NATIVE_FIRST_EVERY = 3

STATES = {"lapsed": 20, "hidden": 10, "draft": 12, "private": 4}
LAPSE_REASONS = ["The yearly fee was not renewed.", "The organisation left on its own wish.", "Its activities ended."]
HIDING_REASONS = ["The organisation asked to be hidden while it moves.", "Its address is being checked."]

AGES = {
    "club": [(8, 14), (10, 16), (12, 18), (7, 12), (14, 19), (9, 15)],
    "association": [(8, 18), (10, 18), (12, 25), (6, 16), (15, 25), (10, 30)],
    "school": [(11, 18), (12, 16), (6, 15)],
    "university": [(14, 19), (15, 20), (16, 24)],
    "research-institute": [(15, 22), (14, 19)],
    "makerspace": [(10, 20), (8, 25), (12, 30)],
    "planetarium": [(6, 18), (7, 16)],
    "science-centre": [(6, 18), (6, 14)],
    "museum": [(6, 14), (7, 16)],
    "foundation": [(12, 25), (10, 20)],
    "company": [(8, 16)],
}
OFTEN_WITHOUT_AGES = {"science-centre", "museum", "planetarium", "foundation", "company"}
WITH_OPENING_HOURS = {"science-centre", "museum", "planetarium", "makerspace"}
OPENING_HOURS = ["Tu–Su 10:00–17:00", "We–Sa 13:00–18:00", "Sa–Su 10:00–16:00", "Mo–Fr 15:00–19:00"]
LONGEST_EMAIL_NAME = 40

LONGEST_LABEL = 63  # of a host name, by RFC 1035


@dataclass
class Register:
    """What is known before the first organisation is made, and what has been used since."""

    packs: dict[str, Pack]
    sentences: dict[str, Sentences]
    regions: dict[str, str]
    made: Counter[str] = field(default_factory=Counter)
    slugs: set[str] = field(default_factory=set)


def happens(chance: random.Random, odds: float) -> bool:
    """Draw once."""
    return chance.random() < odds


def names_of(place: Place, register: Register) -> tuple[dict, list[dict], str, tuple[str, tuple[str, ...]]]:
    """Give an organisation its name, its other names, its name in Latin letters, and the kind and fields it says."""
    pack = register.packs[place.pack]
    pattern = pack.next_pattern(place.country)
    native_word, latin_word = pack.next_word(place.country) if "{w}" in pattern.native else ("", "")
    native = fill(pattern.native, word=native_word, city=place.forms[place.pack])
    english = fill(pattern.english, word=latin_word, city=place.city)
    turn = register.made[place.pack]
    register.made[place.pack] += 1
    own = {"name": native, "language": pack.language, "script": pack.script}
    other = {"name": english, "language": "en", "script": LATIN}
    names = [own] if english == native else [own, other]
    if pack.script != LATIN and not (pack.script in NATIVE_FIRST_SCRIPTS and turn % NATIVE_FIRST_EVERY == 0):
        names.reverse()
    return names[0], names[1:], native if pack.script == LATIN else english, (pattern.kind, pattern.fields)


def programmes_for(region: str, chance: random.Random) -> list[str]:
    """Choose what an organisation takes part in: most often its region's Expo-Sciences."""
    odds = {"esi": 0.35, f"expo-sciences-{region}": 0.65, "science-film-festival": 0.1, "congress": 0.1}
    odds |= {"science-photography": 0.12, "youth-science-camps": 0.15}
    return [slug for slug, odd in odds.items() if happens(chance, odd)]


def ages_for(kind: str, chance: random.Random) -> tuple[int | None, int | None]:
    """Choose the ages served, or none."""
    if kind not in AGES or (kind in OFTEN_WITHOUT_AGES and happens(chance, 0.5)):
        return None, None
    return chance.choice(AGES[kind])


def texts_of(place: Place, facts: dict, register: Register, chance: random.Random) -> list[dict]:
    """Write about an organisation: in its language where we write it, and in others of its city or English."""
    cities = {register.packs[key].language: form for key, form in place.forms.items() if key != place.pack}
    written = {language: form for language, form in cities.items() if happens(chance, 0.5)}
    written[register.packs[place.pack].language] = place.forms[place.pack]
    if not set(written) & set(register.sentences) or happens(chance, 0.75):
        written["en"] = place.city
    return [
        sentences.write(facts, written[language], chance)
        for language, sentences in register.sentences.items()
        if language in written
    ]


def free_slug(name: str, place: Place, register: Register) -> str:
    """Give a name an address that nobody has."""
    slug = slugify(name)
    candidates = [slug, f"{slug}-{slugify(place.city)}", f"{slug}-{place.country.lower()}"]
    free = [candidate for candidate in candidates if candidate not in register.slugs]
    if not free:
        sys.exit(f"No address is left for {name}.")
    register.slugs.add(free[0])
    return free[0]


def contacts_of(slug: str, kind: str, chance: random.Random) -> list[dict]:
    """Make ways to reach an organisation, on a name kept free for examples."""
    email = f"{slug[:LONGEST_EMAIL_NAME].strip('-')}@example.org"
    visibility = chance.choices(["public", "members", "office"], [75, 15, 10])[0]
    contacts = [{"type": "email", "value": email, "visibility": visibility}]
    if kind in WITH_OPENING_HOURS:
        contacts.append({"type": "hours", "value": chance.choice(OPENING_HOURS), "visibility": "public"})
    return contacts


def make(place: Place, register: Register, chance: random.Random) -> dict:
    """Make one organisation, listed."""
    title, other_names, latin_name, (kind, fields) = names_of(place, register)
    acronym = acronym_of(latin_name) if happens(chance, 0.3) else None
    age_from, age_to = ages_for(kind, chance)
    founded = chance.randint(1961, 2021) if happens(chance, 0.88) else None
    facts = {
        "kind": kind,
        "fields": [fields[0], *(other for other in fields[1:] if happens(chance, 0.65))],
        "programmes": programmes_for(register.regions[place.country], chance),
        "age_from": age_from,
        "age_to": age_to,
        "founded": founded,
    }
    own_language = register.packs[place.pack].language
    languages = [own_language, *(code for code in (*place.languages, "en") if happens(chance, 0.6))]
    latin_forms = (form for key, form in place.forms.items() if key != "en" and register.packs[key].script == LATIN)
    slug = free_slug(latin_name, place, register)
    starts = date(chance.randint(max(founded or 1990, 1988), 2024), chance.randint(1, 12), 1)
    return {
        "slug": slug,
        "name": title["name"],
        "name_language": title["language"],
        "name_script": title["script"],
        "other_names": other_names,
        "acronyms": [acronym] if acronym else [],
        "country": place.country,
        "city": next(latin_forms, place.city),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": "city",
        **facts,
        "languages": list(dict.fromkeys(languages)),
        "website": f"https://{slug[:LONGEST_LABEL].rstrip('-')}.example/" if happens(chance, 0.85) else "",
        "social_links": [f"https://social.example/{slug}"] if happens(chance, 0.3) else [],
        "texts": texts_of(place, facts, register, chance),
        "contacts": contacts_of(slug, kind, chance),
        "membership": {
            "category": chance.choices(["full", "associate", "honorary"], [70, 27, 3])[0],
            "status": "member",
            "starts": starts.isoformat(),
            "ends": None,
            "reason": "Admitted with the sample data.",
        },
        "state": "listed",
        "state_reason": "",
        "confirmed_days_ago": chance.randint(3, 900) if happens(chance, 0.85) else None,
    }


def set_states(organisations: list[dict], chance: random.Random) -> None:
    """Let some lapse, hide, wait or close their doors, but never the first of a country."""
    first_of_country = {organisation["country"]: organisation for organisation in reversed(organisations)}
    free = [one for one in organisations if first_of_country[one["country"]] is not one]
    for state, count in STATES.items():
        for organisation in chance.sample(free, count):
            free.remove(organisation)
            organisation["state"] = state
            if state == "lapsed":
                organisation["state_reason"] = chance.choice(LAPSE_REASONS)
                ends = date(2025, chance.randint(1, 12), 28).isoformat()
                organisation["membership"] |= {
                    "status": "lapsed",
                    "ends": ends,
                    "reason": organisation["state_reason"],
                }
            elif state == "hidden":
                organisation["state_reason"] = chance.choice(HIDING_REASONS)


def make_all() -> str:
    """Make them all: the text of the file."""
    chance = random.Random(SEED)  # noqa: S311 - sameness is wanted, not secrecy
    regions = json.loads((DATA / "regions.json").read_text(encoding="utf-8"))["regions"]
    programmes = json.loads((DATA / "vocabularies.json").read_text(encoding="utf-8"))["programmes"]
    labels = {programme["slug"]: programme["names"] for programme in programmes}
    texts = tomllib.loads((SOURCES / "texts.toml").read_text(encoding="utf-8"))
    register = Register(
        packs=read_packs(chance),
        sentences={language: Sentences(language, raw, labels) for language, raw in texts.items()},
        regions={country["code"]: region["slug"] for region in regions for country in region["countries"]},
    )
    organisations = [make(place, register, chance) for place in read_places()]
    set_states(organisations, chance)
    organisations.sort(key=lambda organisation: (organisation["country"], organisation["slug"]))
    lines = ",\n".join(json.dumps(organisation, ensure_ascii=False) for organisation in organisations)
    return f"[\n{lines}\n]\n"


if __name__ == "__main__":
    (DATA / "organisations.json").write_text(make_all(), encoding="utf-8")
