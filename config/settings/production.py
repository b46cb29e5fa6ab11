"""Settings for a public site.
In: base.py and an environment that must say SECRET_KEY and ALLOWED_HOSTS. Out: settings that refuse plain HTTP.
Next: config/wsgi.py under gunicorn runs on these.
"""

from environs import validate

from config.settings.base import *  # noqa: F403 - settings are built by extension
from config.settings.base import DATABASES, env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=50))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")

# Static files carry their hash in their name and are kept by browsers for ever.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=True) else None
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", "smtp://localhost:25")
vars().update(EMAIL_CONFIG)
# Mail is sent while a form of the admin is being written: a mail server that hangs must not keep the others.
EMAIL_TIMEOUT = EMAIL_CONFIG.get("EMAIL_TIMEOUT") or 5
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "meridian@localhost")
CACHES = {"default": env.dj_cache_url("CACHE_URL", "locmem://")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
