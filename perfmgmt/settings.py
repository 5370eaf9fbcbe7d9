"""All settings, read strictly from the environment; .env.example explains each variable."""

import os
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.http.request import split_domain_port, validate_host

from perfmgmt import demo
from perfmgmt.env import Environment, read_file

# Some of Django's classes take [their model] only for type checkers; let them take it when run.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
KEY_LENGTH = 50
LOOPBACK = ["localhost", "127.0.0.1", "[::1]", "testserver"]

env = Environment({**read_file(BASE_DIR / ".env"), **os.environ})

# What kind of place this is. Production is neither DEBUG nor DEMO.
DEBUG = env.boolean("DEBUG", default=False)
DEMO = env.boolean("DEMO", default=False)
PRODUCTION = not DEBUG and not DEMO
HTTPS = env.boolean("HTTPS", default=PRODUCTION)
PROXY = env.boolean("PROXY", default=False)
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", [] if PRODUCTION else LOOPBACK)
BUSINESS_TODAY = date(2018, 1, 15) if DEMO else None
DEMO_PASSWORD = demo.DEMO_PASSWORD if DEMO else None

if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        f"ALLOWED_HOSTS is {','.join(ALLOWED_HOSTS) or 'missing'}. Write the names by which the "
        "site is reached, with commas between them: scorecard.example"
    )
if DEMO and HTTPS:
    raise ImproperlyConfigured(
        "DEMO is true and so is HTTPS. The example council has passwords that everybody knows, "
        "so it never runs as a real site. Write DEMO=false for a real site, or leave HTTPS out."
    )
if DEMO and not set(ALLOWED_HOSTS) <= set(LOOPBACK):
    raise ImproperlyConfigured(
        f"DEMO is true and ALLOWED_HOSTS is {','.join(ALLOWED_HOSTS)}. The example council has "
        "passwords that everybody knows, so it answers on this machine only. Write DEMO=false "
        "for a real site, or leave ALLOWED_HOSTS out."
    )

# Where the links in e-mails lead
SITE_URL = env.site(
    "SITE_URL",
    f"{'https' if HTTPS else 'http'}://"
    f"{ALLOWED_HOSTS[0].lstrip('.') if PRODUCTION else '127.0.0.1:8000'}",
)
if HTTPS and SITE_URL.startswith("http://"):
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL} and HTTPS is true. Write https:// in SITE_URL, or leave it out."
    )
if PRODUCTION and not validate_host(split_domain_port(urlsplit(SITE_URL).netloc)[0], ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL}, a name that ALLOWED_HOSTS lacks, so the links in e-mails would "
        "be refused. Write one of those names, or leave SITE_URL out."
    )

SECRET_KEY = env.required(
    "SECRET_KEY", what="Write 50 or more random letters and digits; `make install` makes them."
)
if PRODUCTION and len(SECRET_KEY) < KEY_LENGTH:
    raise ImproperlyConfigured(
        f"SECRET_KEY has {len(SECRET_KEY)} characters. Write 50 or more random ones."
    )

# The application
ROOT_URLCONF = "perfmgmt.urls"
WSGI_APPLICATION = "perfmgmt.wsgi.application"
INSTALLED_APPS = [
    "perfmgmt",
    "reporting",
    "indicators",
    "outcomes",
    "organisation",
    "allauth",
    "allauth.account",
    "import_export",
    "django_htmx",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organisation.middleware.NoStore",
    "organisation.sessions.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "organisation.middleware.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reporting.context.page",
                "organisation.sessions.session",
            ],
        },
    },
]

# Data
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers never wait for the writer, and two writers queue rather than fail.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
# Guesses at passwords are counted in the cache; in production all workers must share the count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
    if PRODUCTION
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# Static files: npm builds into static/build
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticroot"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Outside production files come straight from where they are, without collectstatic.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION

# Uploads: workbooks of 5 MB at most
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The preview of an import has several boxes for each of a few hundred measures.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Sign-in
AUTH_USER_MODEL = "organisation.Person"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "organisation.permissions.AppointmentBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "organisation.adapter.NoSignupAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the performance team adds people and their addresses
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
# Cyber Essentials: at most ten guesses in five minutes, for an account and for an address.
# A whole council may sign in from behind one address, so only wrong guesses are counted tightly.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key,10/5m/ip", "login": "300/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PROXY else 0

# Sessions end after 30 minutes in which nothing was done, and 12 hours after sign-in in any case
SESSION_COOKIE_AGE = 30 * 60
SESSION_LIMIT = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_FAILURE_VIEW = "indicators.officers.views_kept.csrf_failure"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"

# What browsers are told
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# No preload: browsers' built-in lists are the whole domain's choice, and can't be undone soon.
SILENCED_SYSTEM_CHECKS = [
    "security.W021",
    "auth.W004",  # e-mail addresses are unique in any capitals: a constraint the check can't read
]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# E-mail: password resets and reminders go by it, so a real site needs a server
EMAIL_HOST = env.text("EMAIL_HOST", "")
if PRODUCTION and not EMAIL_HOST:
    raise ImproperlyConfigured(
        "EMAIL_HOST is missing. Links to set a new password go by e-mail: write the name of "
        "your mail server."
    )
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_PORT = env.integer("EMAIL_PORT", 587, low=1, high=65535)
EMAIL_HOST_USER = env.text("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env.boolean("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "scorecard@localhost")

# Everything goes to the console; the host keeps it
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO" if PRODUCTION else "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "propagate": False}},
}
