"""Django's settings: Label Studio's, with our app, urls and defaults on top.

Only :func:`faultmark.host.boot.boot` loads this module. The two star imports are the way Label Studio builds its own
settings; between them stands what the REST framework reads while the second one loads.
"""

# ruff: noqa: F403, F405, E402
# mypy: ignore-errors
# Both because everything here comes from, or changes, what the star imports bring.
from __future__ import annotations

from pathlib import Path

from core.settings.base import *

from faultmark.host.boot import current_config
from faultmark.host.identifier_key import identifier_key
from faultmark.machine.identifiers import Identifiers
from faultmark.web.queues import LONG, PROMPT

CONFIG = current_config()

from core.settings.label_studio import *

INSTALLED_APPS = [*INSTALLED_APPS, "django_tasks", "django_tasks_db", "faultmark.web"]
ROOT_URLCONF = "faultmark.host.urls"
WSGI_APPLICATION = "faultmark.host.wsgi.application"
OURS_INSTEAD = {
    "core.middleware.DisableCSRF": "faultmark.host.csrf.SessionCsrf",
    "core.middleware.CommonMiddlewareAppendSlashWithoutRedirect": "faultmark.host.slashes.AppendSlash",
    "core.middleware.UpdateLastActivityMiddleware": "faultmark.host.activity.ActivityMiddleware",
    "core.middleware.InactivitySessionTimeoutMiddleWare": "faultmark.host.activity.IdleSessionMiddleware",
}
MIDDLEWARE = [OURS_INSTEAD.get(name, name) for name in MIDDLEWARE]
TEMPLATES[0]["DIRS"].insert(0, str(Path(__file__).parent / "templates"))

# Last, when it is known who asks, by whatever way.
MIDDLEWARE += ["faultmark.host.permissions.AccessMiddleware", "faultmark.host.seat_guard.SeatGuard"]
DATA_MANAGER_GET_ALL_COLUMNS = "faultmark.host.data_manager.get_all_columns"
TASK_SERIALIZER = "faultmark.host.task_serializer.TaskSerializer"
EXPORT_DATA_SERIALIZER = "faultmark.host.export_serializer.ExportDataSerializer"

ALLOWED_HOSTS = CONFIG.hosts
CSRF_TRUSTED_ORIGINS = [CONFIG.public_url] if CONFIG.public_url else []

if CONFIG.database_url:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
else:
    # WAL lets readers work beside the one writer; IMMEDIATE takes the write lock at the start of a transaction, where
    # the timeout applies, instead of failing in its middle.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }

# Jobs: one worker process of ours takes them from the database, or Label Studio's own queue where there is a Redis.
if CONFIG.redis_url:
    TASKS = {"default": {"BACKEND": "faultmark.host.queue_job.QueueBackend", "QUEUES": [PROMPT, LONG]}}
    RQ_QUEUES = {name: {"URL": CONFIG.redis_url, "DEFAULT_TIMEOUT": 24 * 3600} for name in RQ_QUEUES}
    RQ = {
        "JOB_CLASS": "faultmark.host.queue_job.QueueJob",
        "WORKER_CLASS": "faultmark.host.queue_worker.QueueWorker",
    }
    INSTALLED_APPS.remove("django_tasks_db")
else:
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": [PROMPT, LONG]}}

# How the web app reaches the platform without importing the host.
FAULTMARK_PLATFORM = "faultmark.host.platform.LabelStudioPlatform"
FAULTMARK_STORE_DIR = CONFIG.store_dir
FAULTMARK_DATASETS_DIR = CONFIG.data_dir / "datasets"
FAULTMARK_WEBHOOK_HOSTS = CONFIG.webhook_hosts
FAULTMARK_DEFAULT_OVERLAP = CONFIG.default_overlap
FAULTMARK_HTTPS_HOSTS = frozenset(CONFIG.https_hosts)

# Columns that name people. Without such there is no key either.
FAULTMARK_IDENTIFIERS = Identifiers.of(
    CONFIG.identifier_columns,
    identifier_key(CONFIG.data_dir) if CONFIG.identifier_columns and CONFIG.identifiers == "hash" else None,
)

# At debug level these name session tokens and signed addresses.
for _name in ("io_storages", "label_studio.io_storages", "boto3", "botocore", "urllib3"):
    LOGGING.setdefault("loggers", {})[_name] = {"level": "INFO" if CONFIG.log_level == "debug" else "WARNING"}

# Our endpoints' schema shares these settings with Label Studio's; the names keep two sets of states apart.
SPECTACULAR_SETTINGS["ENUM_NAME_OVERRIDES"] = {
    **SPECTACULAR_SETTINGS.get("ENUM_NAME_OVERRIDES", {}),
    "FaultmarkSeriesState": ["none", "queued", "ingesting", "ready", "failed"],
    "FaultmarkRole": ["annotator", "reviewer", "manager"],
    "FaultmarkAnyRole": ["annotator", "reviewer", "manager", "administrator"],
    "FaultmarkReviewState": ["open", "sent_back", "settled"],
    "FaultmarkSupport": ["settled", "open", "dropped"],
    "FaultmarkReason": ["missed", "class", "boundaries", "severity"],
    "FaultmarkTaskState": ["new", "draft", "done", "skipped", "sent_back"],
    "FaultmarkEventKind": ["regime", "alarm", "work_order", "maintenance", "note"],
    "FaultmarkScaleMode": ["auto", "robust", "fixed", "log"],
    "FaultmarkLimitSeverity": ["warning", "alarm"],
}
