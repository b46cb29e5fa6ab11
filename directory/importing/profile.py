"""Profiles: putting what an entry says onto an organisation's page, in memory.
In: a page, new or of the register, and values by column. Out: the page with its fields and child rows set.
Next: pages.py writes new pages in bulk, updates.py publishes changed ones.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from directory.importing.words import Words
from directory.models import Acronym, OrganisationPage, OrganisationText, OtherName, WorkingLanguage
from directory.scripts import script_of

# Columns that are fields of the page under the same name.
_FIELDS = ("city", "latitude", "longitude", "website", "age_from", "age_to", "founded")


def put(page: OrganisationPage, said: Mapping[str, Any], text_language: str, words: Words) -> None:
    """Set what is said on the page, and leave alone what is not; rows that stay keep what else they hold."""
    if "name" in said:
        page.title = said["name"]
    if "kind" in said:
        page.kind_id = words.kinds.by_slug[said["kind"]].pk
    for column in _FIELDS:
        if column in said:
            setattr(page, column, said[column])
    if "fields" in said:
        page.fields = [words.fields.by_slug[slug] for slug in said["fields"]]
    if "programmes" in said:
        page.programmes = [words.programmes.by_slug[slug] for slug in said["programmes"]]
    _put_rows(page, said)
    if "summary" in said:
        texts = {text.language: text for text in page.texts.all()}
        text = texts.setdefault(text_language, OrganisationText(language=text_language))
        text.summary = said["summary"]
        page.texts = ordered(texts.values())


def _put_rows(page: OrganisationPage, said: Mapping[str, Any]) -> None:
    if "languages" in said:
        kept = {row.code: row for row in page.working_languages.all()}
        page.working_languages = ordered(kept.get(code) or WorkingLanguage(code=code) for code in said["languages"])
    if "acronyms" in said:
        kept = {row.text: row for row in page.acronyms.all()}
        page.acronyms = ordered(kept.get(text) or Acronym(text=text) for text in said["acronyms"])
    if "other_names" in said:
        kept = {(row.language, row.name): row for row in page.other_names.all()}
        page.other_names = ordered(kept.get(pair) or _other_name(*pair) for pair in said["other_names"])


def _other_name(language: str, name: str) -> OtherName:
    return OtherName(name=name, language=language, script=script_of(name, language))


def ordered(rows: Iterable[Any]) -> list[Any]:
    """Return child rows numbered from 0, as the admin's form numbers them."""
    numbered = list(rows)
    for number, row in enumerate(numbered):
        row.sort_order = number
    return numbered
