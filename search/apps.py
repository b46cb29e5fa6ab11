"""The index as a Django application.
In: Django's start-up. Out: an embedded index that follows every commit which appended to the change log.
Next: follow.py brings the index to the head of the log.
"""

from importlib import import_module

from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """How organisations are found."""

    name = "search"
    verbose_name = _("Finder's index")

    def ready(self) -> None:
        """Refuse a broken SEARCH_URL, and have the register tell us of commits.

        Modules that need models can be imported only from here on.
        """
        import_module("search.index").engine()
        after_commit = import_module("search.after_commit")
        import_module("directory.changes").listen(after_commit.follow_after_commit)
        request_started.connect(after_commit.a_request_begins)
        request_finished.connect(after_commit.a_request_ends)
