"""Earlier addresses and foreign identifiers of an organisation: what the world may still know it by.
In: rows written by verbs. Out: the organisation behind an old link or somebody else's id.
Next: the finder's route redirects earlier slugs; imports find their own records again.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.tracked import OfOrganisation


class EarlierSlug(models.Model):
    """A slug that an organisation once had; it redirects in every language and is never given to another."""

    organisation = models.ForeignKey(
        "directory.OrganisationPage", on_delete=models.CASCADE, related_name="earlier_slugs"
    )
    slug = models.SlugField(_("slug"), max_length=255, unique=True)
    left_at = models.DateTimeField(_("left at"), auto_now_add=True)

    class Meta:
        verbose_name = _("earlier address")
        verbose_name_plural = _("earlier addresses")

    def __str__(self) -> str:
        return self.slug


class ExternalId(OfOrganisation):
    """The identifier of an organisation in somebody else's list."""

    organisation = models.ForeignKey(
        "directory.OrganisationPage", on_delete=models.CASCADE, related_name="external_ids"
    )
    scheme = models.CharField(_("list"), max_length=40)
    value = models.CharField(_("identifier"), max_length=200)

    class Meta:
        verbose_name = _("identifier elsewhere")
        verbose_name_plural = _("identifiers elsewhere")
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="one_organisation_per_external_id")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"
