"""The pages of the site that are not the register's own: home, network, finder, governance, content."""

from cms.models.finder import FinderPage
from cms.models.network import NetworkPage
from cms.models.settings import SiteSettings
from cms.models.told import ContentPage, GovernancePage, HomePage

__all__ = ["ContentPage", "FinderPage", "GovernancePage", "HomePage", "NetworkPage", "SiteSettings"]
