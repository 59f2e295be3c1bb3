"""The seam between Label Studio's settings and ours: the environment names it reads, and the settings we build on."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from faultmark.host.boot import _environment, label_studio_folder
from faultmark.host.config import Config

PREFIX = "LABEL_STUDIO_"
READERS = {"get_env", "get_bool_env", "get_env_list", "has_env"}


@lru_cache
def names_read() -> set[str]:
    """Names of the environment variables that Label Studio's code reads through its own helpers."""
    found = set()
    for file in label_studio_folder().rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if called in READERS:
                    found.add(str(node.args[0].value))
    return found


def set_by_us() -> list[str]:
    postgres = Config(database_url="postgresql://a:b@localhost/c")
    return sorted(_environment(Config()) | _environment(postgres))


@pytest.mark.parametrize("name", set_by_us())
def test_label_studio_still_reads_what_we_set(name: str) -> None:
    bare = name.removeprefix(PREFIX)
    assert {bare, name} & names_read(), f"Label Studio does not read {name} any more"


def test_its_prefix_wins_over_bare_names(booted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.utils.params import get_bool_env, get_env

    monkeypatch.setenv("SOME_NAME", "bare")
    assert get_env("SOME_NAME") == "bare", "bare names are not read any more: boot need not guard against them"
    monkeypatch.setenv("LABEL_STUDIO_SOME_NAME", "")
    assert get_env("SOME_NAME") == ""
    monkeypatch.setenv("LABEL_STUDIO_SOME_NAME", "false")
    assert get_bool_env("SOME_NAME", True) is False


def test_what_we_set_arrives(booted: Any) -> None:
    from django.conf import settings

    wanted = {
        "BASE_DATA_DIR": str(booted.data_dir),
        "MEDIA_ROOT": str(booted.data_dir / "media"),
        "HOSTNAME": "",
        "DEBUG": False,
        "CI": False,
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "COLLECT_ANALYTICS": False,
        "LATEST_VERSION_CHECK": False,
        "FEATURE_FLAGS_OFFLINE": True,
        "DISABLE_SIGNUP_WITHOUT_LINK": True,
        "CORS_ALLOW_ALL_ORIGINS": False,
        "ENABLE_LOCAL_FILES_STORAGE": True,
        "LOCAL_FILES_SERVING_ENABLED": True,
        "LOCAL_FILES_DOCUMENT_ROOT": str(booted.local_files),
        "USE_NGINX_FOR_UPLOADS": False,
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": True,
        "SESSION_COOKIE_SECURE": False,
        "CSRF_COOKIE_SECURE": False,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": booted.max_upload_mb * 1024 * 1024,
    }
    for name, value in wanted.items():
        assert getattr(settings, name, "nothing") == value, f"{name} does not arrive in the settings"
    assert settings.DATABASES["default"]["NAME"] == str(booted.data_dir / "faultmark.sqlite3")


def test_the_settings_that_ours_build_on_are_theirs(booted: Any) -> None:
    from django.conf import settings

    for name, kind in {
        "INSTALLED_APPS": list,
        "MIDDLEWARE": list,
        "TEMPLATES": list,
        "RQ_QUEUES": dict,
        "REST_FRAMEWORK": dict,
        "SPECTACULAR_SETTINGS": dict,
        "DATABASES": dict,
    }.items():
        assert isinstance(getattr(settings, name), kind), f"{name} is no {kind.__name__} any more"
    assert settings.TEMPLATES[0]["DIRS"][1].endswith("label_studio/templates"), "its templates are elsewhere"
    assert {"default", "low", "high", "critical"} <= set(settings.RQ_QUEUES)
    for root in ("STATIC_ROOT", "REACT_APP_ROOT", "EDITOR_ROOT", "DM_ROOT"):
        assert Path(getattr(settings, root)).is_dir(), f"{root} holds no static files any more"


def test_requests_pass_the_middleware_that_the_short_way_stands_in_for(booted: Any) -> None:
    """The tiles' short way repeats what these decide; another one that decides would have to be repeated too."""
    from django.conf import settings

    from faultmark.host.settings import OURS_INSTEAD

    back = {ours: theirs for theirs, ours in OURS_INSTEAD.items()}
    theirs = [back.get(name, name) for name in settings.MIDDLEWARE]
    assert [name for name in theirs if not name.startswith("faultmark.")] == [
        "corsheaders.middleware.CorsMiddleware",
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "core.middleware.DisableCSRF",
        "django.middleware.csrf.CsrfViewMiddleware",
        "core.middleware.XApiKeySupportMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "core.middleware.CommonMiddlewareAppendSlashWithoutRedirect",
        "django_user_agents.middleware.UserAgentMiddleware",
        "core.middleware.SetSessionUIDMiddleware",
        "core.middleware.ContextLogMiddleware",
        "core.middleware.DatabaseIsLockedRetryMiddleware",
        "core.current_request.ThreadLocalMiddleware",
        "jwt_auth.middleware.JWTAuthenticationMiddleware",
        "core.middleware.HumanSignalCspMiddleware",
        "organizations.middleware.DummyGetSessionMiddleware",
        "core.middleware.UpdateLastActivityMiddleware",
        "core.middleware.InactivitySessionTimeoutMiddleWare",
    ]
