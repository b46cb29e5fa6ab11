"""What the admin's templates need to know of the site.
In: nothing. Out: the name that the settings give it.
Next: templates/wagtailadmin/ puts it where Wagtail would say its own.
"""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def admin_name() -> str:
    """Return the name under which staff know the site."""
    return str(settings.WAGTAIL_SITE_NAME)
