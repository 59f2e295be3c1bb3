"""Tiles carry views without loss, and today's code reads and writes the published vectors byte for byte."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from oracle import MemoryChannel

from faultmark.series.axis import AxisInfo, RegularAxis
from faultmark.series.tile import decode, encode
from faultmark.series.view import make_view

VECTORS = sorted((Path(__file__).parent.parent / "vectors" / "tiles").glob("*.bin"))


@pytest.mark.parametrize("path", VECTORS, ids=lambda p: p.stem)
def test_published_vectors(path):
    tile = path.read_bytes()
    expected = json.loads(path.with_suffix(".json").read_text())
    view = decode(tile)
    assert view.mode == expected["mode"]
    for name in ("start", "end", "first_index", "count"):
        assert getattr(view, name) == int(expected[name])
    assert view.ticks.tolist() == [int(t) for t in expected["ticks"]]
    assert (None if view.counts is None else view.counts.tolist()) == expected["counts"]
    assert [c.index for c in view.channels] == [c["index"] for c in expected["channels"]]
    for channel, values in zip(view.channels, expected["channels"], strict=True):
        for name in values.keys() - {"index"}:
            array = getattr(channel, name)
            assert array.dtype.itemsize == expected["element_size"]
            np.testing.assert_array_equal(array, np.array(values[name], np.float64).astype(array.dtype))
    assert encode(view) == tile


def test_vectors_cover_both_modes_both_sizes_and_empty_columns():
    views = [decode(p.read_bytes()) for p in VECTORS]
    kinds = {(v.mode, struct.unpack_from("<I", p.read_bytes(), 48)[0]) for v, p in zip(views, VECTORS, strict=True)}
    assert kinds == {("columns", 4), ("columns", 8), ("samples", 4), ("samples", 8)}
    assert any(v.counts is not None and 0 in v.counts for v in views)
    assert any(len(v.channels) > 1 for v in views)


def test_arrays_start_at_multiples_of_eight():
    values = np.arange(100, dtype=np.float32)
    axis = RegularAxis(AxisInfo("time", 0, True, 1, 0, 99, 100))
    tile = encode(make_view(axis, {5: MemoryChannel(values)}, 0, 100, 3))
    assert len(tile) % 8 == 0
    # Header, three ticks, three counts padded to four: the channel's index follows.
    assert struct.unpack_from("<II", tile, 64 + 24 + 16) == (5, 0)
    assert struct.unpack_from("<3f", tile, 64 + 24 + 16 + 8) == (0, 33, 66)


def test_what_is_no_tile_is_refused():
    tile = VECTORS[0].read_bytes()
    for bad in (b"", tile[:20], b"XXXX" + tile[4:], tile[:4] + b"\x02\x00" + tile[6:], tile[:-8]):
        with pytest.raises(ValueError, match=r"tile|buffer"):
            decode(bad)
