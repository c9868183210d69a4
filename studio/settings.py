"""Every setting, from the environment, with defaults that run the embedded stack on this machine.

A value may also come from a file: NAME_FILE=/run/secrets/name (docker secrets).
"""

from decimal import Decimal
from pathlib import Path

import django_stubs_ext
import environ
from csp.constants import NONE, SELF

from studio.secret import secret_key
from studio.stack.addresses import broker_url, database_url, redis_url
from studio.stack.home import home
from studio.storage import storages_from_env

django_stubs_ext.monkeypatch()  # so that ModelForm[Project] and its like can be written at run time

env = environ.FileAwareEnv()
ROOT = Path(__file__).resolve().parent.parent
HOME = home()

# ---------------------------------------------------------------- who and where
DEBUG = env.bool("DEBUG", default=False)
EMBEDDED = not env("DATABASE_URL", default="") or env.bool("SEEDBED_EMBEDDED", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or secret_key(HOME, may_make=EMBEDDED)
# Secrets of before: they still open what was sealed and signed with them, until `manage.py reseal`.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = SITE_URL.startswith("https://")

ROOT_URLCONF = "studio.urls"
WSGI_APPLICATION = "studio.wsgi.application"
ASGI_APPLICATION = "studio.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "studio.apps.StudioConfig",
    "gallery.apps.GalleryConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_vite",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "studio.middleware.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "studio.middleware.OtherMethods",
    "studio.middleware.ServersAway",
    # Last, with a person to answer to, and still before the token check reads the body.
    "studio.middleware.LimitedBody",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"lucide": "studio.icons"},
        },
    }
]

# ---------------------------------------------------------------- PostgreSQL
DATABASES = {"default": env.db_url_config(env("DATABASE_URL", default="") or database_url())}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Not None, so that the server may keep plans: only of cursors that bind there (models/journeys.py).
DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 5

# ---------------------------------------------------------------- Valkey or Redis
REDIS_URL = env("REDIS_URL", default="") or redis_url()
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
    }
}

# Tasks carry ids only, rows are the truth, and the relay wakes whatever is due: a message need not outlive the
# worker that took it. Keeping it until then (`ack_emulation`) costs four commands more, runs again what takes
# longer than a limit, and in kombu 5.7 brings the worker down when the broker goes away.
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="") or broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "ack_emulation": False,
    "socket_connect_timeout": 5,
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "calls"
CELERY_TASK_ROUTES = {
    "studio.tasks.derive_image": {"queue": "images"},
    "studio.tasks.measure_edit": {"queue": "images"},
    "studio.tasks.lay_edit": {"queue": "images"},
    "studio.tasks.run_transfer": {"queue": "images"},
    "gallery.tasks.*": {"queue": "images"},
    "gallery.tasks.read_creations": {"queue": "calls"},
    "gallery.tasks.refresh_themes": {"queue": "calls"},
    "studio.tasks.make_comparison": {"queue": "images"},
}
# Asked for by the relay, every so many seconds.
RECURRING_TASKS = {
    "gallery.tasks.sweep": 10,
    "gallery.tasks.refresh": 300,
    "gallery.tasks.read_creations": 10,
    "gallery.tasks.refresh_themes": 120,
}

# ---------------------------------------------------------------- files
STORAGES = {
    **storages_from_env(env.ENVIRON, home=HOME),
    "staticfiles": {"BACKEND": "studio.staticfiles.ViteAwareStorage"},
}
SPOOL = Path(env("SEEDBED_SPOOL", default=str(HOME / "spool")))
SPOOL_RESERVE_BYTES = env.int("SEEDBED_SPOOL_RESERVE_MB", default=512) * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [ROOT / "static" / "dist", ("img", ROOT / "static" / "img")]
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-][0-9A-Za-z_-]{8,12}\..+$"
# A running studio serves what was collected for it, whatever is built beside it meanwhile.
COLLECTED = (STATIC_ROOT / "manifest.json").exists()
WHITENOISE_USE_FINDERS = not COLLECTED
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": (STATIC_ROOT if COLLECTED else ROOT / "static" / "dist") / "manifest.json",
    }
}

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "studio.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "project-list"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = env("EMAIL_VERIFICATION", default="none" if EMBEDDED else "mandatory")
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "studio.accounts.AccountAdapter"
SIGN_UP_OPEN = env.bool("SIGN_UP_OPEN", default=True)
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # a page waits for the mail server that an invitation goes to
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Seedbed <studio@localhost>")

