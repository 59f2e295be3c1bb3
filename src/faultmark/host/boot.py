"""Makes Label Studio importable and configured, then sets Django up. Everything that touches either starts here."""

from __future__ import annotations

import gc
import importlib.metadata
import importlib.util
import logging
import os
import sys
import warnings
from pathlib import Path
from urllib.parse import unquote, urlsplit

from faultmark.errors import ConfigError, Remedy
from faultmark.host.config import Config

__all__ = ["LABEL_STUDIO_VERSION", "boot", "current_config", "label_studio_folder"]

LABEL_STUDIO_VERSION = "1.23.2"

_booted: Config | None = None


def label_studio_folder() -> Path:
    """Folder of the installed Label Studio, whose Django apps are top-level packages.

    Raises
    ------
    ConfigError
        When Label Studio is not installed, or another version than the one that we build on.
    """
    spec = importlib.util.find_spec("label_studio")
    remedies = (Remedy(f"pip install label-studio=={LABEL_STUDIO_VERSION}"),)
    if spec is None or spec.origin is None:
        raise ConfigError(
            "host.label_studio.missing", "Label Studio is not installed in this Python.", remedies=remedies
        )
    installed = importlib.metadata.version("label-studio")
    if installed != LABEL_STUDIO_VERSION:
        raise ConfigError(
            "host.label_studio.version",
            f"Label Studio {installed} is installed, and Faultmark is made for {LABEL_STUDIO_VERSION}.",
            remedies=remedies,
        )
    return Path(spec.origin).parent


def _environment(config: Config) -> dict[str, str]:
    """What Label Studio reads while its settings load.

    Always under its own prefix: it falls back to bare names such as HOST, PORT, DEBUG and CI otherwise, and those
    mean other things on many machines.
    """
    values = {
        "BASE_DATA_DIR": str(config.data_dir),
        "HOST": config.public_url,
        "DEBUG": "false",
        "CI": "false",
        "LOG_LEVEL": config.log_level.upper(),
        # Nothing leaves the network unless the operator asks for it.
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
        "FEATURE_FLAGS_OFFLINE": "true",
        # People are added by an administrator.
        "DISABLE_SIGNUP_WITHOUT_LINK": "true",
        "CORS_ALLOW_ALL_ORIGINS": "false",
        "ENABLE_LOCAL_FILES_STORAGE": "true",
        "LOCAL_FILES_SERVING_ENABLED": "true",
        "LOCAL_FILES_DOCUMENT_ROOT": str(config.local_files),
        "USE_NGINX_FOR_UPLOADS": "false",
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "SESSION_COOKIE_SECURE": str(int(config.secure_cookies)),
        "CSRF_COOKIE_SECURE": str(int(config.secure_cookies)),
        "DATA_UPLOAD_MAX_MEMORY_SIZE": str(config.max_upload_mb * 1024 * 1024),
        "DJANGO_DB": "sqlite",
        "DATABASE_NAME": str(config.data_dir / "faultmark.sqlite3"),
    }
    if config.s3_endpoint:
        values["S3_ENDPOINT"] = config.s3_endpoint
    if config.database_url:
        url = urlsplit(config.database_url)
        values |= {
            "DJANGO_DB": "default",
            "POSTGRE_USER": unquote(url.username or ""),
            "POSTGRE_PASSWORD": unquote(url.password or ""),
            "POSTGRE_NAME": url.path.lstrip("/") or "postgres",
            "POSTGRE_HOST": url.hostname or "localhost",
            "POSTGRE_PORT": str(url.port or 5432),
        }
    return {
        name if name.startswith("LABEL_STUDIO_") else f"LABEL_STUDIO_{name}": value for name, value in values.items()
    }


def boot(config: Config) -> None:
    """Configure this process for ``config`` and run ``django.setup()``. Called again with the same, it does nothing.

    Raises
    ------
    ConfigError
        When the data folder cannot be used, Label Studio is missing, or the process already runs another config.
    """
    global _booted  # noqa: PLW0603 - Django's settings are process-wide, and so is this
    if _booted is not None:
        if _booted != config:
            raise ConfigError("host.boot.twice", "This process already runs with other settings.")
        return
    try:
        for folder in (config.data_dir, config.local_files, config.store_dir):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError(
            "host.data_dir.unusable",
            f"The data folder {config.data_dir} cannot be made: {error.strerror}.",
            remedies=(Remedy("Set FAULTMARK_DATA_DIR to a folder that you may write to."),),
        ) from error
    packages = str(label_studio_folder())
    if packages not in sys.path:
        # In front, because Label Studio imports itself by top-level names such as `core` and `tasks`.
        sys.path.insert(0, packages)
    os.environ.update(_environment(config))
    os.environ["DJANGO_SETTINGS_MODULE"] = "faultmark.host.settings"
    _booted = config
    # Label Studio reports its loading at debug level unless somebody already listens.
    logging.getLogger().addHandler(logging.NullHandler())
    import django  # noqa: PLC0415 - only after the environment is set

    with warnings.catch_warnings():
        # Label Studio looks into its database while its apps load; we cannot change that, and users need not read it.
        warnings.filterwarnings("ignore", message="Accessing the database during app initialization")
        django.setup()
    _spare_the_collector()


def _spare_the_collector() -> None:
    """Look for cycles of garbage less often, and never among what stays as long as the process.

    By default every seven hundred new objects are cause to look. Who answers with a page of records makes a hundred
    thousand without one cycle, and spent a fifth of its time on that.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def current_config() -> Config:
    """The config that this process was booted with.

    Raises
    ------
    ConfigError
        When nothing has been booted yet.
    """
    if _booted is None:
        raise ConfigError("host.boot.missing", "Nothing has been booted in this process.")
    return _booted
