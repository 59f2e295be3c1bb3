"""The first start: from the packed database, or by real migrations where that does not fit what is installed."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from live_server import clean_environment

import faultmark

pytestmark = pytest.mark.long

PREPARE = """
import sys
from pathlib import Path
from faultmark.host.boot import boot
from faultmark.host.config import load_config
from faultmark.host.database import prepare_database

boot(load_config(data_dir=Path(sys.argv[1])))
prepare_database(print)
"""


def prepare(folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PREPARE, str(folder)],
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    return done.stdout


def tables(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table's columns: name, type, not null, default, primary key."""
    connection = sqlite3.connect(folder / "faultmark.sqlite3")
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        name: sorted((column[1:] for column in connection.execute(f'PRAGMA table_info("{name}")')), key=str)
        for name in names
    }
    connection.close()
    return found


def test_a_stale_template_is_left_alone_and_real_migrations_make_the_same(template_db: Path, tmp_path: Path) -> None:
    quick = tmp_path / "quick"
    assert prepare(quick) == "", "the packed database was not used"
    # An installed package whose template was made from other migrations.
    package = tmp_path / "installed" / "faultmark"
    shutil.copytree(Path(faultmark.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    about = package / "host" / "template.json"
    about.write_text(json.dumps({**json.loads(about.read_text()), "key": "of another version"}))
    slow = tmp_path / "slow"
    said = prepare(slow, PYTHONPATH=str(package.parent))
    assert "Creating the database" in said
    assert "migrations" in said
    assert tables(slow) == tables(quick)
    assert prepare(slow) == "", "a later start migrated again"


def test_what_is_no_database_is_never_replaced(template_db: Path, tmp_path: Path) -> None:
    database = tmp_path / "data" / "faultmark.sqlite3"
    database.parent.mkdir()
    database.write_text("somebody's notes, and not a database at all " * 50)
    before = database.read_bytes()
    done = subprocess.run(
        [str(Path(sys.executable).parent / "faultmark"), "start", "--data-dir", str(database.parent), "--port", "0"],
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "faultmark.sqlite3" in done.stderr
    assert database.read_bytes() == before
