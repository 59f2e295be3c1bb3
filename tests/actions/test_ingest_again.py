"""The same file more than once: killed and taken up again, at the same time, with other options, from other places."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest

from faultmark.actions import ingest_series as action
from faultmark.actions.ingest_series import IngestOptions, ingest_series
from faultmark.store.load import load_series
from faultmark.store.series_store import SeriesStore

OPTIONS = IngestOptions(time_column="t")
TOUCHING = ("open", "os.rename", "os.remove", "os.mkdir", "shutil.rmtree", "os.rmdir")


@pytest.fixture
def machine(tmp_path):
    """Irregular, with gaps, repeated times, missing values and a channel that needs float64 only late."""
    random = np.random.default_rng(3)
    clock = np.cumsum(random.integers(0, 3, 8000) + 1000 * (random.random(8000) < 0.001))
    lines = [f"{t},{t % 7}.5,{'' if i % 11 == 0 else i}" for i, t in enumerate(clock.tolist())]
    lines[7000] = f"{clock[7000]},73.96732207,1"
    path = tmp_path / "machine.csv"
    path.write_text("t,a,b\n" + "\n".join(lines) + "\n")
    return path


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def forked(work, *arguments):
    """Run in a fork and return how it ended; a fork needs no imports."""
    child = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    child.start()
    child.join(60)
    return child.exitcode


def _die_at(moment, path, root, counted=None):
    """Ingest, and be killed at the ``moment``-th time that the store's files are touched."""
    count = 0

    def watch(event, arguments):
        nonlocal count
        if event in TOUCHING and str(root) in str(arguments[0]):
            count += 1
            if count == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    ingest_series(path, OPTIONS, SeriesStore(root))
    if counted is not None:
        counted.put(count)


def test_killed_at_any_moment_it_starts_over_cleanly(tmp_path, machine, monkeypatch):
    monkeypatch.setattr(action, "load_series", partial(load_series, block_bytes=1 << 14))
    counted = multiprocessing.get_context("fork").SimpleQueue()
    assert forked(_die_at, 0, machine, tmp_path / "whole", counted) == 0
    moments = counted.get()
    assert moments > 30
    whole = SeriesStore(tmp_path / "whole")
    (name,) = [path.name for path in (whole.root / "series").iterdir()]
    expected = contents(whole.path(name))
    for moment in [*range(1, moments - 12, 5), *range(moments - 12, moments + 1)]:
        root = tmp_path / f"killed{moment}"
        assert forked(_die_at, moment, machine, root) == -signal.SIGKILL
        store = SeriesStore(root)
        # What stands under its name is complete, at every moment.
        for path in (root / "series").iterdir():
            assert contents(path) == expected
        assert ingest_series(machine, OPTIONS, store).series_id == name
        assert contents(store.path(name)) == expected
        assert list((root / "tmp").iterdir()) == []
        assert ingest_series(machine, OPTIONS, store).reused


def _ingest_in_child(path, root, queue):
    result = ingest_series(path, OPTIONS, SeriesStore(root))
    queue.put((result.series_id, result.reused))


def test_processes_and_threads_at_once_do_the_work_once(tmp_path, machine):
    store = SeriesStore(tmp_path / "store")
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    children = [context.Process(target=_ingest_in_child, args=(machine, store.root, queue)) for _ in range(2)]
    for child in children:
        child.start()
    with ThreadPoolExecutor(2) as pool:
        results = [f.result() for f in [pool.submit(ingest_series, machine, OPTIONS, store) for _ in range(2)]]
    outcomes = [(r.series_id, r.reused) for r in results] + [queue.get(timeout=60) for _ in children]
    for child in children:
        child.join()
    assert len({name for name, _ in outcomes}) == 1
    assert sorted(reused for _, reused in outcomes) == [False, True, True, True]
    assert list((store.root / "tmp").iterdir()) == []


def test_the_same_bytes_and_options_are_the_same_folder_wherever_they_lie(tmp_path, machine):
    store, other = SeriesStore(tmp_path / "store"), SeriesStore(tmp_path / "other")
    first = ingest_series(machine, OPTIONS, store)
    copy = tmp_path / "elsewhere" / machine.name
    copy.parent.mkdir()
    copy.write_bytes(machine.read_bytes())
    assert ingest_series(copy, OPTIONS, store).series_id == first.series_id
    assert len(list((store.root / "series").iterdir())) == 1
    assert ingest_series(copy, OPTIONS, other).series_id == first.series_id
    assert contents(other.path(first.series_id)) == contents(store.path(first.series_id))


@pytest.mark.parametrize("change", [
    {"columns": ("a",)}, {"columns": ("b", "a")}, {"drop_duplicates": True}, {"sort": True}, {"time_format": "%s"},
    {"time_column": None}, {"encoding": "cp1252"},
])  # fmt: skip
def test_a_change_of_options_makes_another_series_and_keeps_the_first(tmp_path, machine, change):
    store = SeriesStore(tmp_path / "store")
    first = ingest_series(machine, OPTIONS, store)
    second = ingest_series(machine, OPTIONS.with_changes(change), store)
    assert second.series_id != first.series_id
    assert not second.reused
    assert ingest_series(machine, OPTIONS, store).reused
    assert len(list((store.root / "series").iterdir())) == 2


def test_a_file_is_read_again_when_it_has_changed_or_its_series_is_gone(tmp_path, machine):
    store = SeriesStore(tmp_path / "store")
    first = ingest_series(machine, OPTIONS, store)
    with machine.open("a") as file:
        file.write("99999999,1,1\n")
    second = ingest_series(machine, OPTIONS, store)
    assert not second.reused
    assert second.series_id != first.series_id
    store.remove(second.series_id)
    assert not ingest_series(machine, OPTIONS, store).reused
