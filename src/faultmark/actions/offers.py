"""What may be wanted of a file that can be read without: only somebody who knows the logger can tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from faultmark.series.time_format import EPOCHS
from faultmark.store.meta import SeriesMeta

__all__ = ["offers_of"]

_YEAR_2000, _YEAR_2100 = 946_684_800, 4_102_444_800
_EPOCHS = {"seconds": "epoch_s", "milliseconds": "epoch_ms", "microseconds": "epoch_us", "nanoseconds": "epoch_ns"}


def offers_of(meta: SeriesMeta) -> Iterator[tuple[str, dict[str, Any]]]:
    """A sentence on each offer, and the ingest options that take it: repeated rows, and numbers that may be dates."""
    if int(meta.duplicates["count"]):
        yield "Keep only the first of rows with the same time.", {"drop_duplicates": True}
    axis = meta.axis
    if axis.kind != "number" or meta.source.get("options", {}).get("time_column") is None:
        return
    first = axis.first / 10**axis.decimals
    for unit, name in _EPOCHS.items():
        if _YEAR_2000 <= first / 10 ** (9 - EPOCHS[name]) < _YEAR_2100:
            yield f"Read the times as {unit} since 1970, as dates.", {"time_format": name}
