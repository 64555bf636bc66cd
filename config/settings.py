"""The one settings file. What differs between machines comes from the environment (README)."""

import re
from pathlib import Path
from typing import Any

import structlog
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("CARTWHEEL_DATA", BASE_DIR / "var")

DEBUG = env.flag("CARTWHEEL_DEBUG", False)
DEVELOPMENT_KEY = "a key for development only, never for a server"
SECRET_KEY = env.secret("CARTWHEEL_SECRET_KEY", DEVELOPMENT_KEY if DEBUG else None)
PUBLIC_URL = env.public_url("CARTWHEEL_URL", "http://localhost:8000")
ALLOWED_HOSTS = env.addresses("CARTWHEEL_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
STYLEGUIDE = env.flag("CARTWHEEL_STYLEGUIDE", DEBUG)
METRICS = env.flag("CARTWHEEL_METRICS", False)

INSTALLED_APPS = [
    "cartwheel.office",
    "cartwheel.kiosks",
    "cartwheel.portal",
    "cartwheel.jobs",
    "cartwheel.demo",
    "cartwheel.ui",
    "cartwheel.domain.upkeep",
    "cartwheel.domain.calendar",
    "cartwheel.domain.transactions",
    "cartwheel.domain.parties",
    "cartwheel.domain.appointments",
    "cartwheel.domain.passes",
    "cartwheel.domain.ledger",
    "cartwheel.domain.scheduling",
    "cartwheel.domain.catalog",
    "cartwheel.domain.paperwork",
    "cartwheel.domain.people",
    "cartwheel.domain.staff",
    "cartwheel.domain.identity",
    "cartwheel.domain.mailer",
    "cartwheel.domain.background",
    "cartwheel.domain.activity",
    "cartwheel.domain.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "template_partials",
    "django_htmx",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cartwheel.ui.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cartwheel.ui.middleware.RequestTransaction",
]

if METRICS:
    MIDDLEWARE.insert(1, "cartwheel.jobs.metrics.CountRequests")

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["cartwheel.ui.templatetags.ui", "cartwheel.office.templatetags.office"],
        },
    },
]

POOL_SIZE = env.pool_size()
DATABASES = {
    "default": env.database_settings(
        env.text("DATABASE_URL"), POOL_SIZE, engine="cartwheel.kernel.tenancy.backend"
    )
}
if env.flag("CARTWHEEL_TEST_TEMPLATE", default=False):  # see ops/check.py
    DATABASES["default"]["TEST"] = {"TEMPLATE": DATABASES["default"]["NAME"]}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes, so that sign-in throttling counts every try.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Far more than anybody tries within the window, so that no flood pushes a count out.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# Signing in

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["cartwheel.domain.identity.sessions.SignInBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cartwheel.office.signin.adapter.OfficeAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = False  # a desk is shared: the sign-in ends with the browser
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a letter whenever the password or the second step changes
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_ADAPTER = "cartwheel.office.signin.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Cartwheel"
MFA_TOTP_TOLERANCE = 1  # a code may run out while somebody types it
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or PUBLIC_URL.startswith("http://localhost")

SESSION_ENGINE = "cartwheel.domain.identity.sessions"
SESSION_COOKIE_NAME = "cartwheel"
SESSION_COOKIE_AGE = 60 * 60 * 24
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SIGNED_OUT_AFTER_SECONDS = 60 * 60
SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "cartwheel.office.signin.views.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# allauth counts tries by address: the proxy in front must set this header, else the peer counts.
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = env.text("CARTWHEEL_CLIENT_ADDRESS_HEADER", "") or None

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "manifest-src": [SELF],
    }
}

# Words and numbers

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = "/files/"
FORM_RENDERER = "cartwheel.ui.controls.Controls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024


HASHED_NAME = re.compile(r"^.+\.[0-9a-f]{12}\..+$")


def immutable_file(path: str, url: str) -> bool:
    """Files whose name holds a hash: Django's own, and the chunks that esbuild names."""
    return "/chunks/" in url or bool(HASHED_NAME.search(url))


WHITENOISE_IMMUTABLE_FILE_TEST = immutable_file

# Mail

MAIL_SERVER = env.mail_server("CARTWHEEL_SMTP_URL")
MAIL_FROM = env.text("CARTWHEEL_MAIL_FROM", "Cartwheel <no-reply@localhost>")
DEFAULT_FROM_EMAIL = MAIL_FROM
# Nothing sends past the outbox; whatever tries, fails loudly.
EMAIL_BACKEND = "cartwheel.domain.mailer.backend.OutboxOnly"

# The queue

PROCRASTINATE_ON_APP_READY = "cartwheel.jobs.app.on_ready"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
WORKER_SILENT_AFTER_SECONDS = 30

# Logs

LOG_LEVEL = env.choice("CARTWHEEL_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")
LOG_FORMAT = env.choice("CARTWHEEL_LOG_FORMAT", ("json", "text"), "text" if DEBUG else "json")
_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _shared,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer()
                if LOG_FORMAT == "json"
                else structlog.dev.ConsoleRenderer(),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"django.request": {"level": "ERROR"}, "procrastinate": {"level": "WARNING"}},
}
structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
