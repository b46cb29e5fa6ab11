"""Factories of the register: each makes a small true record, through Wagtail's own path for pages.
In: whatever a test cares about. Out: a saved row or page.
Next: fixtures in conftest.py and tests use them.
"""

import datetime

import factory
import wagtail_factories
from factory.django import DjangoModelFactory

from cms.models import FinderPage, GovernancePage, HomePage, NetworkPage
from directory import models, verbs

LONG_AGO = datetime.date(2000, 1, 1)


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = models.Region
        django_get_or_create = ["slug"]

    slug = "africa"
    name = factory.LazyAttribute(lambda region: region.slug.title())


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = models.Country
        django_get_or_create = ["code"]

    code = "TN"
    region = factory.SubFactory(RegionFactory)


class KindFactory(DjangoModelFactory):
    class Meta:
        model = models.Kind
        django_get_or_create = ["slug"]

    slug = "club"
    name = factory.LazyAttribute(lambda kind: kind.slug.replace("-", " ").title())


class FieldFactory(DjangoModelFactory):
    class Meta:
        model = models.Field
        django_get_or_create = ["slug"]

    slug = "astronomy"
    name = factory.LazyAttribute(lambda field: field.slug.title())


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = models.Programme
        django_get_or_create = ["slug"]

    slug = "expo-sciences"
    name = factory.LazyAttribute(lambda programme: programme.slug.title())


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = models.MembershipCategory
        django_get_or_create = ["slug"]

    slug = "full"
    name = "Full member"


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = models.Person

    name = factory.Sequence(lambda n: f"Person {n}")
    sort_name = factory.SelfAttribute("name")


class CommitteeFactory(DjangoModelFactory):
    class Meta:
        model = models.Committee
        django_get_or_create = ["slug"]

    slug = "yac"
    name = "Youth Advisory Committee"


class HomePageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = HomePage

    title = "Home"
    slug = "home"


class NetworkPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = NetworkPage

    title = "Network"
    slug = "network"


class FinderPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = FinderPage

    title = "Organisations"
    slug = "organisations"


class GovernancePageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = GovernancePage

    title = "Governance"
    slug = "governance"


class OfficePageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = models.RegionalOfficePage

    region = factory.SubFactory(RegionFactory)
    title = factory.LazyAttribute(lambda office: f"Office of {office.region.name}")


class OrganisationPageFactory(wagtail_factories.PageFactory):
    """A live page; below `parent`, an office. Not a member until admitted: see the fixture `organise`."""

    class Meta:
        model = models.OrganisationPage

    title = factory.Sequence(lambda n: f"Organisation {n}")
    kind = factory.SubFactory(KindFactory)


def admitted(organisation, *, starts=LONG_AGO, ends=None, category=None):
    """Admit an organisation by the verb, and return the membership."""
    return verbs.admit(organisation=organisation, category=category or CategoryFactory(), starts=starts, ends=ends)
