"""The site as a Django application.
In: Django's start-up. Out: the cache of the finder's addresses kept true.
Next: models.py has the pages.
"""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Home, network, finder, governance and content pages."""

    name = "cms"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Forget the finder's addresses whenever a page above organisations may have changed its own."""
        import_module("cms.addresses").keep_fresh()
