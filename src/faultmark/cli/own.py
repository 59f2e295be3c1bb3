"""Faultmark on this machine, for commands that work on its data folder without a server."""

from __future__ import annotations

from pathlib import Path

import typer

from faultmark.errors import ConfigError, Place, Remedy

__all__ = ["boot_begun", "open_own"]

_START = Remedy("Start one with faultmark start, or name the folder of one that runs with --data-dir.")


def boot_begun(data_dir: Path | None, *further: Remedy) -> None:
    """Boot with the data folder of a Faultmark that was started before; takes as long as Label Studio takes to load.

    Parameters
    ----------
    data_dir:
        The folder; None for what the environment says.
    further:
        What else helps where there is none.

    Raises
    ------
    ConfigError
        ``own.missing`` where none was ever started with it; nothing is left behind that would be taken for one.
    """
    from faultmark.host.boot import boot
    from faultmark.host.config import load_config
    from faultmark.host.database import is_begun

    config = load_config(data_dir=data_dir)
    # Before the boot, which makes the folder.
    if not is_begun(config):
        raise ConfigError(
            "own.missing",
            "No Faultmark was started with this data folder.",
            place=Place(str(config.data_dir)),
            remedies=(_START, *further),
        )
    boot(config)


def open_own(data_dir: Path | None) -> None:
    """Boot as :func:`boot_begun` does, with the database as the installed code expects it."""
    boot_begun(data_dir)
    from faultmark.host.database import prepare_database

    prepare_database(lambda text: typer.echo(f"{text} …", err=True))
