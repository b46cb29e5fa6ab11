"""Hide, show, confirm: what is true of an organisation at once, beside its page.
In: an organisation, a person and a reason. Out: rows of Hiding and Confirmation.
Next: the change log; listing.py and the pages read the rows.
"""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from directory import changes
from directory.models import Confirmation, Hiding, OrganisationPage
from directory.refusals import Refused, need_reason


def hide(*, organisation: OrganisationPage, reason: str, by: Any = None) -> Hiding:
    """Keep an organisation from the public from this moment.

    Writes one Hiding and one Change. Raises Refused without a reason, or when it is hidden already.
    """
    need_reason(reason)
    with changes.event("hidden", by=by):
        OrganisationPage.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        if Hiding.objects.filter(organisation=organisation, ended_at=None).exists():
            raise Refused(_("The organisation is hidden already."))
        return Hiding.objects.create(organisation=organisation, reason=reason, began_by=by)


def show(*, organisation: OrganisationPage, by: Any = None) -> Hiding:
    """End the hiding of an organisation from this moment.

    Writes the end of its Hiding and one Change. Raises Refused when it is not hidden.
    """
    with changes.event("shown", by=by):
        hiding = Hiding.objects.select_for_update(of=("self",)).filter(organisation=organisation, ended_at=None).first()
        if hiding is None:
            raise Refused(_("The organisation is not hidden."))
        hiding.ended_at = timezone.now()
        hiding.ended_by = by
        hiding.save(update_fields=["ended_at", "ended_by"])
        return hiding


def confirm(
    *, organisation: OrganisationPage, on: datetime.date | None = None, note: str = "", by: Any = None
) -> Confirmation:
    """Record that the organisation has said, on a day (today when None), that its profile is right.

    Writes one Confirmation and one Change. Raises Refused for a day to come.
    """
    today = timezone.localdate()
    on = on or today
    if on > today:
        raise Refused(_("A profile cannot be confirmed on a day to come."))
    with changes.event("confirmed", by=by):
        return Confirmation.objects.create(organisation=organisation, confirmed_on=on, confirmed_by=by, note=note)
