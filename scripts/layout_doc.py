"""Writes the picture of a series folder, and what views of it cost, into docs/reference/series-folder.md.

All numbers are counted: the sizes on a folder that is written for the purpose, the costs by the views themselves.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from bench.aligned_windows import aligned_window  # noqa: E402
from faultmark.series.columns import column_values  # noqa: E402
from faultmark.series.pyramid import BUCKETS, bucket_count  # noqa: E402
from faultmark.store import ChannelSpec, Series, SeriesStore  # noqa: E402

__all__ = ["PAGE", "layout_page"]

PAGE = ROOT / "docs" / "reference" / "series-folder.md"
BEGIN, END = "<!-- written by scripts/layout_doc.py -->\n", "<!-- end -->\n"
SIZE = 10_000_000
WIDTH = 2000
WINDOWS = (2_000, 10_000, 100_000, 1_000_000, 10_000_000)
BAR = 40


def layout_page() -> str:
    """The page as it should be, its written part made anew."""
    head, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    with tempfile.TemporaryDirectory() as folder:
        store = SeriesStore(Path(folder))
        series = store.open(_write(store))
        part = _picture(store.path(series.id)) + _costs(series)
    return head + BEGIN + part + END + rest.split(END)[1]


def _write(store: SeriesStore) -> str:
    """A channel of vibration-like noise."""
    random = np.random.default_rng(1)
    with store.writer([ChannelSpec("vibration", "float32")], step=20_000) as writer:
        writer.append(None, [random.standard_normal(SIZE, dtype=np.float32)])
        return writer.finish("layout")


def _bytes(size: float) -> str:
    return f"{size / 1e6:.3g} MB" if size >= 1e6 else f"{size / 1e3:.3g} KB"


def _picture(folder: Path) -> str:
    values = (folder / "c00000.values").stat().st_size
    pyramid = (folder / "c00000.pyramid").stat().st_size
    ends = (folder / "c00000.ends").stat().st_size
    lines = [f"c00000.values   {'█' * BAR}  {SIZE:>10,} samples  {_bytes(values):>7}"]
    for level, bucket in enumerate(BUCKETS):
        count = bucket_count(SIZE, level)
        name = "c00000.pyramid" if level == 0 else ""
        # A bar in proportion: a pair takes twice a sample's room.
        bar = "▒" * max(1, round(BAR * 2 / bucket))
        lines.append(f"{name:15} {bar:{BAR}}  {count:>10,} × {bucket:>6,}  {_bytes(count * 8):>7}")
    lines.append(f"{'c00000.ends':15} {'the same once more':{BAR}}  {'':>10}   {'':>6}  {_bytes(ends):>7}")
    text = "\n".join(lines)
    return f"""
One channel of ten million samples; each row of the pyramid holds the (min, max) of so many samples each, and of
the ends their (first, last):

```
{text}
```

The pyramid adds {pyramid / values:.2%}, the ends another {ends / values:.2%}. A view takes each pixel column's whole
buckets from a level of which four or more lie in it, and opens a bucket that an edge of the column cuts only if it
could still change the column's extremes:

```
                   one pixel column
                ╎                                           ╎
4,096      ├────╎────┼─────────┼─────────┼─────────┼────────╎─┤   whole ones: read; cut ones: their extremes compared
  512           ╎├┼┼┼┤                             ├┼┼┼┼┼┼┼┤╎     what a cut one holds, only if it reaches further
   64           ╎┤                                         ├╎     the same again, down to the samples
samples         ╎▪ first                              last ▪╎     two a column
```
"""


def _costs(series: Series) -> str:
    channel = series.channel(0)
    rows = []
    for window in WINDOWS:
        start = (SIZE - window) // 2
        if window <= 2 * WIDTH:
            rows.append(f"| {window:,} | {window / WIDTH:g} | {window:,} | all samples |")
            continue
        edges = np.linspace(start, start + window, WIDTH + 1).astype(np.int64)
        _, looked = column_values(channel, edges)
        rows.append(f"| {window:,} | {window / WIDTH:g} | {looked:,} | {looked / window:.2%} of the samples |")
    table = "\n".join(rows)
    axis = series.meta.axis
    whole = aligned_window(axis, axis.first, axis.last + 1, WIDTH)
    assert whole is not None
    start, end, columns = whole
    _, looked = column_values(channel, series.axis.columns(start, end, columns)[0])
    return f"""
What a view of {WIDTH:,} pixels looks at, in numbers a channel (4 bytes each):

| samples in the window | a pixel | numbers looked at | share |
| ---: | ---: | ---: | ---: |
{table}

The series' own length does not appear: the same window of a series a hundred times as long costs the same. Files that
are not in the page cache cost the run of buckets in one piece, and one page for each column that is wider than two
pages of samples (2,048 of float32), since first and last are those of the file. These pages are asked for all at once.
Of a level of at most 32,768 buckets, the extremes of every four neighbours are kept in memory once the channel was
viewed: then a column looks at a quarter as many of its whole buckets. Such a level's buckets and their ends are kept
too once a view whose columns cut none took them from the page cache: all together at most 768 KiB a level of float32.

Where no edge of a view's columns cuts a bucket, the buckets and their ends are all it looks at: of the ten million
samples in {columns:,} columns of {(end - start) // columns // (axis.step or 1):,}, {looked:,} numbers. No page of the
samples is touched; not in the page cache, such a view costs two reads of one piece each. Any window that happens to
fall so is answered so. The page asks for such windows on purpose, on a regular axis wherever a pixel holds 64 samples
or more: the smallest one over what it shows, with columns as near to a pixel as whole buckets come and never wider. It
draws that while the window moves, and until the tile of exactly the pixels on show is there. The screen at rest is
always drawn from the latter.
"""


if __name__ == "__main__":
    PAGE.write_text(layout_page(), encoding="utf-8")
