"""Words for the register's own entries in the history that Wagtail keeps of pages and records.
In: entries written when a country was changed, with the reason. Out: a sentence each.
Next: Wagtail shows them in “History” and in its report of the site's history.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter


def register_actions(actions: LogActionRegistry) -> None:
    """Register the two moves."""

    @actions.register_action("directory.relocate")
    class Relocated(LogFormatter):
        label = gettext_lazy("Relocate")

        def format_message(self, log_entry: Any) -> str:
            return _("Moved from %(from)s to %(to)s: %(reason)s") % log_entry.data

    @actions.register_action("directory.reassign")
    class Reassigned(LogFormatter):
        label = gettext_lazy("Give to another region")

        def format_message(self, log_entry: Any) -> str:
            return _("Moved from %(from)s to %(to)s: %(reason)s") % log_entry.data
