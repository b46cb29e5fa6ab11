"""Relocate, reassign: an organisation changes its country, a country changes its region.
In: where it was and where it goes. Out: pages moved to the branch of the region's office, so that tree and facts agree.
Next: the change log; the follower reads the organisations again.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from directory import changes
from directory.models import Country, OrganisationPage, Region, RegionalOfficePage
from directory.refusals import Refused


def relocate(*, organisation: OrganisationPage, country: Country, by: Any = None) -> OrganisationPage:
    """Give an organisation another country, and move its page to the branch of that country's region.

    Writes the page's country and place in the tree, and one Change. Drafts keep everything else they say.
    Raises Refused when the country's region has no office page.
    """
    with changes.event("relocated", by=by):
        # Read under lock: another may be giving the country to another region at this moment.
        country = Country.objects.select_for_update(of=("self",)).get(pk=country.pk)
        office = office_of(country.region)
        page = OrganisationPage.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        page.country = country
        page.save(update_fields=["country"])
        _move(page, office, by)
    return OrganisationPage.objects.get(pk=organisation.pk)


def reassign(*, country: Country, region: Region, by: Any = None) -> Country:
    """Give a country to another region, and move its organisations' pages with it.

    Writes the country, the places of its organisations in the tree, and one Change for each of them and for
    the country. Raises Refused when the region has no office page.
    """
    office = office_of(region)
    with changes.event("reassigned", by=by):
        country = Country.objects.select_for_update(of=("self",)).get(pk=country.pk)
        country.region = region
        country.is_sample = False
        country.save(update_fields=["region", "is_sample"])
        for page in OrganisationPage.objects.filter(country=country):
            _move(page, office, by)
    return country


def office_of(region: Region) -> RegionalOfficePage:
    """Return the office page below which a region's organisations lie: the one in the default language.

    Raises Refused when there is none.
    """
    office = RegionalOfficePage.objects.filter(region=region, locale__language_code=settings.LANGUAGE_CODE).first()
    if office is None:
        raise Refused(_("The region %(region)s has no office page; make one first.") % {"region": region})
    return office


def _move(page: OrganisationPage, office: RegionalOfficePage, by: Any) -> None:
    # Read afresh: moving its neighbours may have changed paths.
    page = OrganisationPage.objects.get(pk=page.pk)
    if not page.is_child_of(office):
        page.move(Page.objects.get(pk=office.pk), pos="last-child", user=by)
