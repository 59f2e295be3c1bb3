"""``faultmark demo``: prepare what is missing, with progress; then serve it and print one address with a login."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

from rich.panel import Panel
from rich.progress import Progress, TaskID

from faultmark.cli.output import count, duration, err, out, progress_bar
from faultmark.cli.serving import base_url, open_browser
from faultmark.errors import FaultmarkError
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
    from faultmark.host.demo import OTHERS, prepare_demo

    with progress_bar() as bar:
        shown: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in shown:
                shown[what] = bar.add_task(what, total=total, unit="samples", note="")
            bar.update(shown[what], completed=done)

        def ingest(task_id: int, title: str, options: Mapping[str, Any]) -> None:
            ingest_now(task_id, options, bar, bar.add_task(f"reading {title}", total=None, note=""))

        access = prepare_demo(ingest, report)
    url = base_url(config) + access.path
    if fresh:
        err.print(f"Ready after {duration(time.perf_counter() - began)}.")
    if not serve:
        return

    def ready() -> None:
        login = f"log in as [bold]{access.email}[/] with password [bold]{access.password}[/]"
        login += "".join(f"\nor, with the same password, as {other}" for other in OTHERS)
        out.print(Panel.fit(f"[bold]{url}[/]\n{login}\nCtrl-C stops the demo", border_style="dim"))
        if browser:
            open_browser(url)

    from faultmark.host.serve import serve as run

    run(config, say=lambda text: err.print(f"{text} …"), ready=ready)


def ingest_now(task_id: int, options: Mapping[str, Any], bar: Progress, shown: TaskID) -> None:
    """Make the series of a task ready in the way the job worker would, but now and with progress.

    Raises
    ------
    FaultmarkError
        Why the file could not become a series.
    """
    from faultmark.web.jobs import ingest_task
    from faultmark.web.models import SeriesLink, SeriesState
    from faultmark.web.platform import platform
    from faultmark.web.series_links import restart

    links = SeriesLink.objects.filter(task_id=task_id)
    if not links.filter(state=SeriesState.READY).exists():
        task = platform().task(task_id)
        if task is not None:
            # What an interrupted run left as being read is read anew.
            links.filter(state=SeriesState.INGESTING).update(state=SeriesState.QUEUED)
            restart(task, options)
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(_in_thread, ingest_task.func, task_id)
            while not wait([running], timeout=0.3).done:
                progress = links.values_list("progress", flat=True).first() or {}
                if progress:
                    note = f"{count(progress.get('rows', 0))} rows"
                    done, total = progress.get("done_bytes", 0), progress.get("total_bytes")
                    bar.update(shown, completed=done, total=total, note=note)
            running.result()
        link = links.get()
        if link.state == SeriesState.FAILED:
            raise FaultmarkError.from_dict(link.error)
    bar.update(shown, completed=1, total=1, note="")


def _in_thread(function: Callable[[int], None], task_id: int) -> None:
    from django.db import connections

    try:
        function(task_id)
    finally:
        connections.close_all()


def _free(config: Config) -> bool:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError:
            return False
    return True
