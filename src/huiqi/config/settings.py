"""设置: Django's settings of huiqi; what differs between machines comes from the environment."""

from __future__ import annotations

import logging
import os
from typing import Any, Final
from urllib.parse import urlsplit

from csp.constants import NONCE, SELF

from huiqi.config.databases import app_of, owner_of
from huiqi.config.environment import ROOT, Environment
from huiqi.config.identity import form_targets, identity_providers
from huiqi.config.logs import logging_settings
from huiqi.config.mail import mail_settings
from huiqi.config.secret import secret_key

ENVIRONMENT: Final = Environment.read()

# A command that changes tables is the owner; everything else is a role that may not touch
# history (see huiqi.config.grants).
AS_OWNER: Final = os.environ.get("HUIQI_AS_OWNER") == "1"

DEBUG: Final = ENVIRONMENT.debug
SECRET_KEY: Final = secret_key(ENVIRONMENT)
ALLOWED_HOSTS: Final = ["*"] if DEBUG else [ENVIRONMENT.address[0], "localhost", "127.0.0.1"]
ROOT_URLCONF: Final = "huiqi.config.urls"
WSGI_APPLICATION: Final = "huiqi.config.wsgi.application"
DEFAULT_AUTO_FIELD: Final = "django.db.models.BigAutoField"
AUTH_USER_MODEL: Final = "parties.Person"

INSTALLED_APPS: Final = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "procrastinate.contrib.django",
    "ninja",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "huiqi.config",
    "huiqi.demo",
    "huiqi.kernel",
    "huiqi.parties",
    "huiqi.registers",
    "huiqi.inbox",
    "huiqi.ledger",
    "huiqi.publicity",
    "huiqi.payments",
    "huiqi.policies",
    "huiqi.citywide",
    "huiqi.programmes",
    "huiqi.rosters",
    "huiqi.sandbox",
    "huiqi.rights",
    "huiqi.matters",
    "huiqi.follow",
    "huiqi.knowledge",
    "huiqi.concerns",
    "huiqi.network",
    "huiqi.opendata",
    "huiqi.api",
    "huiqi.web",
]

MIDDLEWARE: Final = [
    "huiqi.web.observe.Observed",
    "huiqi.web.observe.RequestLog",
    "huiqi.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "huiqi.parties.sessions.SessionNotes",
    "huiqi.policies.middleware.RulesInForce",
    "huiqi.parties.middleware.ActorMiddleware",
    "huiqi.parties.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huiqi.web.unkept.Unkept",
]

TEMPLATES: Final = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "src/huiqi/web/templates"],  # ours before those of allauth
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "huiqi.web.context.frame",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    found = owner_of(ENVIRONMENT) if AS_OWNER else app_of(ENVIRONMENT)
    # Whoever changes tables sees every firm's rows, even where row-level security binds owners.
    scope = " -c huiqi.scope=all" if AS_OWNER else ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": found.host,
        "PORT": found.port,
        "NAME": found.name,
        "USER": found.user,
        "PASSWORD": found.password,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"-c timezone=UTC{scope}", "connect_timeout": 5},
    }


DATABASES: Final = {"default": _database()}
HUIQI_APP_ROLE: Final = app_of(ENVIRONMENT).user  # what migrations grant to

# Pages that are the same for every stranger, kept by each process.
HUIQI_KEPT_SECONDS: Final = 15
# Each minute in which pages were answered is noted (huiqi.kernel.uptime).
HUIQI_MEASURES_ITSELF: Final = True
# How long a process may not have seen that rules were published elsewhere; None: until told.
HUIQI_RULES_SECONDS: Final[float | None] = 5
CACHES: Final = {
    # Attempts to sign in and one-time codes that were used: counted by all processes together.
    "default": {"BACKEND": "huiqi.kernel.shared_cache.SharedCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

# The source language is the city's; English is complete beside it.
LANGUAGE_CODE: Final = "zh-hans"
LANGUAGES: Final = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS: Final = [ROOT / "src/huiqi/locale"]
USE_I18N: Final = True
USE_TZ: Final = True
TIME_ZONE: Final = "Asia/Shanghai"

# Signing in. Accounts are made by an organization's owner or an administrator, never by a
# visitor; a city's own identity provider joins by OIDC (docs/howto).
AUTHENTICATION_BACKENDS: Final = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL: Final = "account_login"
LOGIN_REDIRECT_URL: Final = "web:landing"
ACCOUNT_ADAPTER: Final = "huiqi.parties.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER: Final = "huiqi.parties.accounts.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS: Final = {"username"}
ACCOUNT_SIGNUP_FIELDS: Final = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION: Final = "none"
ACCOUNT_LOGOUT_REDIRECT_URL: Final = "web:front"
ACCOUNT_REAUTHENTICATION_TIMEOUT: Final = 600
MFA_SUPPORTED_TYPES: Final = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED: Final = True
MFA_TOTP_ISSUER: Final = "惠企"
USERSESSIONS_TRACK_ACTIVITY: Final = True
SOCIALACCOUNT_PROVIDERS: Final = identity_providers(ENVIRONMENT)
OIDC_SERVER: Final = ENVIRONMENT.oidc[1] if ENVIRONMENT.oidc else ""
OIDC_STRONG_ACR: Final = ENVIRONMENT.oidc_acr
# The demonstration lets its cast in without a second factor, and says so on every page.
SECOND_FACTOR_REQUIRED: Final = not ENVIRONMENT.demo
AUTH_PASSWORD_VALIDATORS: Final = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
globals().update(mail_settings(ENVIRONMENT.mail))
PUBLIC_URL: Final = ENVIRONMENT.public_url
_SENDER: Final = (ENVIRONMENT.mail and ENVIRONMENT.mail.sender) or (
    f"noreply@{urlsplit(PUBLIC_URL).hostname}"
)
# In the demonstration nothing leaves, whatever is set: its cast has nobody's telephone.
PUSH_SERVICES: Final = frozenset() if ENVIRONMENT.demo else ENVIRONMENT.pushes.services
SMS_GATEWAY: Final = None if ENVIRONMENT.demo else ENVIRONMENT.pushes.gateway
DEFAULT_FROM_EMAIL: Final = f"惠企 <{_SENDER}>"

# What is told of the running service: lines and numbers without anybody's data.
LOGGING: Final = logging_settings()
DJANGO_STRUCTLOG_USER_ID_FIELD: Final = None
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED: Final = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL: Final = logging.DEBUG
METRICS_TOKEN: Final = ENVIRONMENT.metrics_token

STATIC_URL: Final = "/static/"
STATIC_ROOT: Final = ENVIRONMENT.data / "static"
AUDIT_ANCHORS: Final = ENVIRONMENT.data / "audit-anchors.jsonl"
SEARCH_ROOT: Final = ENVIRONMENT.data / "search"  # made anew from the database when missing

SESSION_COOKIE_HTTPONLY: Final = True
SESSION_COOKIE_SAMESITE: Final = "Lax"
CSRF_COOKIE_HTTPONLY: Final = True
SECURE_CONTENT_TYPE_NOSNIFF: Final = True
# Who selects too many rows is told so by the page, which must be able to count them.
DATA_UPLOAD_MAX_NUMBER_FIELDS: Final = 5_000
SECURE_REFERRER_POLICY: Final = "same-origin"
X_FRAME_OPTIONS: Final = "DENY"
CONTENT_SECURITY_POLICY: Final = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF, *form_targets(ENVIRONMENT)],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
