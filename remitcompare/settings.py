"""Django's settings. What an operator may change comes from the environment; docs/operations.md lists it."""

from datetime import timedelta
from pathlib import Path

import environ
from django.conf.locale import LANG_INFO
from kombu import Exchange, Queue

from remitcompare import __version__
from remitcompare.admin_look import UNFOLD  # noqa: F401 - a setting
from remitcompare.collecting import archive_storage, refuse_sandbox_in_production
from remitcompare.databases import database
from remitcompare.mailing import sender, site_address, why_no_alerts
from remitcompare.policies import ADMIN_CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY  # noqa: F401
from remitcompare.secret_key import secret_key
from remitcompare.storages import bucket_or_folder

BASE_DIR = Path(__file__).resolve().parent.parent

# From the environment

env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATABASE_URL = env("DATABASE_URL", default="")
DATABASE_POOL_SIZE = env.int("DATABASE_POOL_SIZE", default=4)
REDIS_URL = env("REDIS_URL", default="")
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL)
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BEHIND_HTTPS_PROXY = env.bool("BEHIND_HTTPS_PROXY", default=False)
LANGUAGE_CODE = env("LANGUAGE_CODE", default="en")
LOG_LEVEL = env("LOG_LEVEL", default="INFO").upper()
SITE_URL = env("SITE_URL", default="")
ALERTS_FROM = env("ALERTS_FROM", default="")
MAIL = env.email_url("EMAIL_URL", default="consolemail://")

FEEDS = env.list("FEEDS", default=[])
FEED_CONTACT = env("FEED_CONTACT", default="")
FEED_PACE_SECONDS = env.int("FEED_PACE_SECONDS", default=1)
FEED_TIME_LIMIT_SECONDS = env.int("FEED_TIME_LIMIT_SECONDS", default=600)
ALLOW_PRIVATE_FEEDS = env.bool("ALLOW_PRIVATE_FEEDS", default=False)
ARCHIVE_S3_BUCKET = env("ARCHIVE_S3_BUCKET", default="")
ARCHIVE_S3_ENDPOINT = env("ARCHIVE_S3_ENDPOINT", default="")
ARCHIVE_RETENTION_DAYS = env.int("ARCHIVE_RETENTION_DAYS", default=0)
EXPORTS_S3_BUCKET = env("EXPORTS_S3_BUCKET", default="")
EXPORTS_S3_ENDPOINT = env("EXPORTS_S3_ENDPOINT", default="")
EXPORTS_MAX_MEGABYTES = env.int("EXPORTS_MAX_MEGABYTES", default=10_000)
EXPORTS_TIME_LIMIT_SECONDS = env.int("EXPORTS_TIME_LIMIT_SECONDS", default=3_600)
LAKE_S3_BUCKET = env("LAKE_S3_BUCKET", default="")
LAKE_S3_ENDPOINT = env("LAKE_S3_ENDPOINT", default="")
LAKE_ENGINE_URL = env("LAKE_ENGINE_URL", default="")
LAKE_TABLE = env("LAKE_TABLE", default="prices")
DROP_FOLDER = Path(env("DROP_FOLDER", default=str(DATA_DIR / "drop"))).resolve()
SOURCES_FOLDER = env("SOURCES_FOLDER", default="")
SANDBOX_URL = env("SANDBOX_URL", default="")
BANXICO_TOKEN = env("BANXICO_TOKEN", default="")
FRED_API_KEY = env("FRED_API_KEY", default="")
SUPPORT_CONTACT = env("SUPPORT_CONTACT", default="")
WISE_TOKEN = env("WISE_TOKEN", default="")

# Everything below follows from it

