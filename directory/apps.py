"""The register as a Django application.
In: Django's start-up. Out: the change log listening to every write.
Next: tracking.py says which writes matter.
"""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Regions, countries, organisations, memberships, committees, people."""

    name = "directory"
    verbose_name = _("Register")

    def ready(self) -> None:
        """Have every tracked model report its writes; models can be imported only from here on."""
        import_module("directory.tracking").track()
