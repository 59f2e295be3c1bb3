"""``faultmark check``: what keeps an installation from working, each finding with its remedy."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rich.markup import escape

from faultmark.cli.output import data_size, out
from faultmark.errors import FaultmarkError
from faultmark.host.config import Config

__all__ = ["Finding", "run_checks"]

_LITTLE_SPACE = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. ``fault`` keeps the installation from working, ``note`` does not."""

    level: Literal["ok", "note", "fault"]
    subject: str
    text: str
    remedy: str = ""


def run_checks(config: Config) -> int:
    """Check an installation and print the findings; return the number of faults.

    A check that cannot go on because an earlier one failed is left out.
    """
    faults = 0
    for check in (_versions, _folder, _platform):
        try:
            found = list(check(config))
        except FaultmarkError as error:
            remedy = error.remedies[0].text if error.remedies else ""
            found = [Finding("fault", check.__name__.strip("_"), error.message, remedy)]
        for finding in found:
            _show(finding)
        worst = sum(finding.level == "fault" for finding in found)
        faults += worst
        if worst and check is not _versions:
            break
    out.print(f"\n{faults} fault{'s' if faults != 1 else ''}" if faults else "\nNothing is wrong.")
    return faults


def _show(finding: Finding) -> None:
    mark = {"ok": "[green]ok[/]   ", "note": "[yellow]note[/] ", "fault": "[bold red]fault[/]"}[finding.level]
    out.print(f"{mark} {finding.subject:<13} {escape(finding.text)}")
    if finding.remedy:
        out.print(f"      {'':<13} remedy: {escape(finding.remedy)}")


def _versions(_config: Config) -> Iterator[Finding]:
    from faultmark.host.boot import LABEL_STUDIO_VERSION

    try:
        installed = importlib.metadata.version("label-studio")
    except importlib.metadata.PackageNotFoundError:
        yield Finding(
            "fault", "label studio", "It is not installed.", f"pip install label-studio=={LABEL_STUDIO_VERSION}"
        )
        return
    if installed == LABEL_STUDIO_VERSION:
        yield Finding("ok", "label studio", installed)
    else:
        text = f"{installed} is installed, and Faultmark is made for {LABEL_STUDIO_VERSION}."
        yield Finding("fault", "label studio", text, f"pip install label-studio=={LABEL_STUDIO_VERSION}")


def _folder(config: Config) -> Iterator[Finding]:
    existing = config.data_dir
    while not existing.exists():
        existing = existing.parent
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        text = f"{existing} cannot be written to."
        yield Finding("fault", "data folder", text, "Set FAULTMARK_DATA_DIR to a folder that you may write to.")
        return
    yield Finding("ok", "data folder", f"{config.data_dir}{'' if existing == config.data_dir else ' (made at start)'}")
    free = shutil.disk_usage(existing).free
    if free < _LITTLE_SPACE:
        text = f"Only {data_size(free)} are free; a series takes about half the size of its CSV file."
        yield Finding("note", "disk space", text, "Make room, or set FAULTMARK_DATA_DIR to another disk.")
    else:
        yield Finding("ok", "disk space", f"{data_size(free)} free")


def _platform(config: Config) -> Iterator[Finding]:
    # Booting would make the folder, and a check changes nothing.
    if not config.data_dir.exists() and not config.database_url:
        yield Finding("note", "database", "There is none yet; the first start makes it.", "faultmark start")
        yield from _bundle()
        return
    from faultmark.host.boot import boot

    boot(config)
    from django.core import checks

    for message in checks.run_checks():
        if message.level >= checks.WARNING and not message.is_silenced():
            level: Literal["note", "fault"] = "fault" if message.level >= checks.ERROR else "note"
            yield Finding(level, "system", str(message.msg), str(message.hint or ""))
    yield from _database(config)


def _database(config: Config) -> Iterator[Finding]:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import OperationalError

    connection = connections["default"]
    if not config.database_url and not (config.data_dir / "faultmark.sqlite3").exists():
        yield Finding("note", "database", "There is none yet; the first start makes it.", "faultmark start")
        return
    try:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError as error:
        text = f"It cannot be opened: {str(error).strip()}"
        yield Finding("fault", "database", text, "Check that it runs, and FAULTMARK_DATABASE_URL.")
        return
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
    if pending:
        yield Finding("note", "database", f"{kind}; {pending} migrations are due at the next start.")
    else:
        yield Finding("ok", "database", kind)
        yield from _people()
    connections.close_all()


def _people() -> Iterator[Finding]:
    from faultmark.host.users import has_users

    if has_users():
        yield Finding("ok", "people", "Somebody can log in.")
    else:
        yield Finding("note", "people", "Nobody can log in yet.", "faultmark user add you@example.com --admin")


def _bundle() -> Iterator[Finding]:
    from faultmark.web.bundle_manifest import MANIFEST, bundle_entry

    if bundle_entry() is not None:
        yield Finding("ok", "front end", "built")
    else:
        text = f"The front end has not been built: {MANIFEST} is missing."
        yield Finding("fault", "front end", text, "In a checkout run: make bundle")
