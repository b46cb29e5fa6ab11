"""Regions and countries: which country belongs to which region, and how the federation names it.
In: rows that the federation owns. Out: labels in the reader's language, the region of a country.
Next: offices, memberships and the finder's place facet stand on these.
"""

from functools import lru_cache

from django.db import models
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from directory.models.tracked import Tracked
from directory.names import Named, NamesField


class Region(Tracked, ClusterableModel, Named):
    """A part of the world that one regional office looks after."""

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("names"), FieldPanel("slug"), FieldPanel("order")], _("Name")),
        InlinePanel("contacts", label=_("Contact"), heading=_("How to reach the office")),
    ]

    class Meta(Named.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")


class RegionContact(Orderable):
    """One public way to reach a region's office."""

    region = ParentalKey(Region, on_delete=models.CASCADE, related_name="contacts")
    label = models.CharField(_("for"), max_length=120, blank=True, help_text=_("For example: general questions"))
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)

    panels = [FieldPanel("label"), FieldPanel("email"), FieldPanel("phone"), FieldPanel("website")]

    class Meta(Orderable.Meta):
        verbose_name = _("contact of a region")

    def __str__(self) -> str:
        return self.label or self.email or self.phone or self.website


class Country(Tracked):
    """A country or territory with an ISO 3166-1 code (and XK), in exactly one region."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="countries", verbose_name=_("region"))
    names = NamesField(
        _("names of the federation's own"), help_text=_("Only where they differ from ISO's."), with_default=True
    )
    is_sample = models.BooleanField(
        _("assignment is a sample"), default=False, help_text=_("The region is our guess, not the federation's word.")
    )

    panels = [FieldPanel("names"), FieldPanel("is_sample")]

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.label()

    @property
    def slug(self) -> str:
        """The country in an address: its code in lower case."""
        return self.code.lower()

    def label(self, language: str | None = None) -> str:
        """Return the country's name in `language` (the active one when None): the federation's, else ISO's."""
        language = language or get_language() or ""
        names: dict[str, str] = self.names
        return names[language] if language in names else _iso_name(self.code, language)


@lru_cache(maxsize=4096)  # every page names them all
def _iso_name(code: str, language: str) -> str:
    with override(language or None):
        return str(countries.name(code)) or code
