"""Commands that need the platform: start, demo, check, user add, manage. Only these load Label Studio."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from faultmark.cli.files import DataDir

__all__ = ["check", "demo", "manage", "start", "user_add", "worker"]

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", help="TOML file with settings; default: faultmark.toml in the data folder.", exists=True),
]
Host = Annotated[str | None, typer.Option(help="Address to listen on. [default: 127.0.0.1]", show_default=False)]
Port = Annotated[
    int | None, typer.Option(min=0, max=65535, help="Port; 0 picks a free one. [default: 8080]", show_default=False)
]


def start(data_dir: DataDir = None, config: ConfigFile = None, host: Host = None, port: Port = None) -> None:
    """Serve Label Studio and Faultmark on one port."""
    from faultmark.cli.serving import run_server
    from faultmark.host.config import load_config

    run_server(load_config(config, data_dir=data_dir, host=host, port=port))


def demo(
    data_dir: Annotated[
        Path | None,
        typer.Option(help="The demo's own data folder. [default: ~/.local/share/faultmark/demo]", show_default=False),
    ] = None,
    host: Host = None,
    port: Port = None,
    browser: Annotated[bool, typer.Option(help="Open the browser, where there is one.")] = True,
    serve: Annotated[bool, typer.Option(help="Serve it; otherwise only prepare it.")] = True,
) -> None:
    """Serve a demo: pumps and a real machine, ready to label.

    The first run prepares it, in about a minute, in a data folder of its own; later runs reuse it. Without --port the
    demo takes 8080, or a free port where that is taken.
    """
    from faultmark.cli.demonstrating import run_demo

    run_demo(data_dir, host, port, browser=browser, serve=serve)


def check(data_dir: DataDir = None, config: ConfigFile = None, port: Port = None) -> None:
    """Say what is wrong with this installation.

    Every finding comes with its remedy. The exit code is 1 when something keeps it from working.
    """
    from faultmark.cli.checking import run_checks
    from faultmark.host.config import load_config

    if run_checks(load_config(config, data_dir=data_dir, port=port)):
        raise typer.Exit(1)


def user_add(
    email: Annotated[str, typer.Argument(help="What the person types at the login.", show_default=False)],
    admin: Annotated[bool, typer.Option("--admin", help="May administer the installation.")] = False,
    password: Annotated[
        str | None,
        typer.Option(
            help="Asked for when left away, or drawn and printed where there is no terminal.",
            envvar="FAULTMARK_USER_PASSWORD",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Set a new password for somebody who is there.")] = False,
    data_dir: DataDir = None,
    config: ConfigFile = None,
) -> None:
    """Add a person who may log in."""
    from faultmark.host.boot import boot
    from faultmark.host.config import load_config

    settings = load_config(config, data_dir=data_dir)
    drawn = False
    if password is None:
        if sys.stdin.isatty():
            password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        else:
            import secrets

            password, drawn = secrets.token_urlsafe(12), True
    boot(settings)
    from faultmark.host.database import prepare_database
    from faultmark.host.users import create_user

    prepare_database(lambda text: typer.echo(f"{text} …", err=True))
    person = create_user(email, password, admin=admin, exist_ok=force)
    typer.echo(f"{person.email} may log in{' and administer' if person.admin else ''}.")
    if drawn:
        typer.echo(f"password: {password}")


def worker(
    data_dir: DataDir = None,
    config: ConfigFile = None,
    burst: Annotated[bool, typer.Option(help="End when the queue is empty.")] = False,
) -> None:
    """Run jobs from the queue in Redis, beside as many other workers as you like.

    Without redis_url the server runs a worker of its own, and this is not needed.
    """
    from faultmark.host.config import load_config
    from faultmark.host.queue_worker import run_queue_worker

    run_queue_worker(load_config(config, data_dir=data_dir), burst=burst)


def manage(context: typer.Context, data_dir: DataDir = None) -> None:
    """Run a management command of Django or Label Studio."""
    from faultmark.host.config import load_config
    from faultmark.host.manage import run_management_command

    run_management_command(load_config(data_dir=data_dir), context.args or ["help"])
