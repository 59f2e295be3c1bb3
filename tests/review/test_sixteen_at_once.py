"""Sixteen submits at one moment, with real threads and a database that commits: none too many, lost or miscounted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from live_server import clean_environment
from postgres_server import postgres

SCRIPT = Path(__file__).with_name("sixteen_at_once.py")


def run(folder: Path, *database: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder), *database],
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return said


def holds(said: dict[str, Any]) -> None:
    for task, seats, refused in (("few", 2, 14), ("many", 15, 0), ("same", 1, 15)):
        found = said[task]
        assert found["answers"] == [201] * seats + [409] * refused, task
        counted = ("annotations", "authors", "total", "done", "seats", "steps", "annotators")
        assert {name: found[name] for name in counted} == dict.fromkeys(counted, seats), task
        assert found["as_recomputed"], task


def test_sixteen_at_once_on_sqlite(template_db: Path, tmp_path: Path) -> None:
    said = run(tmp_path)
    assert said["database"] == "sqlite"
    holds(said)


@pytest.mark.postgres
def test_sixteen_at_once_on_postgresql(tmp_path: Path) -> None:
    with postgres() as url:
        said = run(tmp_path, url)
    assert said["database"] == "postgresql"
    holds(said)
