"""The real server on a data folder of its own, with tasks that show given series, for as long as a benchmark needs."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
import requests

from faultmark.store import SeriesStore

__all__ = ["BenchTask", "Installation", "installation", "store_of"]

EMAIL, PASSWORD = "bench@example.com", "telemetry-123"
_START_SECONDS = 180


@dataclass(frozen=True, slots=True)
class BenchTask:
    """A project with one or more tasks; ``file`` lies in the data folder's ``files``, ``series`` is what it became."""

    title: str
    config: str
    file: str
    series: str | None
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Installation:
    """A running server, a logged-in person's cookies, and (project, task) of each task asked for, in order."""

    base_url: str
    cookies: dict[str, str]
    tasks: tuple[tuple[int, int], ...]
    process: int

    def cpu_seconds(self) -> float:
        """Processor time that the server's processes have used so far."""
        server = psutil.Process(self.process)
        times = [process.cpu_times() for process in (server, *server.children(recursive=True))]
        return sum(time.user + time.system for time in times)


def store_of(data_dir: Path) -> SeriesStore:
    """The store that a server on this data folder will use."""
    return SeriesStore(data_dir / "store")


def _environment() -> dict[str, str]:
    ours = re.compile(r"^(FAULTMARK|LABEL_STUDIO|DJANGO)|^(HOST|PORT|DEBUG|DATABASE_URL)$|proxy$", re.IGNORECASE)
    return {name: value for name, value in os.environ.items() if not ours.search(name)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def installation(data_dir: Path, tasks: Sequence[BenchTask]) -> Iterator[Installation]:
    """Prepare the data folder, serve it, log in, and stop the server in the end."""
    asked = {"email": EMAIL, "password": PASSWORD, "tasks": [asdict(task) for task in tasks]}
    environment = _environment()
    prepared = subprocess.run(
        [sys.executable, "-m", "bench.prepare_installation", str(data_dir)],
        input=json.dumps(asked),
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    made = json.loads(prepared.stdout.splitlines()[-1])["tasks"]
    port = _free_port()
    log = (data_dir / "server.log").open("w")
    faultmark = Path(sys.executable).with_name("faultmark")
    command = [str(faultmark), "start", "--data-dir", str(data_dir), "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        base = f"http://127.0.0.1:{port}"
        _await_health(base, server, data_dir)
        yield Installation(base, _log_in(base), tuple((project, task) for project, task in made), server.pid)
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
        log.close()


def _await_health(base: str, server: subprocess.Popen[bytes], data_dir: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        with contextlib.suppress(requests.ConnectionError):
            requests.get(base + "/health", timeout=30).raise_for_status()
            return
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("The server did not start:\n" + (data_dir / "server.log").read_text()[-3000:])
        time.sleep(0.2)


def _log_in(base: str) -> dict[str, str]:
    """Log in the way a person does and return the cookies."""
    session = requests.Session()
    session.trust_env = False
    page = session.get(f"{base}/user/login/", timeout=60).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if token is None:
        raise RuntimeError("Label Studio's login page has changed.")
    form = {"email": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    session.post(f"{base}/user/login/", data=form, timeout=60).raise_for_status()
    return dict(session.cookies)
