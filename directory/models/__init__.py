"""The register's models, one module a subject."""

from directory.models.addresses import EarlierSlug, ExternalId
from directory.models.changes import Change
from directory.models.committees import CommitteePage
from directory.models.governance import Committee, CommitteeKind, Person, Term
from directory.models.membership import Membership, MembershipStatus
from directory.models.offices import RegionalOfficePage
from directory.models.organisations import ChosenField, ChosenProgramme, OrganisationPage, Precision
from directory.models.places import Country, Region, RegionContact
from directory.models.profile import Acronym, OrganisationText, OtherName, SocialLink, WorkingLanguage
from directory.models.standing import Confirmation, ContactPoint, Hiding, Visibility
from directory.models.vocabulary import Award, Field, Kind, MembershipCategory, Programme

__all__ = [
    "Acronym",
    "Award",
    "Change",
    "ChosenField",
    "ChosenProgramme",
    "Committee",
    "CommitteeKind",
    "CommitteePage",
    "Confirmation",
    "ContactPoint",
    "Country",
    "EarlierSlug",
    "ExternalId",
    "Field",
    "Hiding",
    "Kind",
    "Membership",
    "MembershipCategory",
    "MembershipStatus",
    "OrganisationPage",
    "OrganisationText",
    "OtherName",
    "Person",
    "Precision",
    "Programme",
    "Region",
    "RegionContact",
    "RegionalOfficePage",
    "SocialLink",
    "Term",
    "Visibility",
    "WorkingLanguage",
]