# ---------------------------------------------------------------- image backends
# Aliases of ways to get pictures. Without a key, only the engine that ships with the studio.
ENGINE_URL = env("ENGINE_URL", default="http://127.0.0.1:8791")
ENGINE_KEY = env("ENGINE_KEY", default="local")
# Private origins ("host:port") from which people may take references; everything else must be public https.
REFERENCE_ORIGINS = env.list("REFERENCE_ORIGINS", default=[])
ARK_API_KEY = env("ARK_API_KEY", default="")
IMAGE_BACKENDS = {
    "engine": {
        "BACKEND": "studio.backends.seedream.Seedream",
        "OPTIONS": {
            "label": "Local illustrator",
            "base_url": f"{ENGINE_URL}/api/v3",
            "model": "seedbed-illustrator",
            "api_key": ENGINE_KEY,
            "price": Decimal(0),
            "concurrency": env.int("ENGINE_CONCURRENCY", default=2),
        },
    }
}
if ARK_API_KEY:
    IMAGE_BACKENDS = {
        "seedream": {
            "BACKEND": "studio.backends.seedream.Seedream",
            "OPTIONS": {
                "label": env("ARK_LABEL", default=""),
                "base_url": env("ARK_BASE_URL", default="https://ark.ap-southeast.bytepluses.com/api/v3"),
                "model": env("ARK_MODEL", default="seedream-4-0-250828"),
                "family": env("ARK_FAMILY", default=""),
                "api_key": ARK_API_KEY,
                "price": Decimal(env("ARK_PRICE", default="0")) or None,
                "concurrency": env.int("ARK_CONCURRENCY", default=8),
            },
        },
        **IMAGE_BACKENDS,
    }
MAX_COUNT = env.int("SEEDBED_MAX_COUNT", default=8)
MAX_PROMPT_CHARACTERS = 20_000
MAX_OPEN_CALLS_PER_PERSON = env.int("SEEDBED_MAX_OPEN_CALLS", default=64)

# Requests to the API a minute, by the scope that they need, for each token.
API_REQUESTS_PER_MINUTE = {
    "read": env.int("SEEDBED_API_READS_PER_MINUTE", default=600),
    "write": env.int("SEEDBED_API_WRITES_PER_MINUTE", default=120),
    "spend": env.int("SEEDBED_API_SPENDS_PER_MINUTE", default=60),
}

# Searches of the gallery a minute by those who are not signed in, for each address.
STRANGERS_SEARCHES_PER_MINUTE = env.int("SEEDBED_SEARCHES_PER_MINUTE", default=30)

# Whether a first gallery is drawn here while nobody else draws; `up` says yes.
SEED_GALLERY = env.bool("SEEDBED_SEED_GALLERY", default=False)
if SEED_GALLERY:
    RECURRING_TASKS["gallery.tasks.plant"] = 2
# How many pictures one account may publish within a day; in its own first day it is five.
GALLERY_CREATIONS_A_DAY = env.int("SEEDBED_CREATIONS_A_DAY", default=60)

# Origins ("host:port") of this network that webhooks may reach all the same, also by plain http.
WEBHOOK_ORIGINS = frozenset(each.lower() for each in env.list("SEEDBED_WEBHOOK_ORIGINS", default=[]))

# A claimed call that shows no sign of life for this long is free again (database time).
CALL_LEASE_SECONDS = env.int("SEEDBED_CALL_LEASE_SECONDS", default=60)
# A call that failed without charge because its backend was away is tried again until its job is this old.
CALL_PATIENCE_SECONDS = env.int("SEEDBED_CALL_PATIENCE_SECONDS", default=1800)

# ---------------------------------------------------------------- the browser's rules
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=False)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
MEDIA_ORIGINS = env.list("MEDIA_ORIGINS", default=[])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *MEDIA_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
MAX_REQUEST_BYTES = env.int("SEEDBED_MAX_REQUEST_MB", default=100) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# ---------------------------------------------------------------- language, time, logs
LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="UTC")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "studio.logs.Line", "format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {"httpx": {"level": "WARNING"}, "django.server": {"level": "WARNING"}},
}
