"""Nothing leaves this machine: neither at the start nor in use. The server's own guard refuses and writes down."""

from __future__ import annotations

from live_server import Server

PAGES = (
    "/", "/projects/", "/user/login/", "/user/account", "/version/", "/api/version/", "/health", "/heidi-tips/",
    "/feature-flags/", "/__lsa/?payload={}", "/organization/", "/models/", "/docs/api/schema/json/",
    "/api/current-user/whoami", "/api/projects/", "/faultmark/", "/faultmark/api/projects",
)  # fmt: skip


def test_a_walk_through_all_pages_reaches_nobody(server: Server, telemetry: tuple[int, str]) -> None:
    session = server.logged_in()
    task = telemetry[0]
    for page in (*PAGES, f"/faultmark/api/tasks/{task}", f"/api/tasks/{task}/"):
        assert session.get(server.base_url + page, timeout=60).status_code < 500, page
    assert server.outbound == ""


def test_the_guard_itself_works(tmp_path: object) -> None:
    """Otherwise an empty log would prove nothing."""
    import socket
    import subprocess
    import sys
    from pathlib import Path

    script = (
        "import sys, socket; from pathlib import Path\n"
        f"sys.path.insert(0, {str(Path(__file__).parents[1])!r})\n"
        "from guarded_server import refuse_outbound\n"
        "refuse_outbound(Path(sys.argv[1]))\n"
        "attempts = (socket.getaddrinfo, ('example.com', 80)), (socket.create_connection, (('192.0.2.1', 9),))\n"
        "for reach, to in attempts:\n"
        "    try: reach(*to)\n"
        "    except OSError as error: print(error)\n"
        "socket.getaddrinfo('localhost', 80)\n"
    )
    log = Path(str(tmp_path)) / "outbound.log"
    done = subprocess.run([sys.executable, "-c", script, str(log)], capture_output=True, text=True, check=True)
    assert done.stdout.count("may not reach") == 2
    assert log.read_text().count("socket.") >= 2
    assert socket.gethostname() not in log.read_text()
