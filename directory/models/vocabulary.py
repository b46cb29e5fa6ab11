"""The federation's own words: kinds of organisation, fields of science, programmes, categories, awards.
In: rows that the federation owns. Out: a slug for addresses and a label for people.
Next: organisations choose from them and the finder counts by them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from directory.models.tracked import Tracked
from directory.names import Named

NAME_PANELS = [FieldPanel("name"), FieldPanel("names"), FieldPanel("slug"), FieldPanel("order")]


class Kind(Tracked, Named):
    """What an organisation is: association, club, science centre, museum and so on."""

    panels = NAME_PANELS

    class Meta(Named.Meta):
        verbose_name = _("kind of organisation")
        verbose_name_plural = _("kinds of organisation")


class Field(Tracked, Named):
    """A field of science, technology, engineering, the arts or mathematics."""

    panels = NAME_PANELS

    class Meta(Named.Meta):
        verbose_name = _("field of science")
        verbose_name_plural = _("fields of science")


class MembershipCategory(Tracked, Named):
    """A category of membership, as the federation's statutes name it."""

    panels = NAME_PANELS

    class Meta(Named.Meta):
        verbose_name = _("membership category")
        verbose_name_plural = _("membership categories")


class Programme(Tracked, Named):
    """Something the federation runs year after year, in which organisations take part."""

    description = models.TextField(_("description"), blank=True)
    is_sample = models.BooleanField(_("sample"), default=False)

    panels = [*NAME_PANELS, FieldPanel("description"), FieldPanel("is_sample")]

    class Meta(Named.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")


class Award(Named):
    """A distinction that the federation confers."""

    description = models.TextField(_("description"), blank=True)

    panels = [*NAME_PANELS, FieldPanel("description")]

    class Meta(Named.Meta):
        verbose_name = _("award")
        verbose_name_plural = _("awards")
