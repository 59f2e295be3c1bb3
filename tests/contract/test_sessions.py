"""Sessions: the short way for tiles repeats Label Studio's rules, so both must come to the same decision."""

from __future__ import annotations

import time
from typing import Any

import pytest

from faultmark.host.fast_lane import _load_session_user

DAY = 86_400


def cookie_of(client: Any) -> str:
    from django.conf import settings

    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def change(client: Any, **values: Any) -> None:
    """Change what the session says. Sessions are signed cookies: a change makes another cookie."""
    from django.conf import settings

    session = client.session
    for name, value in values.items():
        if value is None:
            session.pop(name, None)
        else:
            session[name] = value
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


def decisions(client: Any) -> tuple[bool, bool]:
    """Whether the ordinary way lets the session in, and whether the short way does."""
    cookie = cookie_of(client)
    ordinary = client.get("/faultmark/api/projects").status_code == 200
    return ordinary, _load_session_user(cookie) is not None


def test_sessions_are_signed_cookies(booted: Any) -> None:
    from django.conf import settings

    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.signed_cookies"
    assert settings.AUTHENTICATION_BACKENDS == [
        "rules.permissions.ObjectPermissionBackend",
        "django.contrib.auth.backends.ModelBackend",
    ]


def test_the_login_notes_when_it_was(client_for: Any, make_user: Any) -> None:
    make_user("ada@example.com", password="telemetry-123")
    client = client_for(None)
    client.get("/user/login/")
    form = {"email": "ada@example.com", "password": "telemetry-123"}
    form["csrfmiddlewaretoken"] = client.cookies["csrftoken"].value
    assert client.post("/user/login/", form).status_code == 302
    assert time.time() - client.session["last_login"] < 60
    assert decisions(client) == (True, True)


@pytest.mark.parametrize(("days", "inside"), [(0, True), (7.9, True), (8.1, False), (400, False)], ids=str)
def test_a_login_ends_after_eight_days(client_for: Any, make_user: Any, days: float, inside: bool) -> None:
    client = client_for(make_user())
    change(client, last_login=time.time() - days * DAY)
    assert decisions(client) == (inside, inside)


def test_a_session_that_does_not_say_when_it_began_is_over(client_for: Any, make_user: Any) -> None:
    client = client_for(make_user())
    change(client, last_login=None)
    assert decisions(client) == (False, False)


def test_the_organizations_own_policy_counts(client_for: Any, make_user: Any) -> None:
    user = make_user()
    policy = user.active_organization.session_timeout_policy
    policy.max_session_age = 30
    policy.save()
    client = client_for(user)
    change(client, last_login=time.time() - 29 * 60)
    assert decisions(client) == (True, True)
    change(client, last_login=time.time() - 31 * 60)
    assert decisions(client) == (False, False)


def test_without_an_organization_the_general_rule_counts(client_for: Any, make_user: Any) -> None:
    user = make_user()
    user.active_organization = None
    user.save()
    client = client_for(user)
    change(client, last_login=time.time() - 15 * DAY)
    assert decisions(client) == (False, False)


def test_a_new_password_ends_sessions(client_for: Any, make_user: Any) -> None:
    user = make_user()
    client = client_for(user)
    user.set_password("another-one-456")
    user.save()
    assert decisions(client) == (False, False)


def test_a_deactivated_account_is_out(client_for: Any, make_user: Any) -> None:
    user = make_user()
    client = client_for(user)
    user.is_active = False
    user.save()
    assert decisions(client) == (False, False)


def test_a_forged_cookie_is_nobodys(client_for: Any, make_user: Any) -> None:
    from django.conf import settings

    client = client_for(make_user())
    cookie = cookie_of(client)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie[:-1] + ("A" if cookie[-1] != "A" else "B")
    assert decisions(client) == (False, False)
