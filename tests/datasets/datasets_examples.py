"""Series in a store and label records of them, small enough to see what has to come out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from faultmark.store import SeriesStore

SECOND = 10**9
FIRST = 1_700_000_000 * SECOND


def put(store: SeriesStore, name: str, size: int, *, first: int = FIRST, seed: int = 0, missing: int = 0) -> str:
    """A series of one sample a second with channels a and b; ``missing`` samples of b from sample 10 on are NaN."""
    random = np.random.default_rng([seed, size])
    a = (5 + 2 * random.standard_normal(size)).astype(np.float32)
    b = np.arange(size, dtype=np.float32)
    b[10 : 10 + missing] = np.nan
    with store.writer(["a", "b"], first=first, step=SECOND) as writer:
        for at in range(0, size, 50_000):
            writer.append(None, [a[at : at + 50_000], b[at : at + 50_000]])
        return writer.finish(name)


def region(start: int, end: int, label: str | None = "drift", first: int = FIRST, **more: Any) -> dict[str, Any]:
    """A settled region between two samples, both inside."""
    return {
        "id": f"{label}-{start}", "start": str(first + start * SECOND), "end": str(first + end * SECOND),
        "instant": start == end, "class": label, "severity": None, "note": "", "channels": [], "annotators": ["ada"],
        "agreement": 1.0, "confidence": None, "state": "settled", **more,
    }  # fmt: skip


def record(task: int, series: str, *regions: Any, machine: str = "", **more: Any) -> dict[str, Any]:
    """A label record."""
    settled = {"source": "ground_truth", "annotation": 1, "by": "rita", "regions": list(regions), "values": {}}
    return {
        "task": task, "machine": machine or f"P-{task}", "data": {}, "series": series,
        "axis": {"kind": "time", "decimals": 0}, "settled": settled, **more,
    }  # fmt: skip


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its name."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
