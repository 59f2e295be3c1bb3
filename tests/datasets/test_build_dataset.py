"""A dataset from recipe, labels and series: what is in it, read by the libraries that own the formats."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from datasets_examples import FIRST, SECOND, bytes_of, put, record, region

from faultmark.actions.build_dataset import Progress, build_dataset
from faultmark.datasets.recipe import Recipe
from faultmark.errors import FaultmarkError
from faultmark.store import SeriesStore

RECIPE: dict[str, Any] = {
    "name": "pumps",
    "project": 1,
    "windows": {"length": 20, "stride": 10, "formats": ["npz", "parquet"]},
    "splits": {"by": "machine", "shares": {"train": 0.5, "test": 0.5}, "assign": {"P-1": "train", "P-2": "test"}},
}


def recipe(**more: Any) -> Recipe:
    return Recipe.model_validate({**RECIPE, **more})


@pytest.fixture
def store(tmp_path: Path) -> SeriesStore:
    return SeriesStore(tmp_path / "store")


@pytest.fixture
def records(store: SeriesStore) -> list[dict[str, Any]]:
    """Two machines: a region and an instant that overlap on one, a doubtful region and missing samples on the other."""
    one, two = put(store, "one", 200, seed=1), put(store, "two", 300, seed=2, missing=3)
    return [
        record(1, one, region(50, 69, severity=2.0), region(60, 60, "spike", severity=4.0, note="knock\nloud")),
        record(2, two, region(100, 149), region(200, 219, "drop", state="open", agreement=0.5, note='say "hm", twice')),
        record(3, "", region(1, 2)),
        {**record(4, ""), "settled": None},
    ]


def test_events_read_back_equal_from_every_format(store: SeriesStore, records: list[Any], tmp_path: Path) -> None:
    built = build_dataset(recipe(), records, store, tmp_path / "out")
    parquet = pq.read_table(built.path / "events.parquet").to_pylist()
    with (built.path / "events.json").open(encoding="utf-8") as file:
        assert [json.loads(line) for line in file] == parquet
    csv = pd.read_csv(built.path / "events.csv", keep_default_na=False)
    assert csv["region"].tolist() == [row["region"] for row in parquet]
    assert csv["note"].tolist() == [row["note"] for row in parquet]
    assert [json.loads(cell) for cell in csv["annotators"]] == [row["annotators"] for row in parquet]
    first = parquet[0]
    said = (first["task"], first["machine"], first["class"], first["severity"], first["agreement"], first["counts"])
    assert said == (1, "P-1", "drift", 2.0, 1.0, True)
    assert (first["start_tick"], first["start"]) == (FIRST + 50 * SECOND, "2023-11-14T22:14:10Z")
    assert [row["counts"] for row in parquet] == [True, True, True, False, True]


def test_samples_carry_labels_and_a_mask(store: SeriesStore, records: list[Any], tmp_path: Path) -> None:
    built = build_dataset(recipe(), records, store, tmp_path / "out")
    frame = pq.read_table(built.path / "samples" / "task-1.parquet").to_pandas()
    assert frame["time"].iloc[0] == pd.Timestamp(FIRST, tz="UTC")
    series = store.open(records[0]["series"])
    np.testing.assert_array_equal(frame["a"], series.values(0, 0, 200))
    expected = np.full(200, "normal", object)
    expected[50:70] = "drift"
    expected[60] = "spike"
    assert frame["class"].tolist() == expected.tolist()
    assert frame["class:drift"].to_numpy().nonzero()[0].tolist() == list(range(50, 70))
    assert (frame["severity"][60], frame["severity"][61]) == (4.0, 2.0)
    assert frame["labeled"].all()
    other = pq.read_table(built.path / "samples" / "task-2.parquet").to_pandas()
    assert (~other["labeled"]).to_numpy().nonzero()[0].tolist() == list(range(200, 220))
    assert other["b"].isna().sum() == 3


def test_windows_are_normalised_by_train_and_leave_out_what_is_not_known(
    store: SeriesStore, records: list[Any], tmp_path: Path
) -> None:
    built = build_dataset(recipe(), records, store, tmp_path / "out")
    train, test = (np.load(built.path / f"windows-{split}.npz") for split in ("train", "test"))
    classes = json.loads((built.path / "classes.json").read_text())
    assert classes == {"0": "normal", "1": "drift", "2": "spike"}
    raw = np.stack([store.open(records[0]["series"]).values(c, 0, 200).astype(float) for c in (0, 1)], axis=1)
    centre, scale = raw.mean(axis=0), raw.std(axis=0)
    starts = list(range(0, 181, 10))
    np.testing.assert_allclose(train["x"], [(raw[s : s + 20] - centre) / scale for s in starts], rtol=1e-4, atol=1e-5)
    # The class with most samples: the instant alone wins nowhere.
    assert [classes[str(y)] for y in train["y"]] == ["drift" if 30 < s < 70 else "normal" for s in starts]
    kept = [s for s in range(0, 281, 10) if not (s <= 12 and s + 20 > 10) and not (s < 220 and s + 20 > 200)]
    assert ((test["start"] - FIRST) // SECOND).tolist() == kept
    assert ((test["end"] - test["start"]) // SECOND == 19).all()
    manifest = json.loads((built.path / "manifest.json").read_text())
    assert manifest["counts"]["dropped"] == {"missing samples": 2, "not labeled": 3}
    rows = pq.read_table(built.path / "windows-test.parquet").to_pandas()
    np.testing.assert_array_equal(np.stack(rows["x"]).reshape(-1, 20, 2), test["x"])
    assert rows["y"].tolist() == test["y"].tolist()
    told = json.loads((built.path / "normalisation.json").read_text())["channels"]
    np.testing.assert_allclose([c["centre"] for c in told], centre, rtol=1e-6)


def test_the_same_recipe_and_labels_give_the_same_bytes(store: SeriesStore, records: list[Any], tmp_path: Path) -> None:
    one = build_dataset(recipe(), records, store, tmp_path / "a")
    two = build_dataset(recipe(), iter(records), store, tmp_path / "b")
    assert bytes_of(one.path) == bytes_of(two.path)
    again = build_dataset(recipe(), records, store, tmp_path / "a")
    assert (again.reused, again.path) == (True, one.path)
    assert [p.name for p in (tmp_path / "a").iterdir()] == [one.path.name]
    changed = [records[0], record(2, records[1]["series"], region(100, 150))]
    assert build_dataset(recipe(), changed, store, tmp_path / "a").path != one.path


def test_card_and_manifest_tell_of_every_file(store: SeriesStore, records: list[Any], tmp_path: Path) -> None:
    import hashlib

    built = build_dataset(recipe(description="For the *pumps*."), records, store, tmp_path / "out")
    files = bytes_of(built.path)
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"] == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert manifest["splits"]["2"] == [{"split": "test", "start": 0, "stop": 300}]
    assert [source["series"] for source in manifest["sources"]] == [records[0]["series"], records[1]["series"]]
    card = files["README.md"].decode()
    assert "4 tasks, of which 3 are labeled and 1 have no telemetry here. 5 events." in card
    for name in ("plots/events-by-class.svg", "plots/windows-train.svg"):
        assert name in card
        assert files[name].startswith(b"<svg")


class Stopped(Exception):
    pass


def test_a_cancelled_build_leaves_nothing_that_counts_and_is_gone_on_with(
    store: SeriesStore, records: list[Any], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    whole = build_dataset(recipe(), records, store, tmp_path / "whole")
    told: list[Progress] = []

    def stop(progress: Progress) -> None:
        told.append(progress)
        if progress.stage == "windows":
            raise Stopped

    with pytest.raises(Stopped):
        build_dataset(recipe(), records, store, out, stop)
    assert [p.name for p in out.iterdir() if not p.name.startswith(".")] == []
    [staged] = out.glob(".*.building")
    before = {p.name: p.stat().st_mtime_ns for p in (staged / "samples").iterdir()}
    assert len(before) == 2
    built = build_dataset(recipe(), records, store, out)
    assert {p.name: p.stat().st_mtime_ns for p in (built.path / "samples").iterdir()} == before, "done only once"
    assert bytes_of(built.path) == bytes_of(whole.path)
    assert list(out.iterdir()) == [built.path]


@pytest.mark.parametrize("stride", [3, 20, 31])
def test_a_long_series_is_done_in_steps_that_are_done_only_once(
    store: SeriesStore, records: list[Any], tmp_path: Path, monkeypatch: Any, stride: int
) -> None:
    from faultmark.actions import dataset_windows

    wanted = recipe(windows={"length": 20, "stride": stride, "formats": ["npz", "parquet"]})
    whole = build_dataset(wanted, records, store, tmp_path / "whole")
    monkeypatch.setattr(dataset_windows, "_STEP", 50)
    out = tmp_path / "out"

    def stop(progress: Progress) -> None:
        if progress.stage == "windows" and progress.done > 0.7 * progress.total / 6 * 3:
            raise Stopped

    with pytest.raises(Stopped):
        build_dataset(wanted, records, store, out, stop)
    [staged] = out.glob(".*.building")
    before = {p.name: p.stat().st_mtime_ns for p in (staged / ".parts").glob("*.x")}
    assert before
    seen = {}

    def look(progress: Progress) -> None:
        if progress.stage == "packing":
            seen.update({p.name: p.stat().st_mtime_ns for p in (staged / ".parts").glob("*.x")})

    built = build_dataset(wanted, records, store, out, look)
    assert seen.items() > before.items()
    for split in ("train", "test"):
        name = f"windows-{split}.npz"
        assert (built.path / name).read_bytes() == (whole.path / name).read_bytes()
        # As many row groups as steps; the rows are the same.
        tables = [pq.read_table(one.path / f"windows-{split}.parquet") for one in (built, whole)]
        assert tables[0].equals(tables[1])


@pytest.mark.parametrize("more", [{}, {"samples": False}, {"windows": None}, {"samples": False, "windows": None}])
def test_progress_grows_to_the_end(
    store: SeriesStore, records: list[Any], tmp_path: Path, more: dict[str, Any]
) -> None:
    told: list[Progress] = []
    build_dataset(recipe(**more), records, store, tmp_path / "out", told.append)
    last = told[-1]
    assert (last.stage, last.done) == ("checksums", last.total)
    shares = [progress.done for progress in told if progress.stage != "labels"]
    assert shares == sorted(shares)
    stages = list(dict.fromkeys(progress.stage for progress in told))
    windows = ["normalisation", "windows", "packing"] if "windows" not in more else []
    assert stages == ["labels", *(["samples"] if "samples" not in more else []), *windows, "checksums"]


def _build(store: str, out: str, records: list[Any]) -> None:
    build_dataset(recipe(), records, SeriesStore(Path(store)), Path(out))


def test_killed_at_random_moments_it_is_whole_or_not_there(
    store: SeriesStore, records: list[Any], tmp_path: Path
) -> None:
    whole = bytes_of(build_dataset(recipe(), records, store, tmp_path / "whole").path)
    out = tmp_path / "out"
    context = multiprocessing.get_context("fork")
    random = np.random.default_rng(3)
    for _ in range(12):
        child = context.Process(target=_build, args=(str(store.root), str(out), records))
        child.start()
        time.sleep(float(random.uniform(0, 0.25)))
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        for there in out.glob("[!.]*"):
            assert bytes_of(there) == whole
    built = build_dataset(recipe(), records, store, out)
    assert bytes_of(built.path) == whole
    assert list(out.iterdir()) == [built.path], "nothing is left of the dead"


def test_a_channel_that_a_series_lacks_is_named(store: SeriesStore, records: list[Any], tmp_path: Path) -> None:
    with pytest.raises(FaultmarkError) as caught:
        build_dataset(recipe(channels=["a", "torque"]), records, store, tmp_path / "out")
    assert caught.value.code == "dataset.channel.missing"
    assert "task 1" in str(caught.value)
    assert "torque" in str(caught.value)


MEMORY = """
import resource, sys
from pathlib import Path
from test_build_dataset import recipe
from datasets_examples import put, record, region
from faultmark.actions.build_dataset import build_dataset
from faultmark.store import SeriesStore
root, size = Path(sys.argv[1]), int(sys.argv[2])
store = SeriesStore(root / "store")
lines = [record(n, put(store, f"s{n}", size, seed=n), region(100, 900)) for n in (1, 2)]
small = [record(n, put(store, f"w{n}", 1000, seed=n), region(1, 9)) for n in (1, 2)]
build_dataset(recipe(), small, store, root / "warm")
used = int(next(l for l in open("/proc/self/status") if l.startswith("VmData")).split()[1]) * 1024
resource.setrlimit(resource.RLIMIT_DATA, (used + 200_000_000, -1))
build_dataset(recipe(windows={"length": 256, "stride": 64}), lines, store, root / "out")
print("built")
"""


def test_memory_does_not_grow_with_the_series(tmp_path: Path) -> None:
    import subprocess
    import sys

    # 8 M samples of two channels: windows alone are 256 MB, and all may take 200 MB.
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(tmp_path), "4000000"],
        cwd=Path(__file__).parent, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "built", done.stderr[-2000:]
