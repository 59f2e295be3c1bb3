"""``faultmark ml-backend``: the detectors for a Label Studio that runs elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from faultmark.cli.files import DataDir

__all__ = ["ml_backend"]


def ml_backend(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 9090,
    files: Annotated[
        Path | None,
        typer.Option(help="Label Studio's root of local files.", exists=True, file_okay=False, show_default=False),
    ] = None,
    uploads: Annotated[
        Path | None,
        typer.Option(help="Label Studio's media folder.", exists=True, file_okay=False, show_default=False),
    ] = None,
    least: Annotated[float, typer.Option(min=0, max=1, help="Leave out proposals less sure than this.")] = 0.45,
    threads: Annotated[int, typer.Option(min=1, max=64, help="Requests answered at the same time.")] = 2,
    data_dir: DataDir = None,
) -> None:
    """Serve the detectors as a Label Studio ML backend.

    Connect it in Label Studio under Model, or with the SDK's client.ml.create. A Label Studio that is to reach it on
    its own machine needs ML_BLOCK_LOCAL_IP=false.
    """
    from gunicorn.app.base import BaseApplication

    from faultmark.cli.output import err
    from faultmark.host.config import load_config
    from faultmark.remote.ml_backend import MLBackend
    from faultmark.remote.telemetry import Folders
    from faultmark.store.series_store import SeriesStore

    application = MLBackend(SeriesStore(load_config(data_dir=data_dir).store_dir), Folders(files, uploads), least)

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        def load_config(self) -> None:
            for name, value in {
                "bind": f"{f'[{host}]' if ':' in host else host}:{port}",
                "workers": 1,
                "threads": threads,
                "worker_class": "gthread",
                "timeout": 0,
                "loglevel": "warning",
            }.items():
                self.cfg.set(name, value)

        def load(self) -> MLBackend:
            return application

    err.print(f"ML backend at [bold]http://{host}:{port}[/]; Ctrl-C stops it")
    Server().run()
