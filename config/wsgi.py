"""The server's entry point.
In: the environment. Out: the WSGI application, or one sentence when a setting is wrong.
Next: gunicorn (or any WSGI server) calls it for every request.
"""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from environs import EnvError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
try:
    application = get_wsgi_application()
except (EnvError, ImproperlyConfigured) as error:
    sys.exit(f"Meridian cannot start: {error}")
