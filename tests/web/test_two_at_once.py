"""Tabs that save at the same moment, with real threads and a database that commits: nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from own_process import run_script
from postgres_server import postgres

pytestmark = pytest.mark.long

SCRIPT = Path(__file__).with_name("two_at_once.py")


def nothing_is_lost(said: dict[str, Any]) -> None:
    assert said["failures"] == []
    assert said["saved"] == [f"t{tab}n{number}" for tab in range(4) for number in range(4)]
    assert said["drafts"] == 1, "each tab made a draft of its own"
    assert said["conflicts"] > 0, "the tabs never met; this proves nothing"


def test_nothing_is_lost_on_sqlite(template_db: Path, tmp_path: Path) -> None:
    said = run_script(SCRIPT, tmp_path)
    assert (said["database"], said["series"]) == ("sqlite", "ready")
    nothing_is_lost(said)


@pytest.mark.postgres
def test_nothing_is_lost_on_postgresql(tmp_path: Path) -> None:
    with postgres() as url:
        said = run_script(SCRIPT, tmp_path, url)
    assert (said["database"], said["series"]) == ("postgresql", "ready")
    nothing_is_lost(said)
