"""Settings of the tests: ours, with an environment of their own rather than the developer's."""

import os
import tempfile
from pathlib import Path

os.environ.update(
    SECRET_KEY="only-for-tests-" + "0123456789" * 5,
    DEBUG="false",
    DEMO="false",
    HTTPS="false",
    PROXY="false",
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    EMAIL_HOST="localhost",
    SITE_URL="",
)
os.environ.setdefault("DATABASE_URL", "")  # empty wins over the developer's .env file

from perfmgmt.settings import *  # noqa: F403 - Django's way to build on settings

# SQLite in a file of this process rather than in memory: there all requests of a browser would
# share one connection, and those that come at once would run into each other's transactions.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    DATABASES["default"]["TEST"] = {  # noqa: F405
        "NAME": Path(tempfile.gettempdir()) / f"perfmgmt-tests-{os.getpid()}.sqlite3"
    }

# One hash a password rather than a million, and static files without collectstatic.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
