"""Settings. What differs between machines is read from the environment; `docs/operations.md` lists the names."""

from datetime import timedelta
from pathlib import Path

import environ
import pghistory
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.db.models import DO_NOTHING
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- where we are ----------------------------------------------------------------------------------------------------
DEBUG = env.bool("DJANGO_DEBUG", default=False)
DEMO = env.bool("VIDA_DEMO", default=False)  # log-in by one click and invented people; said out loud, never implied
SECRET_KEY = env.str("SECRET_KEY")
FIELD_KEYS = env.list("VIDA_FIELD_KEYS")  # Fernet keys, the newest first; older ones still decrypt
BLIND_INDEX_KEY = env.str("VIDA_BLIND_INDEX_KEY")  # apart from FIELD_KEYS, so that rotating those keeps the look-ups
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.str("VIDA_BASE_URL", default="http://127.0.0.1:8000")  # what links in mails begin with
CSRF_TRUSTED_ORIGINS = [BASE_URL]

CLOCK_DAYS_AHEAD = env.int("VIDA_CLOCK_DAYS_AHEAD", default=0)
if CLOCK_DAYS_AHEAD and not (DEBUG or DEMO):
    raise ImproperlyConfigured("VIDA_CLOCK_DAYS_AHEAD moves the clock; it is for tests and demonstrations only.")

# --- what we are made of ---------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "nodes",
    "associations",
    "participants",
    "placements",
    "matching",
    "reporting",
    "demo",
    "vida",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",  # the pages of passkeys say how long ago one was used
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
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
    "nodes.middleware.HistoryMiddleware",
    "vida.middleware.not_allowed_in_words",
    "vida.middleware.UnprocessableForms",
]

ROOT_URLCONF = "vida.urls"
WSGI_APPLICATION = "vida.wsgi.application"
FORM_RENDERER = "vida.formrenderer.FormRenderer"

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
                "django.template.context_processors.i18n",
                "vida.theme.theme",
                "nodes.context.shell",
            ],
        },
    }
]
DJANGO_TABLES2_TEMPLATE = "components/table.html"

# --- database: two roles, so that the one that serves cannot change the walls ----------------------------------------
DATABASE_ROLE = env.str("VIDA_DATABASE_ROLE", default="app")
DATABASES = {"default": env.db("DATABASE_OWNER_URL" if DATABASE_ROLE == "owner" else "DATABASE_URL")}
DATABASES["default"] |= {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": env.int("VIDA_CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": True,  # pgbouncer in transaction mode
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()  # beside the event: no second table to guard
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField(null=True)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True, on_delete=DO_NOTHING, db_constraint=False)

# --- cache and queue -------------------------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "vida"}
}
CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = REDIS_URL
CELERY_TIMEZONE = "Europe/Stockholm"
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "nodes.tasks.send_outbox": {"queue": "mail"},
    "reporting.tasks.*": {"queue": "documents"},
    "matching.tasks.solve_*": {"queue": "matching"},
}
CELERY_TASK_ACKS_LATE = True  # a task whose worker dies is run again; every task can take that
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_RESULT_EXPIRES = timedelta(hours=1)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- who you are -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "nodes.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "nodes:home"
ACCOUNT_ADAPTER = "nodes.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # nobody signs up: an invitation by mail has proved the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
MFA_TOTP_ISSUER = "VIDA"
MFA_FORMS = {"add_webauthn": "nodes.forms.keys.AddKeyForm", "edit_webauthn": "nodes.forms.keys.RenameKeyForm"}
MFA_REQUIRED = env.bool("VIDA_MFA_REQUIRED", default=not (DEBUG or DEMO))
SOCIALACCOUNT_ONLY = False

# --- language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"  # msgids are Swedish, so Swedish is complete by construction
LANGUAGES = [("sv", _("Svenska")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
PHONENUMBER_DEFAULT_REGION = "SE"

# --- files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))  # made files; web and worker must share it
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- mail and messages -----------------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("VIDA_FROM_EMAIL", default="VIDA <vida@example.se>")
CONTACT_EMAIL = env.str("VIDA_CONTACT_EMAIL", default="vida@example.se")  # stands in the accessibility statement
SMS_GATEWAY = env.str("VIDA_SMS_GATEWAY", default="nodes.sms.ConsoleGateway")
OUTBOX_ADDRESS_DAYS = env.int("VIDA_OUTBOX_ADDRESS_DAYS", default=90)  # then the outbox forgets whom it wrote to

# --- walls around the browser ----------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE = env.bool("VIDA_HTTPS", default=not (DEBUG or DEMO))
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE else 0  # or everybody's failed log-ins count as the proxy's, and lock all out
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 9 * 60 * 60  # a working day
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a message may name somebody: in no cookie
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "vida.logs.WithoutSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_secrets"]}},
    "root": {"handlers": ["stderr"], "level": env.str("VIDA_LOG_LEVEL", default="INFO")},
}
