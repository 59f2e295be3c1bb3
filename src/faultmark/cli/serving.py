"""Starting the server and saying, once it answers, where it is and what is still missing."""

from __future__ import annotations

import contextlib
import os
import sys
import webbrowser

from rich.panel import Panel

from faultmark.cli.output import err, out
from faultmark.host.config import Config

__all__ = ["base_url", "open_browser", "run_server"]


def base_url(config: Config) -> str:
    """Address to type into a browser on this machine, or the public one where it is set."""
    if config.public_url:
        return config.public_url
    host = "127.0.0.1" if config.host in ("0.0.0.0", "::", "") else config.host  # noqa: S104 - compared, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{config.port}"


def open_browser(url: str) -> None:
    """Open ``url`` where a person with a browser sits: at a terminal with a display."""
    seen = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if seen and sys.stdout.isatty():
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(url)


def run_server(config: Config) -> None:
    """Serve until stopped; a first start says how to add the first person."""
    from faultmark.host.serve import free_port, serve

    if config.port == 0:
        config = config.model_copy(update={"port": free_port(config.host)})

    def ready() -> None:
        from django.db import connections

        from faultmark.host.users import has_users

        lines = [f"Faultmark answers at [bold]{base_url(config)}[/]", f"data in {config.data_dir}"]
        if not has_users():
            folder = "" if config.data_dir == Config().data_dir else f" --data-dir {config.data_dir}"
            lines.append("")
            lines.append("Nobody can log in yet. Add the first person, in another terminal, with")
            lines.append(f"[bold]faultmark user add you@example.com --admin{folder}[/]")
        # the web workers are forked next, and no connection may be shared across a fork
        connections.close_all()
        out.print(Panel.fit("\n".join(lines), border_style="dim"))

    serve(config, say=lambda text: err.print(f"{text} …"), ready=ready)
