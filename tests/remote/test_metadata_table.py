"""Metadata of machines from a table of its own: CSV or JSON, by the names of files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faultmark.errors import ConfigError
from faultmark.remote.tasks import wanted_tasks

ORDERS = [{"start": 1, "title": "Seal"}]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "telemetry"
    folder.mkdir()
    for name in ("pump-1", "pump-2"):
        (folder / f"{name}.csv").write_text("time,a\n1,2\n")
    return folder


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("machines.json", json.dumps([{"file": "pump-1.csv", "plant": "Lyon", "work_orders": ORDERS}])),
        ("machines.json", json.dumps({"pump-1.csv": {"plant": "Lyon", "work_orders": ORDERS}})),
        ("machines.csv", "file;plant\npump-1;Lyon\n"),
    ],
)
def test_each_file_gets_its_row(files: Path, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    found = {task.key: task.data for task in wanted_tasks([files], "telemetry", tmp_path / name)}
    (first,) = [data for key, data in found.items() if "pump-1" in key]
    (second,) = [data for key, data in found.items() if "pump-2" in key]
    assert first["plant"] == "Lyon"
    assert first.get("work_orders", ORDERS) == ORDERS
    assert "plant" not in second


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("[{", "table.unreadable", "line 1"),
        ("[1, 2]", "table.unreadable", "machines.json"),
        ("[]", "table.empty", "machines.json"),
        ('[{"file": "pump-1.csv"}, {"file": "pump-9.csv"}]', "table.row.unknown", "row 2"),
    ],
)
def test_what_is_wrong_is_named(files: Path, tmp_path: Path, text: str, code: str, place: str) -> None:
    (tmp_path / "machines.json").write_text(text)
    with pytest.raises(ConfigError) as caught:
        wanted_tasks([files], "telemetry", tmp_path / "machines.json")
    assert caught.value.code == code
    assert place in str(caught.value)
