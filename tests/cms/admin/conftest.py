"""Staff of the small federation, as the register's admin has them, and troubles to show them."""

import datetime

import pytest
from django.utils import timezone

from directory.models import Change
from tests.directory.admin.conftest import sign_in, staff

__all__ = ["sign_in", "staff"]


@pytest.fixture
def late(organise, followed):
    """An index that has not read what was written two minutes ago."""
    organise("Club of Sfax")
    Change.objects.update(at=timezone.now() - datetime.timedelta(seconds=125))
    return followed
