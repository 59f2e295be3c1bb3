"""What is due is gone: from the database, its files, the uploads, the series folders and the exports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from live_server import clean_environment
from postgres_server import postgres

pytestmark = pytest.mark.long

SCRIPT = Path(__file__).with_name("plant_and_purge.py")


def run(folder: Path, case: str, *more: str, code: int = 0, url: str = "") -> dict[str, Any]:
    environment = clean_environment(**({"FAULTMARK_TEST_DATABASE_URL": url} if url else {}))
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder), case, *more],
        env=environment, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr[-3000:]
    said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1]) if code == 0 else {}
    return said


def nowhere(said: dict[str, Any], *words: str) -> None:
    for found in (said["found"], said["in_tables"]):
        assert {word: found[word] for word in words} == {word: [] for word in words}


def test_when_everything_is_due_nothing_is_left_on_the_disk(template_db: Path, tmp_path: Path) -> None:
    said = run(tmp_path, "everything")
    # The labeling config itself, which is no one task's, names the class.
    assert said["tasks"] == []
    nowhere(said, "telemetry", "note", "operator")
    assert said["again"] is None
    assert said["audit"]["fault"] is None
    assert said["audit"]["kinds"] == ["policy", *["deleted"] * 6, "tasks deleted"]
    for word in ("PLANTED-NOTE", "planted.person", "Wilhelmina", "pump.csv"):
        assert word not in said["audit"]["text"], "The proof of a deletion repeats nothing of what was deleted."
    assert said["plan"]["due"] == dict.fromkeys(("personal", "notes", "labels", "telemetry", "derived", "exports"), 1)


def test_labels_stay_where_the_policy_says_so(template_db: Path, tmp_path: Path) -> None:
    said = run(tmp_path, "labels stay")
    nowhere(said, "telemetry", "note", "operator")
    assert said["tasks"] == [{"csv": "[deleted]", "machine_id": "P-1", "operator": "[deleted]"}]
    for named, items in said["annotations"]:
        assert not named
        by_control = {item["from_name"]: item["value"] for item in items}
        assert by_control["label"]["timeserieslabels"] == ["PLANTEDCLASS"]
        assert (by_control["label"]["start"], by_control["note"]["text"]) == (3, ["[deleted]"])


@pytest.mark.parametrize("point", [2, 5])
def test_a_purge_that_is_killed_in_the_middle_is_gone_on_with(template_db: Path, tmp_path: Path, point: int) -> None:
    run(tmp_path, "everything", "crash", str(point), code=9)
    said = run(tmp_path, "everything")
    assert (said["resumed"], said["open"], said["tasks"]) == (1, 0, [])
    nowhere(said, "telemetry", "note", "operator")
    assert said["audit"]["fault"] is None
    assert said["audit"]["kinds"].count("deleted") == 6, "Each item has one proof."


def test_one_persons_data_are_listed_and_deleted(template_db: Path, tmp_path: Path) -> None:
    said = run(tmp_path, "person")
    shown = said["shown"]
    assert shown["account"]["email"] == "planted.person@example.com"
    assert shown["refers"]["tasks.Annotation.completed_by"] == 1
    assert shown["refers"]["tasks.AnnotationDraft.user"] == 1
    assert shown["named"]["tasks.Task"]
    assert shown["named"]["faultmark.Comment"]
    nowhere(said, "person", "operator")
    assert len(said["annotations"]) == 2, "What was labeled stays."
    assert all(items for _named, items in said["annotations"])


@pytest.mark.postgres
def test_on_postgresql_a_purge_is_gone_on_with_too_and_leaves_nothing(tmp_path: Path) -> None:
    with postgres() as url:
        run(tmp_path, "everything", "crash", "3", code=9, url=url)
        said = run(tmp_path, "everything", url=url)
    assert said["database"] == "postgresql"
    assert (said["resumed"], said["open"], said["tasks"]) == (1, 0, [])
    nowhere(said, "telemetry", "note", "operator")
    assert said["audit"]["fault"] is None
    assert said["audit"]["kinds"] == ["policy", *["deleted"] * 6, "tasks deleted"]
