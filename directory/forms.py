"""The forms in which staff edit an organisation's and an office's page.
In: a page, new or not, and the page it lies below. Out: a checked page.
Next: Wagtail saves it as a revision.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class OrganisationForm(WagtailAdminPageForm):
    """Country is chosen once, among those of the office's region; afterwards the verb `relocate` changes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields.get("country")
        if country is None:
            return
        if self.instance.pk:
            country.disabled = True
            country.help_text = _("Fixed here: a move to another country is a decision of its own (Relocate…).")
            return
        country.queryset = country.queryset.filter(region__offices=self.parent_page.pk)
        country.help_text = _("One of the countries of this office's region.")
        by_name = sorted((each.label(), each.pk) for each in country.queryset)
        country.choices = [("", country.empty_label or ""), *((code, name) for name, code in by_name)]


class OfficeForm(WagtailAdminPageForm):
    """Region is chosen once: the organisations below are those of its countries."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "region" in self.fields:
            self.fields["region"].disabled = True
            self.fields["region"].help_text = _("Fixed here: the organisations below are those of its countries.")
