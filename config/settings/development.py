"""Settings for a developer's machine and the demo.
In: base.py. Out: the same with debugging on, a fixed key and mail on the terminal.
Next: `make demo` runs on these.
"""

from config.settings.base import *  # noqa: F403 - settings are built by extension
from config.settings.base import SECRET_KEY, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = SECRET_KEY or "development-only-and-never-in-production"
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
SERVE_MEDIA = True
INTERNAL_IPS = ["127.0.0.1"]
DEMO_ALLOWED = True
