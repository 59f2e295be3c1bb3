"""A real server in processes of its own, for the tests that need one."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

SCRIPT = Path(__file__).with_name("guarded_server.py")
TIMEOUT = 180


def clean_environment(**more: str) -> dict[str, str]:
    """This process's environment without what configures Faultmark or Label Studio, and without proxies."""
    ours = re.compile(r"^(FAULTMARK|LABEL_STUDIO|DJANGO)|^(HOST|PORT|DEBUG|DATABASE_URL)$|proxy$", re.IGNORECASE)
    return {name: value for name, value in os.environ.items() if not ours.search(name)} | more


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running server and the way in. ``get``, ``post`` and so on send the administrator's API token."""

    base_url: str
    email: str
    password: str
    api_token: str
    data_dir: Path
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @property
    def outbound(self) -> str:
        """Attempts to reach other machines, with where they came from; empty when there were none."""
        log = self.data_dir / "outbound.log"
        return log.read_text(encoding="utf-8") if log.exists() else ""

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Token {self.api_token}", **options.pop("headers", {})}
        return requests.request(method, self.base_url + path, headers=headers, timeout=60, **options)

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        return self.request("POST", path, **options)

    def logged_in(self, email: str | None = None, password: str | None = None) -> requests.Session:
        """A session with cookies, logged in as a person does it; its ``headers`` carry the CSRF token."""
        session = requests.Session()
        session.trust_env = False
        page = session.get(f"{self.base_url}/user/login/", timeout=60)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token is not None, page.text[:500]
        form = {
            "email": email or self.email,
            "password": password or self.password,
            "csrfmiddlewaretoken": token[1],
        }
        answer = session.post(f"{self.base_url}/user/login/", data=form, allow_redirects=False, timeout=60)
        assert answer.status_code == 302, f"The login was refused: {answer.text[:500]}"
        session.headers.update({"X-CSRFToken": session.cookies["csrftoken"], "Referer": self.base_url + "/"})
        return session

    def stop(self) -> int:
        """Stop it as an operator does and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise


def start_server(data_dir: Path, environment: dict[str, str] | None = None) -> Server:
    """Start the server on a free port and return once it listens, which it says itself."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(data_dir), str(port)],
        env=clean_environment(**(environment or {})),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said: list[str] = []
    ready: list[dict[str, Any]] = []
    event = threading.Event()

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{") and not ready:
                ready.append(json.loads(line))
                event.set()
            said.append(line)
        event.set()

    threading.Thread(target=listen, daemon=True).start()
    if not event.wait(TIMEOUT) or not ready:
        process.kill()
        raise AssertionError("The server did not start:\n" + "".join(said))
    server = Server(base_url=f"http://127.0.0.1:{port}", data_dir=data_dir, process=process, said=said, **ready[0])
    health = requests.get(server.base_url + "/health", timeout=60)
    assert health.status_code == 200, health.text
    return server
