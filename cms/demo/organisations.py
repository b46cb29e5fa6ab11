"""Loads the demo federation's fictional organisations, as staff and offices would have entered them.
In: organisations.json. Out: pages with revisions, and beside them what verbs write; those there already stay.
Next: the index; the site says on every page that they are fictional.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from wagtail.models import PageViewRestriction

from cms.demo.files import read
from directory import changes, verbs
from directory.importing.branches import Branch, lock_branches
from directory.importing.pages import page_below, publish_pages
from directory.importing.profile import ordered
from directory.models import (
    Acronym,
    Country,
    Field,
    Kind,
    MembershipCategory,
    OrganisationPage,
    OrganisationText,
    OtherName,
    Programme,
    SocialLink,
    WorkingLanguage,
)

# Organisations a transaction: the index follows once for all of them.
BATCH = 100


def load_organisations(told: Callable[[], object]) -> int:
    """Write the organisations that are not there yet; call `told` after each. Return how many were written."""
    loader = _Loader()
    there = set(OrganisationPage.objects.values_list("slug", flat=True))
    missing = [record for record in read("organisations") if record["slug"] not in there]
    for first in range(0, len(missing), BATCH):
        with changes.event("loaded"):
            loader.load(missing[first : first + BATCH], told)
    return len(missing)


class _Loader:
    """Knows the vocabularies, so that each organisation costs no look-ups."""

    def __init__(self) -> None:
        self.kinds = {kind.slug: kind for kind in Kind.objects.all()}
        self.fields = {field.slug: field for field in Field.objects.all()}
        self.programmes = {programme.slug: programme for programme in Programme.objects.all()}
        self.categories = {category.slug: category for category in MembershipCategory.objects.all()}
        self.countries = {country.code: country for country in Country.objects.select_related("region")}
        regions = {country.region for country in self.countries.values()}
        self.offices = {region.pk: verbs.office_of(region).pk for region in regions}

    def load(self, records: list[dict[str, Any]], told: Callable[[], object]) -> None:
        branches = lock_branches(self.offices.values())
        pages = [self._page(record, branches) for record in records]
        publish_pages(pages, branches.values())
        for page, record in zip(pages, records, strict=True):
            self._membership(page, record["membership"])
            self._standing(page, record)
            told()

    def _page(self, record: dict[str, Any], branches: dict[int, Branch]) -> OrganisationPage:
        country = self.countries[record["country"]]
        page = page_below(
            branches[self.offices[country.region_id]],
            slug=record["slug"],
            title=record["name"],
            country=country,
            kind=self.kinds[record["kind"]],
        )
        for name in ("city", "latitude", "longitude", "precision", "website", "age_from", "age_to", "founded"):
            setattr(page, name, record[name])
        page.fields = [self.fields[slug] for slug in record["fields"]]
        page.programmes = [self.programmes[slug] for slug in record["programmes"]]
        page.other_names = ordered(OtherName(**name) for name in record["other_names"])
        page.acronyms = ordered(Acronym(text=text) for text in record["acronyms"])
        page.working_languages = ordered(WorkingLanguage(code=code) for code in record["languages"])
        page.social_links = ordered(SocialLink(url=url) for url in record["social_links"])
        page.texts = ordered(
            OrganisationText(**text | {"description": format_html("<p>{}</p>", text["description"])})
            for text in record["texts"]
        )
        return page

    def _membership(self, page: OrganisationPage, record: dict[str, Any]) -> None:
        verbs.admit(
            organisation=page,
            category=self.categories[record["category"]],
            starts=datetime.date.fromisoformat(record["starts"]),
            decided_by="Sample data",
            reason="Admitted with the sample data.",
        )
        if record["status"] == "lapsed":
            last_day = datetime.date.fromisoformat(record["ends"])
            verbs.lapse(
                organisation=page,
                on=last_day + datetime.timedelta(days=1),
                reason=record["reason"],
                decided_by="Sample data",
            )

    def _standing(self, page: OrganisationPage, record: dict[str, Any]) -> None:
        for contact in record["contacts"]:
            verbs.add_contact(
                organisation=page,
                type=contact["type"],
                value=contact["value"],
                visibility=contact["visibility"],
            )
        if record["confirmed_days_ago"] is not None:
            on = timezone.localdate() - datetime.timedelta(days=record["confirmed_days_ago"])
            verbs.confirm(organisation=page, on=on, note="Sample data")
        if record["state"] == "hidden":
            verbs.hide(organisation=page, reason=record["state_reason"] or "Sample of a hidden organisation")
        if record["state"] == "draft":
            page.unpublish()
        if record["state"] == "private":
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
