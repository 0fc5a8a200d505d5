"""Django's settings, all of them derived from `config.py`; nothing else reads the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from backstride.store.folder import DataFolder
from backstride.store.secret_key import kept_secret_key

from . import config
from .logs import logging_settings, set_up_structlog
from .sign_in import sign_in_settings

VALUES = config.read()
BACKSTRIDE = {name: value.value for name, value in VALUES.items()}
DATA_FOLDER = DataFolder(Path(BACKSTRIDE["DATA"]).expanduser().absolute())
LOCAL = BACKSTRIDE["SIGN_IN"] == "local"
"""One runner on this machine, who enters by a one-time link; else accounts behind https."""
PAGE = urlsplit(BACKSTRIDE["URL"])

HERE = Path(__file__).resolve().parent
DEBUG = False
SECRET_KEY = BACKSTRIDE["SECRET_KEY"] or kept_secret_key(DATA_FOLDER)
SECRET_KEY_FALLBACKS = [key.strip() for key in BACKSTRIDE["OLD_SECRET_KEYS"].split(",") if key.strip()]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"] + ([PAGE.hostname] if PAGE.hostname else [])
CSRF_TRUSTED_ORIGINS = [f"{PAGE.scheme}://{PAGE.netloc}"] if PAGE.hostname else []
ROOT_URLCONF = "backstride.web.urls"
WSGI_APPLICATION = "backstride.web.wsgi.application"
SITE_ID = 1

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_prometheus",
    "ninja",
    "backstride.store",
    "backstride.web",
]

MIDDLEWARE = [
    "backstride.web.middleware.request_log.RequestLog",
    # From here to WhiteNoise: what every answer gets, files of the look and refusals included.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "backstride.web.middleware.headers.Headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "backstride.web.middleware.own_origin.OwnOrigin",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Deny by default: a view is public only where it says so.
    "backstride.web.middleware.signed_in.SignedIn",
    "backstride.web.middleware.runners_place.RunnersPlace",
    "django.contrib.messages.middleware.MessageMiddleware",
]
if BACKSTRIDE["METRICS"] == "on":
    MIDDLEWARE.insert(0, "django_prometheus.middleware.PrometheusBeforeMiddleware")
    MIDDLEWARE.append("django_prometheus.middleware.PrometheusAfterMiddleware")

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backstride.web.context.everywhere",
            ]
        },
    }
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "backstride.store.sqlite",
        "NAME": DATA_FOLDER.database,
        "OPTIONS": {},
        # A connection costs four PRAGMAs; a worker keeps its own.
        "CONN_MAX_AGE": None,
        # Tests use a file too: a database in memory has no journal and no second process.
        "TEST": {"NAME": DATA_FOLDER.root / "test.sqlite3"},
    }
}
AUTH_USER_MODEL = "store.Account"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

FILE_UPLOAD_HANDLERS = ["backstride.web.uploads.Limit", "backstride.web.uploads.IntoTheDataFolder"]
DATA_UPLOAD_MAX_NUMBER_FILES = 10_000

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = BACKSTRIDE["LANGUAGE"]
LANGUAGES = list(config.LANGUAGES.items())
LOCALE_PATHS = [HERE / "locale"]
FORMAT_MODULE_PATH = "backstride.web.formats"

LOGGING = logging_settings(BACKSTRIDE["LOG"], BACKSTRIDE["LOG_LEVEL"])
set_up_structlog()

STATIC_URL = "static/"
STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "backstride.web.static_files.HashedAddresses"},
}
WHITENOISE_USE_FINDERS = True
# Every address carries a hash of the content, see `static_files.py`.
WHITENOISE_MAX_AGE = 365 * 24 * 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

globals().update(sign_in_settings(BACKSTRIDE, local=LOCAL))

CSRF_FAILURE_VIEW = "backstride.web.pages.errors.form_too_old"
# Cookies know no ports: another program on this machine may use Django's own names.
SESSION_COOKIE_NAME = "backstride_session"
CSRF_COOKIE_NAME = "backstride_csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not LOCAL:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
    if BACKSTRIDE["TRUSTED_PROXIES"].strip("0"):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
