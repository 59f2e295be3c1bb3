"""Series folders: what was written is what is read, by any number of threads and processes."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from faultmark.errors import SeriesError
from faultmark.series.axis import IrregularAxis, RegularAxis
from faultmark.store import ChannelSpec, SeriesStore
from faultmark.store.meta import SeriesMeta
from faultmark.store.writer import Disorder

SIZE = 200_003


@pytest.fixture(scope="module")
def data():
    random = np.random.default_rng(5)
    values = random.standard_normal(SIZE).astype(np.float32)
    values[random.random(SIZE) < 0.1] = np.nan
    ticks = np.cumsum(random.integers(0, 4, SIZE))
    return ticks, values


def write(store, data, *, regular, identity="x", block=30_011, copies=2):
    ticks, values = data
    with store.writer([f"c{i}" for i in range(copies)], first=10, step=5) as writer:
        for a in range(0, SIZE, block):
            part = values[a : a + block]
            writer.append(None if regular else ticks[a : a + block], [part, part * 2][:copies])
        return writer.finish(identity)


def expected_columns(ticks, values, start, end, width):
    edges = np.searchsorted(ticks, [start + i * (end - start) // width for i in range(width + 1)])
    return [values[a:b][~np.isnan(values[a:b])] for a, b in pairwise(edges)]


@pytest.mark.parametrize("regular", [True, False])
def test_views_from_disk_are_exact(tmp_path, data, regular):
    store = SeriesStore(tmp_path)
    series = store.open(write(store, data, regular=regular))
    ticks = 10 + 5 * np.arange(SIZE) if regular else data[0]
    assert isinstance(series.axis, RegularAxis if regular else IrregularAxis)
    random = np.random.default_rng(1)
    for span in np.geomspace(50, ticks[-1], 25).astype(int).tolist():
        start = int(random.integers(-5, ticks[-1]))
        view = series.view([1, 0], start, start + span, 97)
        assert [c.index for c in view.channels] == [1, 0]
        if view.mode == "samples":
            a = max(view.first_index - 1, 0)
            np.testing.assert_array_equal(view.channels[1].values, data[1][a : a + view.ticks.size])
            continue
        shown = view.channels[1]
        for i, valid in enumerate(expected_columns(ticks, data[1], start, start + span, 97)):
            found = [shown.min[i], shown.max[i], shown.first[i], shown.last[i]]
            wanted = [valid.min(), valid.max(), valid[0], valid[-1]] if valid.size else [np.nan] * 4
            np.testing.assert_array_equal(found, wanted)


def test_views_of_uncached_files_are_the_same(tmp_path, data):
    store = SeriesStore(tmp_path)
    name = write(store, data, regular=False)
    series = store.open(name)
    end = int(data[0][-1]) + 1
    warm = series.view([0], 0, end, 300).channels[0]
    for path in store.path(name).iterdir():
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)
    cold = SeriesStore(tmp_path).open(name).view([0], 0, end, 300).channels[0]
    for field in ("min", "max", "first", "last"):
        np.testing.assert_array_equal(getattr(warm, field), getattr(cold, field))


@pytest.mark.parametrize("bucket", [64, 512, 4096])
def test_columns_of_whole_buckets_are_the_same_from_the_page_cache_the_disk_and_an_old_folder(tmp_path, data, bucket):
    store = SeriesStore(tmp_path)
    name = write(store, data, regular=True)
    width = (SIZE - 1) // (2 * bucket)
    window = 10, 10 + 5 * bucket * 2 * width, width
    ticks = 10 + 5 * np.arange(SIZE)

    def seen():
        shown = SeriesStore(tmp_path).open(name).view([0, 1], *window)
        return np.array([[getattr(c, f) for f in ("min", "max", "first", "last")] for c in shown.channels])

    def forget():
        for path in store.path(name).iterdir():
            descriptor = os.open(path, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)

    warm = seen()
    for k, valid in enumerate(expected_columns(ticks, data[1], *window)):
        np.testing.assert_array_equal(warm[0, :, k], [valid.min(), valid.max(), valid[0], valid[-1]])
        np.testing.assert_array_equal(warm[1, :, k], 2 * warm[0, :, k])
    # What the first view read is held for the next, which may begin in the midst of it.
    series = store.open(name)
    for skipped in (0, 1, width // 2):
        part = series.view([0], 10 + 5 * bucket * 2 * skipped, window[1], width - skipped).channels[0]
        np.testing.assert_array_equal([part.min, part.max, part.first, part.last], warm[0, :, skipped:])
    forget()
    np.testing.assert_array_equal(seen(), warm)
    # A folder of version 1 is one without the ends.
    for path in store.path(name).glob("*.ends"):
        path.unlink()
    np.testing.assert_array_equal(seen(), warm)


def test_values_and_nearest(tmp_path, data):
    store = SeriesStore(tmp_path)
    series = store.open(write(store, data, regular=True))
    np.testing.assert_array_equal(series.values(0, 100, 200), data[1][100:200])
    assert series.values(0, SIZE - 2, SIZE + 10).size == 2
    indices, ticks = series.nearest([0, 12, 13, 10**9])
    assert indices.tolist() == [0, 0, 1, SIZE - 1]
    assert ticks.tolist() == [10, 10, 15, 10 + 5 * (SIZE - 1)]
    with pytest.raises(IndexError, match="no number 7"):
        series.view([7], 0, 10, 5)


def test_a_folder_holds_no_more_than_its_format_says(tmp_path, data):
    store = SeriesStore(tmp_path)
    regular, irregular = (store.path(write(store, data, regular=r, identity=str(r))) for r in (True, False))
    channels = {f"c{i:05d}.{kind}" for i in range(2) for kind in ("values", "pyramid", "ends")}
    assert {p.name for p in regular.iterdir()} == channels | {"meta.json"}
    assert {p.name for p in irregular.iterdir()} == channels | {"meta.json", "time.i8", "time-index.i8"}
    meta = SeriesMeta.from_json((irregular / "meta.json").read_text())
    assert meta == store.open(irregular.name).meta
    assert meta.channels[0].count_missing == np.isnan(data[1]).sum()


def test_the_same_identity_is_one_series(tmp_path, data):
    store = SeriesStore(tmp_path)
    assert write(store, data, regular=True) == write(store, data, regular=True)
    assert len(list((tmp_path / "series").iterdir())) == 1
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_writer_that_is_left_leaves_nothing(tmp_path):
    store = SeriesStore(tmp_path)
    with store.writer(["a"]) as writer:
        writer.append(None, [np.ones(5)])
        assert len(list((tmp_path / "tmp").iterdir())) == 1
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_writer_refuses_disorder_and_uneven_columns(tmp_path):
    store = SeriesStore(tmp_path)
    with store.writer(["a", "b"]) as writer:
        writer.append(np.array([5, 6]), [np.ones(2)] * 2)
        with pytest.raises(Disorder) as caught:
            writer.append(np.array([6, 7, 5]), [np.ones(3)] * 2)
        assert (caught.value.row, caught.value.before, caught.value.tick) == (2, 7, 5)
        with pytest.raises(ValueError, match="2 columns of one length"):
            writer.append(np.array([9]), [np.ones(1)])
        assert writer.rows == 2


@pytest.mark.parametrize("breaks_at", [1, 2, 3000, None])
def test_ticks_are_stored_from_where_they_stop_being_regular(tmp_path, breaks_at):
    ticks = 100 + 7 * np.arange(5000)
    if breaks_at:
        ticks[breaks_at:] += 1
    store = SeriesStore(tmp_path)
    with store.writer(["a"]) as writer:
        for part in np.split(ticks, [1, 2, 1000, 4000]):
            writer.append(part, [np.ones(part.size)])
        series = store.open(writer.finish("x"))
    assert series.meta.axis.regular == (breaks_at is None)
    np.testing.assert_array_equal(series.axis.ticks(0, 5000), ticks)
    np.testing.assert_array_equal(series.axis.edges(ticks), np.arange(5000))


def test_explicit_types_are_kept(tmp_path):
    store = SeriesStore(tmp_path)
    with store.writer([ChannelSpec("a", "float64"), ChannelSpec("b", "float32"), "c", "d"]) as writer:
        values = np.array([0.1, 1 / 3])
        writer.append(None, [values, values, values, values.astype(np.float32)])
        series = store.open(writer.finish("x"))
    assert [c.dtype for c in series.meta.channels] == ["float64", "float32", "float64", "float32"]
    assert series.values(0, 0, 2).tolist() == values.tolist()
    view = series.view([0, 1], 0, 2, 10)
    assert [c.values.dtype for c in view.channels] == [np.float64, np.float32]


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


def test_thousands_of_channels_open_only_what_is_asked(tmp_path):
    count = 2000
    store = SeriesStore(tmp_path)
    with store.writer([f"c{i}" for i in range(count)]) as writer:
        for _ in range(3):
            writer.append(None, [np.full(100, i, np.float32) for i in range(count)])
        name = writer.finish("wide")
    before = open_files()
    series = store.open(name)
    assert open_files() == before
    for i in range(0, count, 3):
        assert series.values(i, 299, 300)[0] == i
    # The descriptors of what was used long ago are given back.
    assert open_files() < before + 1000


def _view_in_child(series, queue):
    queue.put(series.view([0], 0, 10**6, 50).channels[0].max.tobytes())


def test_threads_and_a_fork_see_the_same(tmp_path, data):
    store = SeriesStore(tmp_path)
    series = store.open(write(store, data, regular=True))
    expected = series.view([0], 0, 10**6, 50).channels[0].max.tobytes()
    with ThreadPoolExecutor(8) as pool:
        views = pool.map(lambda _: series.view([0], 0, 10**6, 50).channels[0].max.tobytes(), range(64))
        assert set(views) == {expected}
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_view_in_child, args=(series, queue))
    child.start()
    assert queue.get(timeout=30) == expected
    child.join()


def test_a_series_that_is_not_there(tmp_path, data):
    store = SeriesStore(tmp_path)
    with pytest.raises(SeriesError) as caught:
        store.open("0" * 32)
    assert caught.value.code == "series.missing"
    name = write(store, data, regular=True)
    series = store.open(name)
    series.channel(0)
    store.remove(name)
    assert not store.has(name)
    with pytest.raises(SeriesError):
        store.open(name)
