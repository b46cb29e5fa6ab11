"""What is known of the index beside the index: records set aside, and reports of checks and rebuilds.
In: what follow.py, rebuild.py and check.py came upon. Out: rows that status.py shows to staff.
Next: a record set aside is tried again at `next_try`, and its row goes when it succeeds.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SetAside(models.Model):
    """An organisation whose document could not be made or stored. It is in no index until that succeeds."""

    organisation_id = models.BigIntegerField(_("organisation"), unique=True)  # the page may be gone: no foreign key
    reason = models.TextField(_("reason"))
    attempts = models.PositiveIntegerField(_("attempts"), default=1)
    since = models.DateTimeField(_("since"), auto_now_add=True)
    next_try = models.DateTimeField(_("next attempt"), db_index=True)

    class Meta:
        verbose_name = _("record set aside")
        verbose_name_plural = _("records set aside")
        ordering = ["since", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.reason}"


class IndexReport(models.Model):
    """How a check or a rebuild of the index ended."""

    class Kind(models.TextChoices):
        """What was done."""

        CHECK = "check", _("check")
        REBUILD = "rebuild", _("rebuild")

    kind = models.CharField(_("what was done"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    seconds = models.FloatField(_("seconds"))
    documents = models.PositiveIntegerField(_("documents"))
    missing = models.PositiveIntegerField(_("missing"), default=0)
    extra = models.PositiveIntegerField(_("extra"), default=0)
    stale = models.PositiveIntegerField(_("stale"), default=0)
    repaired = models.BooleanField(_("repaired"), default=False)

    class Meta:
        verbose_name = _("report on the index")
        verbose_name_plural = _("reports on the index")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "-id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"

    @property
    def is_clean(self) -> bool:
        """Whether the index was equal to the register."""
        return not (self.missing or self.extra or self.stale)
