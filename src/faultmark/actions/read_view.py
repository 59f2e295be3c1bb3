"""Read one view of a series as the bytes of a tile."""

from __future__ import annotations

from collections.abc import Sequence

from faultmark.errors import SeriesError
from faultmark.series.tile import encode
from faultmark.store.series_store import SeriesStore

__all__ = ["MAX_CHANNELS", "MAX_WIDTH", "read_view"]

# A screen of the largest kind at three device pixels a CSS pixel; more is a mistake or an attack.
MAX_WIDTH = 16_384
MAX_CHANNELS = 64


def read_view(  # noqa: PLR0917 - a view is these six
    store: SeriesStore, series_id: str, channels: Sequence[int], start: int, end: int, width: int
) -> bytes:
    """Read channels between two ticks at a pixel width.

    Parameters
    ----------
    store:
        Where the series is.
    series_id, channels:
        Which series, and which of its channels by index.
    start, end:
        Window in ticks, ``end`` exclusive.
    width:
        Pixel columns, from 1 to ``MAX_WIDTH``.

    Returns
    -------
    bytes
        A tile, see docs/reference/tile-format.md.

    Raises
    ------
    SeriesError
        ``series.view.invalid`` for a window, width or channel that cannot be; ``series.missing`` for the series.
    """
    series = store.open(series_id)
    known = len(series.meta.channels)
    if not 1 <= width <= MAX_WIDTH:
        raise SeriesError("series.view.invalid", f"A view is 1 to {MAX_WIDTH} pixels wide, not {width}.")
    if not -(2**63) <= start < end < 2**63:
        raise SeriesError("series.view.invalid", f"A view must end after it starts, not run from {start} to {end}.")
    if not 1 <= len(channels) <= MAX_CHANNELS:
        raise SeriesError("series.view.invalid", f"A view has 1 to {MAX_CHANNELS} channels, not {len(channels)}.")
    for channel in channels:
        if not 0 <= channel < known:
            raise SeriesError("series.view.invalid", f"There is no channel {channel}; the series has {known}, from 0.")
    return encode(series.view(channels, start, end, width), channels)
