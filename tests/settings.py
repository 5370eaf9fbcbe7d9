"""Settings of the tests: ours, with an environment of their own rather than the developer's."""

import os

os.environ.update(
    SECRET_KEY="only-for-tests-" + "0123456789" * 5,
    DEBUG="false",
    DEMO="false",
    HTTPS="false",
    PROXY="false",
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    EMAIL_HOST="localhost",
)
os.environ.setdefault("DATABASE_URL", "")  # empty wins over the developer's .env file

from perfmgmt.settings import *  # noqa: F403 - Django's way to build on settings

# One hash a password rather than a million, and static files without collectstatic.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
