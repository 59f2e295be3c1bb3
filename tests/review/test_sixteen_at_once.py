"""Sixteen submits at one moment, with real threads and a database that commits: none too many, lost or miscounted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from own_process import run_script
from postgres_server import postgres

pytestmark = pytest.mark.long

SCRIPT = Path(__file__).with_name("sixteen_at_once.py")


def holds(said: dict[str, Any]) -> None:
    for task, seats, refused in (("few", 2, 14), ("many", 15, 0), ("same", 1, 15)):
        found = said[task]
        assert found["answers"] == [201] * seats + [409] * refused, task
        counted = ("annotations", "authors", "total", "done", "seats", "steps", "annotators")
        assert {name: found[name] for name in counted} == dict.fromkeys(counted, seats), task
        assert found["as_recomputed"], task
    assert said["shared"] == {"tasks": 4, "same": True, "scored": 4}


def test_sixteen_at_once_on_sqlite(template_db: Path, tmp_path: Path) -> None:
    said = run_script(SCRIPT, tmp_path)
    assert said["database"] == "sqlite"
    holds(said)


@pytest.mark.postgres
def test_sixteen_at_once_on_postgresql(tmp_path: Path) -> None:
    with postgres() as url:
        said = run_script(SCRIPT, tmp_path, url)
    assert said["database"] == "postgresql"
    holds(said)
