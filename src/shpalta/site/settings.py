"""The settings of all rooms. What an installation may set is read here, from the environment.

`SHPALTA_ROOM` says which room this process is: `press` (public pages), `newsroom` (the
back-office), `readers` (comments and accounts) or `command` (the command line, the tests).
"""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from shpalta.newsroom.translation.configuring import read_configuration
from shpalta.newsroom.video.configuring import read_configuration as read_video
from shpalta.site.databases import read_database
from shpalta.site.installation import (
    data_folder,
    journal_token,
    read_readers,
    secret_key,
    trusted_certificates,
)
from shpalta.site.languages import (
    DEFAULT_PASSAGES,
    read_languages,
    read_messages_folder,
    ready_messages,
)
from shpalta.site.logins import login_origins, read_logins
from shpalta.site.mail import mail_folder, read_mail
from shpalta.site.numbers import read_number

ROOM = os.environ.get("SHPALTA_ROOM", "command")
if ROOM not in {"press", "newsroom", "readers", "command"}:
    message = f"SHPALTA_ROOM is {ROOM!r}: use press, newsroom, readers or command."
    raise ImproperlyConfigured(message)
SHPALTA_ROOM = ROOM

PACKAGE = Path(__file__).resolve().parent.parent
DATA = data_folder()
SECRET_KEY = secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("SHPALTA_ALLOWED_HOSTS", "*").split(",")

SHPALTA_READERS = read_readers(DATA)
SHPALTA_JOURNAL_TOKEN = journal_token(DATA)
SHPALTA_TRUSTED_SIGNERS = trusted_certificates()
SHPALTA_TRANSLATION = read_configuration(os.environ)
SHPALTA_VIDEO = read_video(os.environ)
SHPALTA_EDITION_LANGUAGES = read_languages(os.environ)
SHPALTA_PASSAGE_LANGUAGES = read_languages(
    os.environ, "SHPALTA_PASSAGE_LANGUAGES", DEFAULT_PASSAGES
)
SHPALTA_MESSAGES = read_messages_folder(os.environ)
SHPALTA_PAGE_WORDS = "shpalta.press.words.page_words"
SHPALTA_STORY_PREVIEW = "shpalta.press.previews.story_preview"
SHPALTA_PAGE_PREVIEW = "shpalta.press.previews.page_preview"
SHPALTA_WORK = [
    "shpalta.newsroom.picturedesk.ending.tell_ended",
    "shpalta.newsroom.picturedesk.indexing.index_some",
    "shpalta.newsroom.renditions.trades.make_next",
    "shpalta.newsroom.renditions.trades.clear_if_time",
    "shpalta.newsroom.renditions.sweeping.sweep_if_time",
    "shpalta.newsroom.figures.ranking.rank_if_time",
    "shpalta.newsroom.video_of_day.beginning.announce_begun",
    "shpalta.newsroom.video.work.make_streamable",
    "shpalta.newsroom.video.cards.check_one",
    "shpalta.newsroom.video.sweeping.sweep_if_time",
    "shpalta.campaigns.stages.keep_stages_if_time",
    "shpalta.readers.mailing.mail_one",
    "shpalta.readers.forgetting.forget_if_time",
    "shpalta.readers.moderation.sorting.sort_some",
]
SHPALTA_COUNTED = {
    "seen": "shpalta.campaigns.queries.known_creatives",
    "click": "shpalta.campaigns.queries.known_creatives",
}
SHPALTA_ADDRESS_DAYS = read_number(os.environ, "SHPALTA_ADDRESS_DAYS", default=30)
SHPALTA_JUDGE = os.environ.get("SHPALTA_JUDGE") or "shpalta.readers.moderation.judge.judge"
SHPALTA_ADDRESS_INQUIRY = "shpalta.press.inquiries.inquire"

