"""Serves the installation: gunicorn with threads, forked after everything is imported once, and one job worker."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from faultmark.errors import ConfigError, Remedy
from faultmark.host.boot import boot
from faultmark.host.config import Config
from faultmark.host.database import prepare_database

__all__ = ["free_port", "require_port", "serve"]

GRACE_SECONDS = 5


def free_port(host: str) -> int:
    """A port that is free on ``host`` right now."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def require_port(config: Config) -> None:
    """Make sure that the port is free.

    Raises
    ------
    ConfigError
        ``host.port.taken``; also for an address that is not this machine's.
    """
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            raise ConfigError(
                "host.port.taken",
                f"Nothing can listen on {config.host}:{config.port}: {error.strerror}.",
                remedies=(Remedy(f"Stop what uses it, or choose another: --port {config.port + 1}"),),
            ) from error


class _JobWorker:
    """The process that runs jobs, forked beside the web workers and started anew if it dies."""

    def __init__(self) -> None:
        self._pid = 0
        self._started = 0.0

    def keep_running(self) -> None:
        """Start the worker unless it runs. Called by the web server's main loop about every second."""
        if self._pid:
            try:
                done, _status = os.waitpid(self._pid, os.WNOHANG)
            except ChildProcessError:  # gunicorn reaped it along with its own children
                done = self._pid
            # Never more often than every two seconds, should it die at once.
            if not done or time.monotonic() - self._started < 2:
                return
        self._started = time.monotonic()
        self._pid = os.fork()
        if self._pid == 0:
            self._run()

    def stop(self) -> None:
        """Ask the worker to stop, and wait for it for a while."""
        if not self._pid:
            return
        try:
            os.kill(self._pid, signal.SIGTERM)
            deadline = time.monotonic() + GRACE_SECONDS
            while time.monotonic() < deadline:
                if os.waitpid(self._pid, os.WNOHANG)[0]:
                    return
                time.sleep(0.05)
            os.kill(self._pid, signal.SIGKILL)
        except (ProcessLookupError, ChildProcessError):
            pass

    @staticmethod
    def _run() -> None:
        for number in (signal.SIGCHLD, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGTTIN, signal.SIGTTOU):
            signal.signal(number, signal.SIG_DFL)
        from faultmark.host.worker import run_jobs  # noqa: PLC0415

        try:
            run_jobs()
        finally:
            os._exit(0)


class _Server(BaseApplication):
    def __init__(self, application: Callable[..., Any], config: Config, ready: Callable[[], None]) -> None:
        self._application = application
        self._config = config
        self._ready = ready
        self._jobs = _JobWorker()
        super().__init__()

    def load_config(self) -> None:
        config = self._config
        host = f"[{config.host}]" if ":" in config.host else config.host
        options: dict[str, Any] = {
            "bind": [f"{host}:{config.port}"],
            "workers": config.workers,
            "threads": config.threads,
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": 120,
            "graceful_timeout": GRACE_SECONDS,
            "keepalive": 30,
            "loglevel": config.log_level,
            "errorlog": "-",
            "proc_name": "faultmark",
            "when_ready": lambda _arbiter: self._on_ready(),
            "on_exit": lambda _arbiter: self._jobs.stop(),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        return self._application

    def _on_ready(self) -> None:
        # No connection may be shared across a fork.
        from django.db import connections  # noqa: PLC0415

        connections.close_all()
        if not self._config.redis_url:
            self._jobs.keep_running()
        self._ready()

    def run(self) -> None:
        from gunicorn.arbiter import Arbiter  # noqa: PLC0415

        jobs = self._jobs
        watch = not self._config.redis_url

        class WatchingArbiter(Arbiter):
            """Gunicorn's master, which looks after the job worker as well."""

            def manage_workers(self) -> None:
                super().manage_workers()
                if watch and self.pid == os.getpid():
                    jobs.keep_running()

        try:
            WatchingArbiter(self).run()
        except RuntimeError as error:
            raise ConfigError("host.serve.failed", f"The server stopped: {error}.") from error


def serve(config: Config, *, say: Callable[[str], None] = print, ready: Callable[[], None] | None = None) -> None:
    """Prepare the installation and serve it until stopped.

    Parameters
    ----------
    config:
        The settings; a port of 0 is replaced by a free one before anything starts.
    say:
        Told in a sentence what takes long.
    ready:
        Called once requests are answered.

    Raises
    ------
    ConfigError
        When the data folder, the database or the port cannot be used.
    """
    if config.port == 0:
        config = config.model_copy(update={"port": free_port(config.host)})
    require_port(config)
    boot(config)
    prepare_database(say)
    from faultmark.host.wsgi import make_application  # noqa: PLC0415

    application = make_application()
    sys.argv = sys.argv[:1]
    _Server(application, config, ready or (lambda: None)).run()
