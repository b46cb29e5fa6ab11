"""Loads the demo federation's fictional organisations, as staff and offices would have entered them.
In: organisations.json. Out: pages with revisions, and beside them what verbs write; those there already stay.
Next: the index; the site says on every page that they are fictional.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from wagtail.models import Page, PageViewRestriction

from cms.demo.files import read
from directory import changes, verbs
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
            for record in missing[first : first + BATCH]:
                loader.load(record)
                told()
    return len(missing)


class _Loader:
    """Knows the vocabularies, so that each organisation costs no look-ups."""

    def __init__(self) -> None:
        self.kinds = {kind.slug: kind for kind in Kind.objects.all()}
        self.fields = {field.slug: field for field in Field.objects.all()}
        self.programmes = {programme.slug: programme for programme in Programme.objects.all()}
        self.categories = {category.slug: category for category in MembershipCategory.objects.all()}
        self.countries = {country.code: country for country in Country.objects.select_related("region")}
        self.offices: dict[int, int] = {}

    def load(self, record: dict[str, Any]) -> None:
        page = self._page(record)
        office = self._office(record["country"])
        office.add_child(instance=page)
        revision = page.save_revision()
        if record["state"] != "draft":
            revision.publish()
        self._membership(page, record["membership"])
        self._standing(page, record)

    def _office(self, code: str) -> Page:
        region = self.countries[code].region
        if region.pk not in self.offices:
            self.offices[region.pk] = verbs.office_of(region).pk
        return Page.objects.get(pk=self.offices[region.pk])

    def _page(self, record: dict[str, Any]) -> OrganisationPage:
        own = ("slug", "city", "latitude", "longitude", "precision", "website", "age_from", "age_to", "founded")
        page = OrganisationPage(
            title=record["name"],
            country=self.countries[record["country"]],
            kind=self.kinds[record["kind"]],
            live=False,
            **{name: record[name] for name in own},
        )
        page.fields = [self.fields[slug] for slug in record["fields"]]
        page.programmes = [self.programmes[slug] for slug in record["programmes"]]
        page.other_names = [OtherName(**name) for name in record["other_names"]]
        page.acronyms = [Acronym(text=text) for text in record["acronyms"]]
        page.working_languages = [WorkingLanguage(code=code) for code in record["languages"]]
        page.social_links = [SocialLink(url=url) for url in record["social_links"]]
        page.texts = [
            OrganisationText(**text | {"description": format_html("<p>{}</p>", text["description"])})
            for text in record["texts"]
        ]
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
        if record["state"] == "private":
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
