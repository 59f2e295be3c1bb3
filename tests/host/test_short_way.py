"""The short way for tiles: the same bytes as the ordinary way, and never for whom that would not answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from live_server import Server
from server_tasks import eventually

QUERY = "channels=0,1&start=0&end=5000&width=400"
# Label Studio's stack puts these on every answer; the short way does not pass it.
STACK = "Cross-Origin-Opener-Policy"


def tile(server: Server, telemetry: tuple[int, str], query: str = QUERY) -> str:
    return f"{server.base_url}/faultmark/api/tasks/{telemetry[0]}/series/{telemetry[1]}/view?{query}"


@pytest.fixture
def session(server: Server) -> requests.Session:
    return server.logged_in()


@pytest.fixture
def database(server: Server) -> Iterator[Any]:
    """The server's own database, as another process sees it; what a test changes is put back."""
    connection = sqlite3.connect(server.data_dir / "faultmark.sqlite3", timeout=30, isolation_level=None)
    yield connection
    connection.close()


def is_short(answer: requests.Response) -> bool:
    return answer.status_code in (200, 304) and STACK not in answer.headers


def refusal(session: requests.Session, url: str) -> int:
    """The status that refuses, or 0 where there is an answer still."""
    status = session.get(url, timeout=60).status_code
    return 0 if status == 200 else status


@pytest.mark.parametrize(
    "query", [QUERY, "channels=1&start=10&end=20&width=100", "channels=0&start=-9&end=99999999&width=1"]
)
def test_both_ways_answer_the_same(
    server: Server, telemetry: tuple[int, str], session: requests.Session, query: str
) -> None:
    short = session.get(tile(server, telemetry, query), timeout=60)
    ordinary = server.get(tile(server, telemetry, query).removeprefix(server.base_url))
    assert is_short(short)
    assert not is_short(ordinary)
    assert short.content == ordinary.content
    for header in ("ETag", "Cache-Control", "Content-Type", "X-Content-Type-Options"):
        assert short.headers[header] == ordinary.headers[header]
    known = {"If-None-Match": short.headers["ETag"]}
    again = session.get(tile(server, telemetry, query), headers=known, timeout=60)
    assert is_short(again)
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("query", ["", "channels=9&start=0&end=9&width=9", "channels=0&start=0&end=9&width=x", "%%%"])
def test_what_cannot_be_answered_goes_the_ordinary_way_and_is_told(
    server: Server, telemetry: tuple[int, str], session: requests.Session, query: str
) -> None:
    answer = session.get(tile(server, telemetry, query), timeout=60)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "series.view.invalid"


def test_nobody_and_a_broken_cookie_are_asked_to_log_in(
    server: Server, telemetry: tuple[int, str], session: requests.Session
) -> None:
    assert requests.get(tile(server, telemetry), timeout=60).status_code == 401
    cookie = session.cookies["sessionid"]
    for broken in (cookie[:-2] + "xx", "", "; ;;=", "a" * 5000):
        answer = requests.get(tile(server, telemetry), headers={"Cookie": f"sessionid={broken}"}, timeout=60)
        assert answer.status_code == 401


def test_another_host_name_is_refused(server: Server, telemetry: tuple[int, str], session: requests.Session) -> None:
    answer = session.get(tile(server, telemetry), headers={"Host": "evil.example.com"}, timeout=60)
    assert answer.status_code == 400


def test_after_the_logout_there_are_no_tiles(
    server: Server, telemetry: tuple[int, str], session: requests.Session
) -> None:
    assert is_short(session.get(tile(server, telemetry), timeout=60))
    session.get(f"{server.base_url}/logout/", timeout=60)
    assert session.get(tile(server, telemetry), timeout=60).status_code == 401


def test_a_deactivated_account_is_out_within_seconds(
    server: Server, telemetry: tuple[int, str], session: requests.Session, database: Any
) -> None:
    assert is_short(session.get(tile(server, telemetry), timeout=60))
    change = "UPDATE htx_user SET is_active = ? WHERE email = ?"
    database.execute(change, (0, server.email))
    try:
        assert eventually(lambda: refusal(session, tile(server, telemetry)), "a refusal") == 401
    finally:
        database.execute(change, (1, server.email))


def test_who_loses_the_project_loses_its_tiles_within_seconds(
    server: Server, telemetry: tuple[int, str], session: requests.Session, database: Any
) -> None:
    assert is_short(session.get(tile(server, telemetry), timeout=60))
    (project, organization) = database.execute(
        "SELECT p.id, p.organization_id FROM project p JOIN task t ON t.project_id = p.id WHERE t.id = ?",
        (telemetry[0],),
    ).fetchone()
    database.execute("UPDATE project SET organization_id = NULL WHERE id = ?", (project,))
    try:
        assert eventually(lambda: refusal(session, tile(server, telemetry)), "a refusal") == 404
    finally:
        database.execute("UPDATE project SET organization_id = ? WHERE id = ?", (organization, project))
    eventually(lambda: session.get(tile(server, telemetry), timeout=60).status_code == 200, "the way back in")


def test_other_methods_take_the_ordinary_way(
    server: Server, telemetry: tuple[int, str], session: requests.Session
) -> None:
    assert session.post(tile(server, telemetry), timeout=60).status_code == 405
