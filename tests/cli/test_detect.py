"""``faultmark detect`` on files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from faultmark.cli.main import app

CONFIG = """<View><TimeSeriesLabels name="label" toName="ts"><Label value="dropout"/><Label value="anomaly"/>
</TimeSeriesLabels><TimeSeries name="ts" value="$csv" valueType="url" timeColumn="time"
timeFormat="%Y-%m-%d %H:%M:%S"><Channel column="pressure"/></TimeSeries></View>"""


@pytest.fixture
def telemetry(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    rows = [
        f"2026-03-02 {i // 3600:02}:{i // 60 % 60:02}:{i % 60:02},{v:.3f}"
        for i, v in enumerate(rng.normal(5, 0.1, 6000))
    ]
    for i in range(3000, 3050):
        rows[i] = rows[i].split(",")[0] + ","
    path = tmp_path / "pump.csv"
    path.write_text("time,pressure\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def run(*arguments: object) -> object:
    return CliRunner().invoke(app, ["detect", *map(str, arguments)])


def test_json_limits_and_a_picture(telemetry: Path, tmp_path: Path) -> None:
    done = run(
        telemetry,
        "--data-dir",
        tmp_path / "data",
        "--format",
        "json",
        "--plot",
        tmp_path / "pictures",
        "--limit",
        "pressure>5.25",
        "--time-format",
        "%Y-%m-%d %H:%M:%S",
    )
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout.splitlines()[0])
    assert said["faults"] == []
    labels = {p["label"] for p in said["proposals"]}
    assert {"dropout", "limit"} <= labels
    assert "<svg" in (tmp_path / "pictures" / "pump.svg").read_text(encoding="utf-8")


def test_predictions_are_ready_to_import_and_the_other_files_go_on(telemetry: Path, tmp_path: Path) -> None:
    config = tmp_path / "labels.xml"
    config.write_text(CONFIG, encoding="utf-8")
    done = run(
        tmp_path / "absent.csv",
        telemetry,
        "--data-dir",
        tmp_path / "data",
        "--format",
        "predictions",
        "--config",
        config,
        "--time-format",
        "%Y-%m-%d %H:%M:%S",
    )
    assert done.exit_code == 1
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert "error" in lines[0]
    (prediction,) = lines[1]["predictions"]
    gap = next(i["value"] for i in prediction["result"] if i["value"].get("timeserieslabels") == ["dropout"])
    assert (gap["start"], gap["end"]) == ("2026-03-02 00:50:00", "2026-03-02 00:50:49")


def test_a_limit_of_no_channel_is_explained(telemetry: Path, tmp_path: Path) -> None:
    done = run(telemetry, "--data-dir", tmp_path / "data", "--limit", "flow>3", "--time-format", "%Y-%m-%d %H:%M:%S")
    assert done.exit_code == 2
    assert "pressure" in done.output


@pytest.mark.parametrize("width", [80, 120])
def test_times_and_reasons_can_be_read_in_a_terminal_of_usual_width(
    telemetry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    done = run(telemetry, "--data-dir", tmp_path / "data", "--time-format", "%Y-%m-%d %H:%M:%S")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    (place,) = (i for i, line in enumerate(lines) if "2026-03-02T00:50:00Z" in line and "2026-03-02T00:50:49Z" in line)
    assert "no values on pressure over 50 samples" in " ".join(lines[place : place + 2])
    assert max(map(len, lines)) <= width
