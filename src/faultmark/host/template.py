"""The migrated database that a first start copies instead of running two hundred migrations.

``python -m faultmark.host.template OUT`` makes it at build time. Beside it lies its key: a hash over every migration in
the graph, so that a template from other versions is recognised and never used.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["TEMPLATE", "ensure_template", "install_template", "migration_key", "template_fits", "write_template"]

TEMPLATE = Path(__file__).parent / "template.sqlite3.gz"
_LIST_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"


def migration_key() -> str:
    """Hash over the names of all migrations on disk. Needs a booted process, but no database."""
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    loader = MigrationLoader(None, ignore_no_migrations=True)
    names = sorted(loader.disk_migrations)
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()


def template_fits(template: Path = TEMPLATE) -> bool:
    """Whether there is a template made from just the migrations that are installed."""
    about = template.with_name("template.json")
    if not (template.exists() and about.exists()):
        return False
    recorded = json.loads(about.read_text(encoding="utf-8")).get("key")
    return bool(recorded == migration_key())


def install_template(database: Path, template: Path = TEMPLATE) -> None:
    """Unpack the template to ``database``, which must not exist. Atomic: the file appears whole or not at all."""
    part = database.with_name(f"{database.name}.{os.getpid()}.part")
    with gzip.open(template, "rb") as packed, part.open("wb") as out:
        out.write(packed.read())
        out.flush()
        os.fsync(out.fileno())
    part.rename(database)


def write_template(out: Path) -> None:
    """Run all migrations on an empty SQLite database and pack the result, in a process of its own.

    Parameters
    ----------
    out:
        Where the packed database goes; ``template.json`` with its key is written beside it.
    """
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "faultmark.host.template", "--migrate", folder], check=True)
        database = Path(folder) / "faultmark.sqlite3"
        about = json.loads((Path(folder) / "template.json").read_text(encoding="utf-8"))
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode=DELETE")
            about["migrations"] = len(connection.execute(_LIST_MIGRATIONS).fetchall())
        connection.close()
        with sqlite3.connect(database) as connection:
            connection.execute("VACUUM")
        connection.close()
        part = out.with_name(out.name + ".part")
        part.write_bytes(gzip.compress(database.read_bytes(), 9, mtime=0))
        part.rename(out)
        out.with_name("template.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def ensure_template(out: Path = TEMPLATE) -> None:
    """Make the template unless the one at ``out`` fits. Boots this process on a folder that is removed again."""
    from faultmark.host.boot import boot  # noqa: PLC0415
    from faultmark.host.config import Config  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        boot(Config(data_dir=Path(folder)))
        fits = template_fits(out)
    if not fits:
        write_template(out)


def _migrate(folder: Path) -> None:
    from faultmark.host.boot import boot  # noqa: PLC0415
    from faultmark.host.config import Config  # noqa: PLC0415

    boot(Config(data_dir=folder))
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    (folder / "template.json").write_text(json.dumps({"key": migration_key()}), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1] == "--migrate":
        _migrate(Path(sys.argv[2]))
    else:
        write_template(Path(sys.argv[1]))
