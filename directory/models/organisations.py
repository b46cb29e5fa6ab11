"""The page of a member organisation: its profile, as a reviewer should see it before the public does.
In: fields and child rows that a revision holds. Out: drafts, moderation, history (Wagtail's) and a public address.
Next: what is true at once lives beside the page (membership.py, contacts.py); the finder serves the page.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.images import get_image_model_string
from wagtail.models import Locale, Page
from wagtail.search import index

from directory.forms import OrganisationForm
from directory.models.addresses import EarlierSlug
from directory.models.places import Country
from directory.models.profile import OrganisationText
from directory.models.tracked import OfOrganisation, TrackedPage
from directory.models.vocabulary import Field, Kind, Programme
from directory.page_context import ContextFromHooks
from directory.panels import ORGANISATION_EDITOR
from directory.web_addresses import WebAddressField

OLDEST_AGE = 120


class Precision(models.TextChoices):
    """How exactly a place is known."""

    ADDRESS = "address", _("the address")
    CITY = "city", _("the city")
    COUNTRY = "country", _("the country")


class OrganisationPage(ContextFromHooks, TrackedPage):
    """A member organisation. One page in the register, whatever language it is read in."""

    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="organisations", verbose_name=_("country")
    )
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="organisations", verbose_name=_("kind"))
    address = models.TextField(_("address"), blank=True, max_length=400)
    city = models.CharField(_("city"), max_length=120, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    precision = models.CharField(
        _("the place is exact to"), max_length=10, choices=Precision.choices, default=Precision.CITY
    )
    website = WebAddressField(_("website"), blank=True)
    fields = ParentalManyToManyField(
        Field,
        through="ChosenField",
        blank=True,
        related_name="organisations",
        verbose_name=_("fields of science"),
    )
    programmes = ParentalManyToManyField(
        Programme,
        through="ChosenProgramme",
        blank=True,
        related_name="organisations",
        verbose_name=_("programmes"),
    )
    age_from = models.PositiveSmallIntegerField(
        _("youngest age served"), null=True, blank=True, validators=[MaxValueValidator(OLDEST_AGE)]
    )
    age_to = models.PositiveSmallIntegerField(
        _("oldest age served"), null=True, blank=True, validators=[MaxValueValidator(OLDEST_AGE)]
    )
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    logo = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )

    base_form_class = OrganisationForm
    template = "pages/organisation.html"
    parent_page_types = ["directory.RegionalOfficePage"]
    subpage_types: list[str] = []
    show_in_menus_default = False

    edit_handler = ORGANISATION_EDITOR

    search_fields = [
        *Page.search_fields,
        index.SearchField("city"),
        index.FilterField("country_id"),
        index.FilterField("kind_id"),
        index.RelatedFields("other_names", [index.SearchField("name"), index.AutocompleteField("name")]),
        index.RelatedFields("acronyms", [index.SearchField("text"), index.AutocompleteField("text")]),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def clean(self) -> None:
        """Hold the register's rules: ages in order, both coordinates or none, an address nobody else has had."""
        super().clean()
        errors: dict[str, str] = {}
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            errors["age_to"] = str(_("The oldest age is below the youngest."))
        if (self.latitude is None) != (self.longitude is None):
            errors["longitude"] = str(_("A place has both a latitude and a longitude, or neither."))
        if self.slug and self._slug_is_taken(self.slug):
            errors["slug"] = str(_("Another organisation has, or once had, this address."))
        if errors:
            raise ValidationError(errors)

    def with_content_json(self, content: dict[str, Any]) -> "OrganisationPage":
        """Read a revision; the country is the register's (see verbs.relocate), never an old draft's."""
        page: OrganisationPage = super().with_content_json(content)
        # Asked afresh: the page in memory may have been read before it was relocated.
        registered = type(self).objects.filter(pk=self.pk).values_list("country_id", flat=True).first()
        page.country_id = registered or page.country_id
        return page

    def can_move_to(self, parent: Page) -> bool:
        """Tell whether the page may lie below `parent`: only below the office of its country's region."""
        office = parent.specific
        return bool(super().can_move_to(parent) and getattr(office, "region_id", None) == self.country.region_id)

    def copy_for_translation(
        self,
        locale: Locale,
        copy_parents: bool = False,  # noqa: ARG002, FBT001, FBT002 - Wagtail's signature
        alias: bool = False,  # noqa: FBT001, FBT002
        exclude_fields: Sequence[str] | None = None,  # noqa: ARG002
    ) -> "OrganisationPage":
        """Make nothing: an organisation's page exists once, and is read in every language.

        Locale synchronisation asks for an alias and goes on with what it gets: an unsaved page. Whoever asks for
        a translation is refused with PermissionDenied; texts in other languages are rows of the page.
        """
        if not alias:
            raise PermissionDenied(_("An organisation has one page for all languages; add a text to it instead."))
        return OrganisationPage(title=self.title, slug=self.slug, locale=locale)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Return the public address: the index page of the active language, then the slug."""
        index_page = apps.get_model(settings.ORGANISATION_INDEX_MODEL)
        parts: tuple[int, str, str] | None = index_page.address_of(self.slug, get_language(), request)
        return parts

    def get_route_paths(self) -> list[str]:
        """Return no path: Wagtail's automatic redirects know one language and no rule of listing; EarlierSlug does."""
        return []

    def text_in(self, language: str) -> OrganisationText | None:
        """Return the text in `language`, else in the site's default language, else the first there is."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(language) or texts.get(settings.LANGUAGE_CODE) or next(iter(texts.values()), None)

    def _slug_is_taken(self, slug: str) -> bool:
        others = OrganisationPage.objects.filter(slug=slug).exclude(pk=self.pk)
        earlier = EarlierSlug.objects.filter(slug=slug).exclude(organisation_id=self.pk)
        return others.exists() or earlier.exists()


class ChosenField(OfOrganisation):
    """An organisation works in a field of science."""

    organisation = models.ForeignKey(
        OrganisationPage, on_delete=models.CASCADE, related_name="+", db_column="organisationpage_id"
    )
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True  # the page's own entries say it

    class Meta:
        db_table = "directory_organisationpage_fields"
        default_permissions = ()
        unique_together = [("organisation", "field")]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.field_id}"


class ChosenProgramme(OfOrganisation):
    """An organisation takes part in a programme."""

    organisation = models.ForeignKey(
        OrganisationPage, on_delete=models.CASCADE, related_name="+", db_column="organisationpage_id"
    )
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "directory_organisationpage_programmes"
        default_permissions = ()
        unique_together = [("organisation", "programme")]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.programme_id}"
