"""``faultmark demo``: prepare what is missing, with progress; then serve it and print one address with a login."""

from __future__ import annotations

import socket
import time
from pathlib import Path

from rich.panel import Panel
from rich.progress import TaskID

from faultmark.cli.output import duration, err, out, progress_bar
from faultmark.cli.serving import base_url, open_browser
from faultmark.host.config import Config, load_config

__all__ = ["run_demo"]


def run_demo(data_dir: Path | None, host: str | None, port: int | None, *, browser: bool, serve: bool) -> None:
    """Prepare the demo in ``data_dir`` (default: ``demo`` in Faultmark's data folder) and serve it.

    Without ``port`` the usual one is taken, or any free one where that is taken already.
    """
    config = load_config(data_dir=data_dir or Config().data_dir / "demo", host=host, port=port)
    if config.port == 0 or (port is None and not _free(config)):
        from faultmark.host.serve import free_port

        config = config.model_copy(update={"port": free_port(config.host)})
    began = time.perf_counter()
    fresh = not (config.data_dir / "demo.json").exists()
    if fresh:
        err.print(f"Preparing the demo in {config.data_dir}, which takes about a minute once …")
    from faultmark.host.boot import boot
    from faultmark.host.database import prepare_database

    boot(config)
    prepare_database(lambda text: err.print(f"{text} …"))
    from faultmark.host.demo import prepare_demo

    with progress_bar() as bar:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total, unit="samples", note="")
            bar.update(tasks[what], completed=done)

        access = prepare_demo(report)
    url = base_url(config) + access.path
    if fresh:
        err.print(f"Ready after {duration(time.perf_counter() - began)}.")
    if not serve:
        return

    def ready() -> None:
        login = f"log in as [bold]{access.email}[/] with password [bold]{access.password}[/]"
        out.print(Panel.fit(f"[bold]{url}[/]\n{login}\nCtrl-C stops the demo", border_style="dim"))
        if browser:
            open_browser(url)

    from faultmark.host.serve import serve as run

    run(config, say=lambda text: err.print(f"{text} …"), ready=ready)


def _free(config: Config) -> bool:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError:
            return False
    return True
