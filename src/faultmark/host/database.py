"""Brings the database to the state that the installed code expects."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from faultmark.errors import ConfigError, Place, Remedy
from faultmark.host.boot import current_config
from faultmark.host.config import Config
from faultmark.host.template import install_template, template_fits

__all__ = ["is_begun", "prepare_database"]


def is_begun(config: Config) -> bool:
    """Whether a Faultmark was ever started with this data folder or database; needs no booted process."""
    return bool(config.database_url) or not _is_empty(config.data_dir / "faultmark.sqlite3")


def _is_empty(database: Path) -> bool:
    """Whether there is no table yet. Label Studio opens the file while it loads, so that it always exists by now."""
    if not database.exists():
        return True
    connection = sqlite3.connect(database)
    try:
        tables: tuple[int] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return tables[0] == 0
    except sqlite3.DatabaseError:
        # Not a database: whatever it is, it is not ours to replace. Opening it says what is wrong.
        return False
    finally:
        connection.close()


def prepare_database(say: Callable[[str], None] = lambda _text: None) -> None:
    """Create or migrate the database. Needs a booted process; cheap where nothing is to be done.

    Parameters
    ----------
    say:
        Told, in a sentence, what takes long.

    Raises
    ------
    ConfigError
        When the database cannot be reached.
    """
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import DEFAULT_DB_ALIAS, connections  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415
    from django.db.utils import DatabaseError  # noqa: PLC0415

    config = current_config()
    database = config.data_dir / "faultmark.sqlite3"
    if not config.database_url and _is_empty(database):
        if template_fits():
            connections[DEFAULT_DB_ALIAS].close()
            for ending in ("", "-wal", "-shm"):
                database.with_name(database.name + ending).unlink(missing_ok=True)
            install_template(database)
        else:
            say("Creating the database, which takes a minute once")
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        remedy = (
            "Check that it runs, and the user, password and name in FAULTMARK_DATABASE_URL."
            if config.database_url
            else "Put a backup in its place, or move the file away to begin anew."
        )
        raise ConfigError(
            "host.database.unreachable",
            f"The database cannot be opened: {' '.join(str(error).split())}.",
            place=Place(connection.settings_dict["HOST"] or str(database)),
            remedies=(Remedy(remedy),),
        ) from error
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Applying {len(plan)} migration{'s' if len(plan) > 1 else ''}")
        call_command("migrate", verbosity=0, interactive=False)
    connection.close()
