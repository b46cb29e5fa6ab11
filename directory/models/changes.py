"""The change log: one line for each thing that may have become findable, or ceased to be. An outbox.
In: a line appended in the transaction of the write. Out: subjects to read again, never a payload.
Next: search/follow.py reads the lines after the index's position.
"""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def a_mark() -> int:
    """Return a number that no other line has, in this history of the register or in one that was restored over."""
    return secrets.randbits(63)


class Change(models.Model):
    """Something happened to a subject. Append-only: a row is never altered."""

    id = models.BigAutoField(primary_key=True)
    subject_type = models.CharField(_("subject"), max_length=40)
    subject_id = models.CharField(_("identifier"), max_length=40)
    kind = models.CharField(_("what happened"), max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # The transaction that wrote the row (PostgreSQL alone): ids are given before commit, so a higher id can be
    # seen first; below the snapshot's xmin no row can still appear.
    xid = models.BigIntegerField(null=True, editable=False, db_index=True)
    # Ids begin again where a database was restored; an index that has read this very line knows it by its mark.
    mark = models.BigIntegerField(default=a_mark, editable=False)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["id"]
        # What staff's lists ask: the latest change of each of these subjects.
        indexes = [models.Index(fields=["subject_type", "subject_id", "-id"])]

    def __str__(self) -> str:
        return f"{self.id} {self.kind} {self.subject_type} {self.subject_id}"
