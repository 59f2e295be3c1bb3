"""``faultmark check``: what keeps an installation from working, each finding with its remedy."""

from __future__ import annotations

import http.client
import importlib.metadata
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
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
    """Check an installation and print the findings; return the number of faults. Nothing is changed.

    What needs Label Studio is left out where that cannot be used, and what needs the data folder likewise.
    """
    faults = 0
    for check in (_versions, _bundle, _folder, _port, _platform):
        try:
            found = list(check(config))
        except FaultmarkError as error:
            remedy = error.remedies[0].text if error.remedies else ""
            found = [Finding("fault", check.__name__.strip("_"), error.message, remedy)]
        for finding in found:
            _show(finding)
        worst = sum(finding.level == "fault" for finding in found)
        faults += worst
        if worst and check in (_versions, _folder):
            break
    out.print(f"\n{faults} fault{'s' if faults != 1 else ''}" if faults else "\nNothing is wrong.")
    return faults


def _show(finding: Finding) -> None:
    mark = {"ok": "[green]ok[/]   ", "note": "[yellow]note[/] ", "fault": "[bold red]fault[/]"}[finding.level]
    out.print(f"{mark} {finding.subject:<13} {escape(finding.text)}")
    if finding.remedy:
        out.print(f"      {'':<13} remedy: {escape(finding.remedy)}")


def _versions(_config: Config) -> Iterator[Finding]:
    from faultmark.host.boot import LABEL_STUDIO_VERSION, label_studio_folder

    try:
        label_studio_folder()
    except FaultmarkError as error:
        yield Finding("fault", "label studio", error.message, error.remedies[0].text)
        return
    except importlib.metadata.PackageNotFoundError:
        text = "It lies in this Python without having been installed, so that its version is unknown."
        yield Finding("fault", "label studio", text, f"pip install label-studio=={LABEL_STUDIO_VERSION}")
        return
    yield Finding("ok", "label studio", LABEL_STUDIO_VERSION)


def _bundle(_config: Config) -> Iterator[Finding]:
    from faultmark.web.bundle_manifest import MANIFEST, bundle_entry

    if bundle_entry() is not None:
        yield Finding("ok", "front end", "built")
    else:
        text = f"The front end has not been built: {MANIFEST} is missing."
        remedy = "In a checkout run `make bundle`; an installed package always contains it, so install that anew."
        yield Finding("fault", "front end", text, remedy)


def _folder(config: Config) -> Iterator[Finding]:
    existing = config.data_dir
    while not existing.exists():
        existing = existing.parent
    remedy = "Set FAULTMARK_DATA_DIR to a folder that you may write to."
    if not existing.is_dir():
        yield Finding("fault", "data folder", f"{existing} is not a folder.", remedy)
        return
    try:
        # Asked of the system, since permissions alone do not tell of read-only disks. It has no name and leaves none.
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        yield Finding("fault", "data folder", f"{existing} cannot be written to: {error.strerror}.", remedy)
        return
    yield Finding("ok", "data folder", f"{config.data_dir}{'' if existing == config.data_dir else ' (made at start)'}")
    free = shutil.disk_usage(existing).free
    if free < _LITTLE_SPACE:
        text = f"Only {data_size(free)} are free; a series takes about half the size of its CSV file."
        yield Finding("note", "disk space", text, "Make room, or set FAULTMARK_DATA_DIR to another disk.")
    else:
        yield Finding("ok", "disk space", f"{data_size(free)} free")


def _port(config: Config) -> Iterator[Finding]:
    from faultmark.host.serve import require_port

    try:
        require_port(config)
    except FaultmarkError as error:
        if _is_faultmark(config):
            yield Finding("ok", "port", f"Faultmark answers on {config.port} already.")
        else:
            yield Finding("fault", "port", error.message, error.remedies[0].text)
        return
    yield Finding("ok", "port", f"{config.port} is free" if config.port else "a free one is picked at start")


def _is_faultmark(config: Config) -> bool:
    """Whether what listens on the port is a Faultmark: then all is as it should be."""
    host = "127.0.0.1" if config.host in ("0.0.0.0", "::", "") else config.host  # noqa: S104 - compared, not bound
    connection = http.client.HTTPConnection(host, config.port, timeout=3)
    try:
        connection.request("HEAD", "/faultmark/static/mark.svg", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _platform(config: Config) -> Iterator[Finding]:
    """What only Label Studio's own code knows: its system checks, the migrations and the database."""
    is_new = not config.data_dir.exists() and not config.database_url
    with tempfile.TemporaryDirectory() as spare:
        # Booting makes the data folder, and a check changes nothing.
        yield from _booted(config.model_copy(update={"data_dir": Path(spare)}) if is_new else config)
        if is_new:
            yield Finding("note", "database", "There is none yet; the first start makes it.", "faultmark start")
        else:
            yield from _database(config)


def _booted(config: Config) -> Iterator[Finding]:
    from faultmark.host.boot import boot

    boot(config)
    from django.core import checks

    for message in checks.run_checks():
        # The front end has been looked for above.
        if message.level >= checks.WARNING and not message.is_silenced() and message.id != "faultmark.W001":
            level: Literal["note", "fault"] = "fault" if message.level >= checks.ERROR else "note"
            yield Finding(level, "system", str(message.msg), str(message.hint or ""))
    from faultmark.host.template import template_fits

    if config.database_url:
        return
    if template_fits():
        yield Finding("ok", "first start", "The packed database fits the installed migrations.")
    else:
        text = "The packed database is missing or of other versions, so a first start runs all migrations: a minute."
        remedy = "In a checkout run `make template`; an installed package contains it, so install that anew."
        yield Finding("note", "first start", text, remedy)


def _database(config: Config) -> Iterator[Finding]:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    connection = connections["default"]
    file = config.data_dir / "faultmark.sqlite3"
    if not config.database_url and not (file.exists() and file.stat().st_size):
        yield Finding("note", "database", "There is none yet; the first start makes it.", "faultmark start")
        return
    try:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        text = f"It cannot be opened: {' '.join(str(error).split())}"
        remedy = (
            "Check that it runs, and the user, password and name in FAULTMARK_DATABASE_URL."
            if config.database_url
            else f"Put a backup in place of {file}, or move it away to begin anew."
        )
        yield Finding("fault", "database", text, remedy)
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
