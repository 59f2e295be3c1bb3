"""A sync that is killed leaves nothing half registered, and the next one goes on without importing anything twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from own_process import run_script
from postgres_server import postgres

pytestmark = pytest.mark.long

SCRIPT = Path(__file__).with_name("killed_syncs.py")


def nothing_half(said: dict) -> None:
    for name in ("s3", "folder", "lists"):
        assert said[name]["faults"] == []
        assert said[name]["killed"] >= 8, "hardly any sync was killed; this proves nothing"


def test_on_sqlite(template_db: Path, tmp_path: Path) -> None:
    said = run_script(SCRIPT, tmp_path)
    assert said["database"] == "sqlite"
    nothing_half(said)


@pytest.mark.postgres
def test_on_postgresql(tmp_path: Path) -> None:
    with postgres() as url:
        said = run_script(SCRIPT, tmp_path, url)
    assert said["database"] == "postgresql"
    nothing_half(said)
