"""What Label Studio leaves open by default is closed, and what we rely on to guard our own doors is there."""

from __future__ import annotations

from typing import Any

import pytest
from telemetry_project import body, make_project, rows


def test_nobody_signs_up_without_an_invitation(client_for: Any, make_user: Any) -> None:
    from users.models import User

    make_user()
    form = {"email": "eve@example.com", "password": "let-me-in-123"}
    assert client_for(None).post("/user/signup/", form).status_code == 403
    assert not User.objects.filter(email="eve@example.com").exists()


def test_other_host_names_are_refused(client_for: Any, make_user: Any) -> None:
    client = client_for(make_user())
    for path in ("/api/projects/", "/faultmark/api/projects", "/user/login/"):
        assert client.get(path, HTTP_HOST="evil.example.com").status_code == 400
        assert client.get(path, HTTP_HOST="localhost").status_code in (200, 302)


def test_other_origins_get_no_permission_to_read(client_for: Any, make_user: Any) -> None:
    client = client_for(make_user())
    for path in ("/api/projects/", "/faultmark/api/projects"):
        answer = client.get(path, HTTP_ORIGIN="https://evil.example.com")
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_our_endpoints_want_the_csrf_token_although_label_studio_turns_it_off(client_for: Any, make_user: Any) -> None:
    user = make_user()
    machine = make_project(client_for(user))
    task = machine.task_with(rows(20))
    strict = client_for(user, csrf=False)
    path = f"/faultmark/api/tasks/{task}/draft"
    refused = strict.put(path, body(), content_type="application/json")
    assert refused.status_code == 403
    assert "CSRF" in refused.json()["detail"]
    strict.get("/faultmark/")
    token = strict.cookies["csrftoken"].value
    accepted = strict.put(path, body(), content_type="application/json", HTTP_X_CSRFTOKEN=token)
    assert accepted.status_code == 200, accepted.content


def test_cookies_stay_on_this_site(booted: Any) -> None:
    from django.conf import settings

    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_COOKIE_HTTPONLY is True


@pytest.mark.parametrize("path", ["/api/projects/", "/faultmark/api/projects"])
def test_the_legacy_token_opens_both_apis(client_for: Any, make_user: Any, path: str) -> None:
    from faultmark.host.users import api_token

    user = make_user()
    nobody = client_for(None)
    assert nobody.get(path).status_code == 401
    assert nobody.get(path, HTTP_AUTHORIZATION=f"Token {api_token(user.email)}").status_code == 200
    assert nobody.get(path, HTTP_X_API_KEY=api_token(user.email)).status_code == 200
    assert nobody.get(path, HTTP_AUTHORIZATION="Token 0000").status_code == 401


@pytest.mark.parametrize("path", ["/api/projects/", "/faultmark/api/projects"])
def test_the_personal_access_token_opens_both_apis(client_for: Any, make_user: Any, path: str) -> None:
    user = make_user()
    client = client_for(user)
    made = client.post("/api/token/")
    assert made.status_code == 201, made.content
    nobody = client_for(None)
    access = nobody.post("/api/token/refresh/", {"refresh": made.json()["token"]}, content_type="application/json")
    assert access.status_code == 200, access.content
    bearer = f"Bearer {access.json()['access']}"
    assert nobody.get(path, HTTP_AUTHORIZATION=bearer).status_code == 200


def test_the_upload_limit_is_ours(booted: Any) -> None:
    from django.conf import settings

    assert booted.max_upload_mb * 1024 * 1024 == settings.TASKS_MAX_FILE_SIZE