INSTALLED_APPS = [
    "shpalta.newsroom",
    "shpalta.newsroom.staff",
    "shpalta.newsroom.media",
    "shpalta.newsroom.renditions",
    "shpalta.newsroom.design",
    "shpalta.newsroom.titles",
    "shpalta.newsroom.vocabulary",
    "shpalta.newsroom.video",
    "shpalta.newsroom.pages",
    "shpalta.newsroom.stories",
    "shpalta.newsroom.redirects",
    "shpalta.newsroom.translation",
    "shpalta.newsroom.shares",
    "shpalta.newsroom.picturedesk",
    "shpalta.newsroom.siblings",
    "shpalta.newsroom.parity",
    "shpalta.newsroom.figures",
    "shpalta.newsroom.video_of_day",
    "shpalta.newsroom.clock",
    "shpalta.readers",
    "shpalta.readers.moderation",
    "shpalta.campaigns",
    "shpalta.journal",
    "shpalta.intake",
    "shpalta.press",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.contrib.typed_table_block",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

_NEWSROOM_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shpalta.newsroom.titles.guarding.WallsMiddleware",
]
READERS_MIDDLEWARE = [
    "shpalta.readers.room.middleware.EditionMiddleware",
    "shpalta.readers.room.middleware.PolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "shpalta.readers.room.middleware.PassMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
_PRESS_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "shpalta.press.conditional.ConditionalMiddleware",
    "shpalta.press.middleware.EditionMiddleware",
]
MIDDLEWARE = {"press": _PRESS_MIDDLEWARE, "readers": READERS_MIDDLEWARE}.get(
    ROOM, _NEWSROOM_MIDDLEWARE
)
ROOT_URLCONF = {
    "press": "shpalta.site.urls_press",
    "readers": "shpalta.site.urls_readers",
}.get(ROOM, "shpalta.site.urls_newsroom")
# What readers log in with is known to their room alone, and to commands, which make its tables.
if ROOM in {"readers", "command"}:
    INSTALLED_APPS += [
        "allauth",
        "allauth.account",
        "allauth.mfa",
        "allauth.socialaccount",
        "allauth.socialaccount.providers.google",
        "allauth.socialaccount.providers.telegram",
        "django.contrib.humanize",
    ]
if ROOM == "command":  # allauth wants to see it wherever it is installed
    MIDDLEWARE = [*MIDDLEWARE, "allauth.account.middleware.AccountMiddleware"]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shpalta.press.dressing.dress",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": read_database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "staff.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
STAFF_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
READERS_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTHENTICATION_BACKENDS = READERS_BACKENDS if ROOM == "readers" else STAFF_BACKENDS
LOGIN_URL = "account_login" if ROOM == "readers" else "wagtailadmin_login"

SOCIALACCOUNT_PROVIDERS = read_logins(os.environ)
SHPALTA_LOGIN_ORIGINS = login_origins(SOCIALACCOUNT_PROVIDERS)
ACCOUNT_ADAPTER = "shpalta.readers.room.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "shpalta.readers.room.forms.SignUpForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SHPALTA_READERS.scheme
SOCIALACCOUNT_ADAPTER = "shpalta.readers.room.adapters.SocialAdapter"
MFA_ADAPTER = "shpalta.readers.room.adapters.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SHPALTA_READERS.scheme == "http"

_MAIL = read_mail(os.environ)
EMAIL_BACKEND, EMAIL_FILE_PATH = _MAIL.backend, mail_folder(DATA)
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = _MAIL.host, _MAIL.port, 20
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starttls, _MAIL.tls
DEFAULT_FROM_EMAIL = _MAIL.sender

LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", _("Ukrainian")), ("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [
    *ready_messages(SHPALTA_MESSAGES, DATA / "messages"),
    PACKAGE / "site" / "locale",
    PACKAGE / "newsroom" / "locale",
]
TIME_ZONE = "Europe/Kyiv"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "shpalta.site.static.HashedStaticFiles"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o644

WAGTAIL_SITE_NAME = "Shpalta"
WAGTAILADMIN_BASE_URL = f"http://localhost:{SHPALTA_READERS.newsroom_port}"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
WAGTAIL_USER_TIME_ZONES = ["Europe/Kyiv", "UTC"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_IMAGE_MODEL = "media.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "shpalta.newsroom.media.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpeg", "jpg", "png", "webp"]
# What is larger, by bytes or by pixels, is refused with its name and what to do.
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 60 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100_000_000
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

_COOKIES = "readers" if ROOM == "readers" else "newsroom"
SESSION_COOKIE_NAME = f"{_COOKIES}_session"
CSRF_COOKIE_NAME = f"{_COOKIES}_csrf"
CSRF_COOKIE_HTTPONLY = ROOM == "readers"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SHPALTA_READERS.scheme == "https"
SECURE_REFERRER_POLICY = "same-origin" if ROOM == "newsroom" else "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if ROOM == "press":
    CSRF_USE_SESSIONS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # That a reader asked for what is not there is no news; what broke is.
    "loggers": {"django.request": {"level": "ERROR"}},
}
