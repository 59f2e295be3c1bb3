"""A user's own detector: ten lines, registered by entry point; and an estimator wrapped in as few."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from detect_examples import quiet

from faultmark.detect import Series, propose
from faultmark.detect.registry import installed_detectors
from faultmark.detect.wrap import EstimatorDetector

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "detectors.md"


def code_of(heading: str) -> str:
    """The first Python block under a heading of the guide: what the docs show is what is run."""
    part = GUIDE.read_text(encoding="utf-8").split(f"# {heading}\n")[1]
    return part.split("```python\n")[1].split("```")[0]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Install a module with entry points, as a wheel would."""

    def install(code: str, **points: str) -> None:
        (tmp_path / "plant_detectors.py").write_text(code, encoding="utf-8")
        info = tmp_path / "plant-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plant\nVersion: 1.0\n", encoding="utf-8")
        lines = [f"{name} = plant_detectors:{thing}" for name, thing in points.items()]
        (info / "entry_points.txt").write_text("[faultmark.detectors]\n" + "\n".join(lines) + "\n", encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))

    yield install
    sys.modules.pop("plant_detectors", None)


def test_the_ten_lines_of_the_guide_are_found_and_run(package) -> None:
    code = code_of("Your own detector")
    assert len([line for line in code.splitlines() if line.strip()]) <= 10
    package(code, stuck_valve="stuck_valve")
    flow = quiet()
    flow[900:960] = 0.0
    found = [p for p in propose(Series.of({"flow": flow, "valve": quiet(1)})).proposals if p.detector == "stuck_valve"]
    assert [(p.start, p.end, p.label) for p in found] == [(900, 959, "stuck valve")]


def test_a_wrapped_estimator_finds_what_is_odd(package) -> None:
    package(code_of("An estimator"), forest="forest")
    values = quiet()
    values[1200:1230] += 12
    found = [p for p in propose(Series.of({"a": values})).proposals if p.detector == "forest"]
    assert any(p.start <= 1200 <= p.end for p in found)


def test_one_of_pyods_finds_what_is_odd(package) -> None:
    package(code_of("PyOD"), hbos="hbos")
    values = quiet()
    values[1200:1230] += 12
    found = [p for p in propose(Series.of({"a": values})).proposals if p.detector == "hbos"]
    assert any(p.start <= 1200 and p.end >= 1229 for p in found)


def test_pyods_scores_are_read_the_other_way_round() -> None:
    class LikePyOD:
        def fit(self, table: np.ndarray) -> None:
            self.decision_scores_ = np.abs(table).sum(axis=1)

        def decision_function(self, table: np.ndarray) -> np.ndarray:
            return np.abs(table).sum(axis=1)

    values = quiet()
    values[1200] += 12
    (found,) = EstimatorDetector("like", LikePyOD, high=10).detect(Series.of({"a": values}))
    assert (found.start, found.end) == (1200, 1200)


def test_one_that_does_not_load_is_named(package) -> None:
    package("raise RuntimeError('no licence')", broken="thing")
    found, faults = installed_detectors()
    assert found == ()
    assert "broken" in str(faults[0])
    assert "no licence" in str(faults[0])