DATA_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = secret_key(SECRET_KEY, data_dir=DATA_DIR, may_be_made=DEBUG or not DATABASE_URL)
DATABASES = {
    "default": database(
        env.db_url_config(DATABASE_URL) if DATABASE_URL else None,
        data_dir=DATA_DIR,
        pool_size=DATABASE_POOL_SIZE,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "desk",  # before unfold: its templates are the admin's first page
    "unfold",  # before Django's admin, whose look it replaces
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "alerts",
    "partners",
    "sharing",
    "support",
    "providers",
    "corridors",
]

# Sessions and messages serve the operators' admin only; a page for migrants sets no cookie.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "remitcompare.admin_room.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "remitcompare.language.LanguageMiddleware",
    "remitcompare.admin_room.AdminLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "remitcompare.urls"
WSGI_APPLICATION = "remitcompare.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORMS_URLFIELD_ASSUME_HTTPS = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Language and time

# Each by its own name. Django knows all but the two that are told to it here.
LANGUAGES = [
    ("en", "English"),
    ("id", "Bahasa Indonesia"),
    ("fil", "Filipino"),
    ("vi", "Tiếng Việt"),
    ("th", "ไทย"),
    ("my", "မြန်မာ"),
    ("km", "ខ្មែរ"),
    ("lo", "ລາວ"),
    ("bn", "বাংলা"),
    ("ne", "नेपाली"),
    ("hi", "हिन्दी"),
    ("ur", "اردو"),
    ("ar", "العربية"),
    ("es", "Español"),
]
LANG_INFO |= {
    "fil": {"code": "fil", "bidi": False, "name": "Filipino", "name_local": "Filipino"},
    "lo": {"code": "lo", "bidi": False, "name": "Lao", "name_local": "ລາວ"},
    # What older telephones ask for.
    **{code: {"fallback": ["fil"]} for code in ("tl", "tl-ph")},
    **{code: {"fallback": ["id"]} for code in ("in", "in-id")},
}
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# Static files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
    "archive": archive_storage(
        bucket=ARCHIVE_S3_BUCKET, endpoint=ARCHIVE_S3_ENDPOINT, folder=DATA_DIR / "archive"
    ),
    "exports": bucket_or_folder(
        bucket=EXPORTS_S3_BUCKET,
        endpoint=EXPORTS_S3_ENDPOINT,
        folder=DATA_DIR / "exports",
        location="exports",
        content_type="application/octet-stream",
    ),
    "lake": bucket_or_folder(
        bucket=LAKE_S3_BUCKET, endpoint=LAKE_S3_ENDPOINT, folder=DATA_DIR / "lake", location="lake"
    ),
}

# Security

LOGIN_REDIRECT_URL = "admin:index"  # nobody but operators signs in
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "remitcompare.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_HTTPS_PROXY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS_PROXY else 0
# Asked on the inner network, without the proxy.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]

# Collecting

refuse_sandbox_in_production(SANDBOX_URL, allowed_hosts=ALLOWED_HOSTS, behind_proxy=BEHIND_HTTPS_PROXY)
FEED_USER_AGENT = f"RemitCompare/{__version__} ({FEED_CONTACT or 'operator not named'})"

# Mail: only alerts send any

SITE_URL = site_address(SITE_URL, behind_proxy=BEHIND_HTTPS_PROXY)
ALERTS_FROM = sender(ALERTS_FROM)
vars().update(MAIL)  # EMAIL_BACKEND, EMAIL_HOST and so on
EMAIL_TIMEOUT = 30  # a server that says nothing for so many seconds is given up
ALERTS_OFF = why_no_alerts(
    site_url=SITE_URL, sender=ALERTS_FROM, email_backend=MAIL["EMAIL_BACKEND"], allowed_hosts=ALLOWED_HOSTS
)

# Cache and workers

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "remitcompare",
        # A page would rather be rebuilt than wait for a cache that hangs.
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL  # without a broker, a task runs where it is called
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "record"
CELERY_TASK_ROUTES = {
    "providers.fetch": {"queue": "fetch"},
    "alerts.send": {"queue": "fetch"},
    "corridors.make_export": {"queue": "export"},
    "corridors.dump_lake": {"queue": "export"},
}
# What a worker without --queues takes from; named as Celery itself names a queue.
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in ("fetch", "record", "export")]
# A task is done when its work is; one whose worker died goes back, and no worker holds a second in reserve.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = FEED_TIME_LIMIT_SECONDS
CELERY_TASK_SOFT_TIME_LIMIT = max(FEED_TIME_LIMIT_SECONDS - 30, FEED_TIME_LIMIT_SECONDS // 2, 1)
# A message that a dead machine took is given out again after this long; recover() needs no message at all.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 2 * FEED_TIME_LIMIT_SECONDS}
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# What runs beside the feeds, which providers.schedule adds. A turn that no worker took in time is dropped.
CELERY_BEAT_SCHEDULE = {
    "look for news": {"task": "alerts.look", "schedule": timedelta(minutes=5), "options": {"expires": 300}},
    "send mails": {"task": "alerts.send", "schedule": timedelta(seconds=20), "options": {"expires": 20}},
    "forget alerts": {"task": "alerts.forget", "schedule": timedelta(hours=1)},
    "forget reports": {"task": "support.forget", "schedule": timedelta(days=1)},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")

# API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["corridors.api.renderers.ORJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "remitcompare.errors.problem_response",
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "RemitCompare",
    "DESCRIPTION": "What it costs to send money home, and who gets the most of it to the family there.",
    "VERSION": __version__,
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# Logs

LOGGING_CONFIG = "remitcompare.logs.configure"
LOGGING = {"level": LOG_LEVEL}
