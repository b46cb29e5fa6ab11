"""Committees, the people who serve, and their terms: dated, never overwritten.
In: rows written by verbs (seat, unseat). Out: who holds which seat on a day, and who held it before.
Next: committee and office pages show the terms in force.
"""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from directory.models.places import Country, Region
from directory.names import Named


class Person(index.Indexed, models.Model):
    """Somebody who serves the federation. An adult in office; young people's data is not collected."""

    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(_("name to sort by"), max_length=200, blank=True)
    countries = models.ManyToManyField(Country, blank=True, related_name="people", verbose_name=_("countries"))

    panels = [FieldPanel("name"), FieldPanel("sort_name"), FieldPanel("countries")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "name"]

    def __str__(self) -> str:
        return self.name


class CommitteeKind(models.TextChoices):
    """What a committee is for."""

    EXECUTIVE = "executive", _("executive")
    SECRETARIAT = "secretariat", _("secretariat")
    ADVISORY = "advisory", _("advisory")
    WORKING_GROUP = "working-group", _("working group")


class Committee(Named):
    """A body of the federation. Its pages, one a language, hold prose; the facts are here, once."""

    kind = models.CharField(_("kind"), max_length=20, choices=CommitteeKind.choices, default=CommitteeKind.ADVISORY)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("names"),
        FieldPanel("slug"),
        FieldPanel("order"),
        FieldPanel("kind"),
        FieldPanel("seats"),
    ]

    class Meta(Named.Meta):
        verbose_name = _("committee")
        verbose_name_plural = _("committees")


class TermQuerySet(models.QuerySet["Term"]):
    """Terms by the days on which they run."""

    def in_force(self, on: datetime.date) -> "TermQuerySet":
        """Those that run on a day."""
        return self.filter(Q(ends=None) | Q(ends__gte=on), starts__lte=on)

    def with_people(self) -> "TermQuerySet":
        """With what a page shows of each, in a fixed number of queries."""
        return self.select_related("person", "represents_country", "represents_region").prefetch_related(
            "person__countries"
        )


class Term(models.Model):
    """A person holds a seat on a committee, or an office of a region, from a day to a day (both included)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="terms", verbose_name=_("person"))
    committee = models.ForeignKey(
        Committee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("committee"),
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
        verbose_name=_("regional office"),
    )
    role = models.CharField(_("role"), max_length=120, blank=True)
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"), null=True, blank=True)
    represents_country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("speaks for the country"),
    )
    represents_region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("speaks for the region"),
    )
    is_sample = models.BooleanField(_("dates or assignment are a sample"), default=False)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["committee", "region", "person__sort_name", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(committee=None, region__isnull=False) | Q(committee__isnull=False, region=None),
                name="term_in_one_body",
            ),
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("starts")), name="term_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role or self.committee or self.region}"
