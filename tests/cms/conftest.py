"""Fixtures of the site's tests: the federation, indexed, and the addresses of its pages."""

from types import SimpleNamespace

import pytest


@pytest.fixture
def urls(federation):
    """The addresses of the federation's pages."""
    return SimpleNamespace(
        home="/en/",
        network="/en/network/",
        finder="/en/network/organisations/",
        africa="/en/network/africa/",
        tunisia="/en/network/countries/tn/",
        organisation="/en/network/organisations/club-1/",
        governance="/en/governance/",
        api="/api/v1/organisations/",
        sitemap="/sitemap.xml",
    )
