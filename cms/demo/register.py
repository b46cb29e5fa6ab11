"""Loads what the demo federation owns as data: regions, countries, vocabularies, committees, people, terms.
In: regions.json, vocabularies.json, committees.json. Out: rows; those that are there already stay as they are.
Next: tree.py builds pages upon them.
"""

import datetime
from typing import Any

from django.db.models import Manager

from cms.demo.files import read
from directory import verbs
from directory.models import (
    Award,
    Committee,
    Country,
    Field,
    Kind,
    MembershipCategory,
    Person,
    Programme,
    Region,
    RegionContact,
)


def load_regions() -> None:
    """Write the regions, each with a way to reach its office, and every country in its region."""
    known = set(Country.objects.values_list("code", flat=True))
    for record in read("regions")["regions"]:
        region, is_new = Region.objects.get_or_create(slug=record["slug"], defaults=_named(record))
        if is_new:
            address = f"{record['slug']}@example.org"
            RegionContact.objects.create(region=region, label="General questions (sample)", email=address)
        for country in record["countries"]:
            if country["code"] not in known:
                Country.objects.create(code=country["code"], region=region, is_sample=country["sample"])


def load_vocabularies() -> None:
    """Write kinds, fields, programmes, awards and membership categories."""
    records = read("vocabularies")
    _load(Kind.objects, records["kinds"])
    _load(Field.objects, records["fields"])
    _load(MembershipCategory.objects, records["membership_categories"])
    for record in records["programmes"]:
        Programme.objects.get_or_create(slug=record["slug"], defaults=_named(record) | {"is_sample": record["sample"]})
    for record in records["awards"]:
        about = {"description": record["description"]}
        Award.objects.get_or_create(slug=record["slug"], defaults=_named(record) | about)


def load_committees() -> None:
    """Write people, committees and terms."""
    records = read("committees")
    people = {record["slug"]: _person(record) for record in records["people"]}
    for record in records["committees"]:
        facts = {"kind": record["kind"], "seats": record["seats"]}
        committee, is_new = Committee.objects.get_or_create(slug=record["slug"], defaults=_named(record) | facts)
        if is_new:
            for term in record["terms"]:
                _seat(committee, people[term["person"]], term)


def _person(record: dict[str, Any]) -> Person:
    person, is_new = Person.objects.get_or_create(name=record["name"], defaults={"sort_name": record["sort_name"]})
    if is_new:
        person.countries.set(record["countries"])
    return person


def _seat(committee: Committee, person: Person, term: dict[str, Any]) -> None:
    represents = term["represents"] or {}
    verbs.seat(
        person=person,
        committee=committee,
        role=term["role"] or "",
        starts=datetime.date.fromisoformat(term["starts"]),
        ends=datetime.date.fromisoformat(term["ends"]) if term["ends"] else None,
        represents_region=Region.objects.get(slug=represents["region"]) if "region" in represents else None,
        represents_country=Country.objects.get(code=represents["country"]) if "country" in represents else None,
        is_sample=term["dates_sample"],
    )


def _load(manager: Manager[Any], records: list[dict[str, Any]]) -> None:
    for record in records:
        manager.get_or_create(slug=record["slug"], defaults=_named(record))


def _named(record: dict[str, Any]) -> dict[str, Any]:
    names = {language: name for language, name in record["names"].items() if language != "en"}
    return {"name": record["name"], "names": names, "order": record["order"]}
