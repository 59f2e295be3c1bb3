"""Nothing that Label Studio does by itself leaves this machine: each of its switches still exists and is off."""

from __future__ import annotations

import socket
from typing import Any

import pytest


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every attempt to connect or to look up a name, refused and written down."""
    tried: list[Any] = []

    def refuse(*arguments: Any, **_options: Any) -> Any:
        tried.append(arguments[-1] if len(arguments) > 1 else arguments)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return tried


def test_the_latest_version_is_not_looked_up(booted: Any, no_network: list[Any]) -> None:
    from core.utils.common import check_for_the_latest_version

    check_for_the_latest_version(print_message=False)
    assert no_network == []


def test_no_usage_is_reported(client_for: Any, make_user: Any, no_network: list[Any]) -> None:
    from core.utils.contextlog import ContextLog
    from django.conf import settings
    from django.test import RequestFactory

    assert settings.COLLECT_ANALYTICS is False
    assert ContextLog().dont_send(RequestFactory().get("/projects/"))
    client = client_for(make_user())
    client.get("/projects/")
    client.get("/api/projects/")
    client.get("/__lsa/?payload={}")
    assert no_network == []


def test_errors_are_not_sent_to_sentry(booted: Any) -> None:
    import sentry_sdk
    from django.conf import settings

    assert settings.SENTRY_DSN == ""
    assert settings.FRONTEND_SENTRY_DSN == ""
    assert not sentry_sdk.get_client().is_active()


def test_no_tips_are_fetched(client_for: Any, make_user: Any, no_network: list[Any]) -> None:
    client = client_for(make_user())
    for path in ("/heidi-tips", "/heidi-tips/"):
        assert client.get(path).json() == {}
    assert no_network == []


def test_the_version_page_asks_nobody(client_for: Any, make_user: Any, no_network: list[Any]) -> None:
    assert client_for(make_user()).get("/version/").status_code == 200
    assert no_network == []


def test_feature_flags_come_from_the_bundled_file(booted: Any) -> None:
    from django.conf import settings

    assert settings.FEATURE_FLAGS_FROM_FILE is True
    assert settings.FEATURE_FLAGS_OFFLINE is True


@pytest.mark.parametrize("path", ["/projects/", "/user/login/"])
def test_pages_name_no_other_machine(client_for: Any, make_user: Any, path: str) -> None:
    import re

    page = client_for(make_user() if path != "/user/login/" else None).get(path).content.decode()
    sources = re.findall(r"""(?:<script|<img|<iframe|<link)[^>]*?(?:src|href)=["'](https?:[^"']+)""", page)
    assert sources == [], f"{path} loads from other machines"
