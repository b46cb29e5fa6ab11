"""An organisation as its page shows it, in whichever language the visitor reads.
In: an organisation's page, live or a draft's preview. Out: an OrganisationView and a small map.
Next: templates/pages/organisation.html.
"""

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms.models.settings import SiteSettings
from cms.presentation.cards import ages, initials, place
from cms.presentation.counts import offices_by_region
from cms.presentation.parts import Contact, Link, Text
from cms.presentation.site import Places, places
from cms.worldmap import locator
from directory.languages import direction, language_label
from directory.models import Membership, OrganisationPage, Precision, Visibility

OLD_AFTER = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationView:
    """All that an organisation's page shows."""

    name: str
    name_lang: str
    name_dir: str
    names: list[Text]
    acronyms: list[str]
    kind: str
    place: str
    address: str
    country: Link
    region: Link
    office: Link | None
    fields: list[Link]
    ages: str
    languages: list[str]
    programmes: list[Link]
    founded: int | None
    summary: Text | None
    description: Text | None
    shown_language: str
    text_languages: list[Link]
    website: Link | None
    social: list[Link]
    contacts: list[Contact]
    member_since: datetime.date | None
    category: str
    confirmed: datetime.date | None
    confirmed_old: bool
    logo: Any
    initials: str
    coordinates: str
    precision: str
    is_sample: bool


def organisation_context(page: OrganisationPage, request: HttpRequest) -> dict[str, Any]:
    """Return what the template needs to show an organisation."""
    site = places(request)
    view = _view(page, request, site)
    has_place = page.latitude is not None and page.longitude is not None
    return {
        "title": page.title,
        "organisation": view,
        "locator": locator(page.latitude, page.longitude, code=page.country_id) if has_place else None,
        "nearby": [],
        "page_title": page.title,
        "page_description": view.summary.text if view.summary else "",
        "crumbs": [
            Link(_("Home"), site.home),
            Link(_("Organisations"), site.finder),
            view.country,
            Link(page.title, ""),
        ],
    }


def _view(page: OrganisationPage, request: HttpRequest, site: Places) -> OrganisationView:
    language = get_language() or settings.LANGUAGE_CODE
    region = page.country.region
    office = offices_by_region(language, settings.LANGUAGE_CODE).get(region.pk)
    text = page.text_in(language)
    membership = Membership.objects.filter(organisation=page).in_force(timezone.localdate()).select_related("category")
    since = Membership.objects.listing().filter(organisation=page).order_by("starts").first()
    current = membership.order_by("starts").last()
    confirmation = page.confirmations.order_by("-confirmed_on").first() if page.pk else None
    confirmed = confirmation.confirmed_on if confirmation else None
    return OrganisationView(
        name=page.title,
        name_lang="",
        name_dir="auto",
        names=[
            Text(
                name.name,
                name.language,
                direction(name.language) if name.language else "auto",
                language_label(name.language) if name.language else "",
            )
            for name in page.other_names.all()
        ],
        acronyms=[acronym.text for acronym in page.acronyms.all()],
        kind=page.kind.label(),
        place=place(page),
        address=page.address,
        country=Link(page.country.label(), site.country.format(code=page.country.slug)),
        region=Link(region.label(), f"{site.finder}?region={region.slug}"),
        office=Link(office.title, office.get_url(request) or "") if office else None,
        fields=[Link(field.label(), f"{site.finder}?field={field.slug}") for field in page.fields.all()],
        ages=_ages(page),
        languages=[language_label(row.code) for row in page.working_languages.all()],
        programmes=[Link(each.label(), f"{site.finder}?programme={each.slug}") for each in page.programmes.all()],
        founded=page.founded,
        summary=Text(text.summary, text.language, text.direction) if text and text.summary else None,
        description=Text(text.description, text.language, text.direction) if text and text.description else None,
        shown_language=language_label(text.language) if text and text.language != language else "",
        text_languages=[
            Link(language_label(other.language), "")
            for other in page.texts.all()
            if text and other.language != text.language
        ],
        website=Link(urlsplit(page.website).hostname or page.website, page.website) if page.website else None,
        social=[Link(urlsplit(link.url).hostname or link.url, link.url) for link in page.social_links.all()],
        contacts=_contacts(page),
        member_since=since.starts if since else None,
        category=current.category.label() if current else "",
        confirmed=confirmed,
        confirmed_old=confirmed is not None and confirmed < timezone.localdate() - OLD_AFTER,
        logo=page.logo,
        initials=initials(page.title),
        coordinates=coordinates(page.latitude, page.longitude),
        precision=str(Precision(page.precision).label),
        is_sample=SiteSettings.for_request(request).shows_samples,
    )


def _ages(page: OrganisationPage) -> str:
    said = ages(page)
    last = page.age_to if page.age_to is not None else page.age_from
    return ngettext("%(ages)s year", "%(ages)s years", last) % {"ages": said} if said and last is not None else ""


def _contacts(page: OrganisationPage) -> list[Contact]:
    if not page.pk:
        return []
    public = page.contact_points.filter(visibility=Visibility.PUBLIC)
    return [Contact(contact.type, contact.label or contact.get_type_display(), contact.value) for contact in public]


def coordinates(latitude: float | None, longitude: float | None) -> str:
    """Return a place as sailors write it: 36.8° N, 10.2° E; empty where it is not known."""
    if latitude is None or longitude is None:
        return ""
    north = _("N") if latitude >= 0 else _("S")
    east = _("E") if longitude >= 0 else _("W")
    return f"{abs(latitude):.1f}° {north}, {abs(longitude):.1f}° {east}"
