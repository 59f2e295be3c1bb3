"""The packed database that a first start copies is just what the installed migrations make."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path
from typing import Any

from faultmark.host.template import install_template, migration_key, template_fits


def test_the_template_fits_the_installed_migrations(booted: Any, template_db: Path) -> None:
    assert template_fits(template_db)
    assert json.loads(template_db.with_name("template.json").read_text())["key"] == migration_key()


def test_after_it_nothing_is_left_to_migrate(booted: Any, template_db: Path, tmp_path: Path) -> None:
    from django.db.migrations.loader import MigrationLoader

    database = tmp_path / "faultmark.sqlite3"
    install_template(database, template_db)
    with sqlite3.connect(database) as connection:
        applied = set(connection.execute("SELECT app, name FROM django_migrations"))
    connection.close()
    wanted = set(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)
    assert wanted <= applied, f"the template lacks {sorted(wanted - applied)[:5]}"
    assert len(list(tmp_path.iterdir())) == 1, "something half-made was left behind"


def test_a_template_of_other_migrations_is_recognised(booted: Any, template_db: Path, tmp_path: Path) -> None:
    copy = tmp_path / template_db.name
    copy.write_bytes(template_db.read_bytes())
    assert not template_fits(copy), "there is no key beside it"
    about = json.loads(template_db.with_name("template.json").read_text())
    (tmp_path / "template.json").write_text(json.dumps({**about, "key": "of another version"}))
    assert not template_fits(copy)


def test_it_holds_no_person_and_no_secret(template_db: Path, tmp_path: Path) -> None:
    database = tmp_path / "template.sqlite3"
    database.write_bytes(gzip.decompress(template_db.read_bytes()))
    with sqlite3.connect(database) as connection:
        for table in ("htx_user", "organization", "authtoken_token", "project", "task"):
            assert connection.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (0,), table
    connection.close()
