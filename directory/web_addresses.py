"""Web addresses that people give us: http and https, nothing else.
In: what was typed. Out: a URL that is safe to put in a link.
Next: the organisation's page links to it.
"""

from typing import Any

from django.core.validators import URLValidator
from django.db import models

only_http = URLValidator(schemes=["http", "https"])


class WebAddressField(models.URLField):
    """A URL of at most 500 characters whose scheme is http or https."""

    default_validators = [only_http]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"max_length": 500} | kwargs))

    def formfield(self, **kwargs: Any) -> Any:
        """Assume https where no scheme was typed."""
        return super().formfield(**({"assume_scheme": "https"} | kwargs))
