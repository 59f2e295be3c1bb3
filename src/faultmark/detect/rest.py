"""When a machine does not run: most of its channels are low together and one is quiet, or its events say so.

A machine that stops is not a fault. Its flow then stands at nothing, which looks like a stuck sensor on that channel
alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faultmark.detect.series import Series

__all__ = ["Rest"]

_WIDTH = 16
"""Samples looked at together."""
_LOW = 0.25
"""At rest a channel is in the lowest quarter of its range."""
_BELOW = 0.05
"""What is further below than this share of the range was never its rest: a logger that failed."""
_QUIET = 0.5
"""A quiet channel moves at most half as much as when it is not low. Temperatures are low together at night as well, but
not quiet."""
_CHANNELS = 3
_SHARE = 0.8
_SAME = 0.5

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rest:
    """Where each channel is at rest, and where the machine is, as seen from that channel.

    Attributes
    ----------
    own:
        By channel, ``bool[ceil(n / 16)]``: it is in the lowest quarter of its range.
    machine:
        By channel: more than half of the others are low too, of three channels at least, and one of these is quiet; or
        an event says that the machine does not run.
    """

    own: dict[str, Mask]
    machine: dict[str, Mask]

    @classmethod
    def of(cls, series: Series) -> Rest:
        """Look at all channels of a series together."""
        blocks = -(-series.size // _WIDTH)
        told = np.zeros(blocks, dtype=bool)
        for start, end in series.idle:
            first, stop = np.searchsorted(series.ticks, start, "left"), np.searchsorted(series.ticks, end, "right")
            told[first // _WIDTH : -(-stop // _WIDTH)] = True
        own, quiet = {}, {}
        lows, quiets = np.zeros(blocks, dtype=np.int64), np.zeros(blocks, dtype=np.int64)
        for channel in series.channels:
            own[channel.name], quiet[channel.name] = _low_and_quiet(channel.values)
            lows += own[channel.name]
            quiets += quiet[channel.name]
        others = len(own) - 1
        if others + 1 < _CHANNELS:
            return cls(own, dict.fromkeys(own, told))
        return cls(own, {name: told | ((2 * (lows - own[name]) > others) & (quiets - quiet[name] > 0)) for name in own})

    def expects(self, channel: str, label: str, first: int, stop: int) -> bool:
        """Whether a channel of a machine at rest would show this at samples ``first <= i < stop`` anyhow."""
        if label not in ("flatline", "dropout", "level shift"):
            return False
        resting = self.own[channel] & self.machine[channel]
        a, b = first // _WIDTH, -(-stop // _WIDTH)
        inside = int(resting[a:b].sum())
        if inside < _SHARE * (b - a):
            return False
        # A level that shifts while the machine rests all the time is not its stop.
        return label != "level shift" or b - a >= _SAME * _run_around(resting, a, b)


def _low_and_quiet(values: npt.NDArray[np.floating]) -> tuple[Mask, Mask]:
    """Blocks in which a channel is low, and those of them in which it moves little as well."""
    whole = -(-values.size // _WIDTH)
    padded = np.full(whole * _WIDTH, np.nan)
    padded[: values.size] = values
    table = padded.reshape(whole, _WIDTH)
    known = np.isfinite(table)
    table[~known] = 0.0
    count = known.sum(axis=1)
    nothing = np.zeros(whole, dtype=bool)
    if not bool(count.any()):
        return nothing, nothing
    with np.errstate(over="ignore", invalid="ignore"):
        level = table.sum(axis=1) / np.maximum(count, 1)
        pairs = known[:, 1:] & known[:, :-1]
        moved = (np.abs(np.diff(table, axis=1)) * pairs).sum(axis=1) / np.maximum(pairs.sum(axis=1), 1)
        low, high = np.quantile(level[count > 0], (0.005, 0.995))
        bound, floor = low + _LOW * (high - low), low - _BELOW * (high - low)
    running = (level > bound) & (count > 0)
    usual = float(np.median(moved[running])) if bool(running.any()) else 0.0
    if not 0.0 < usual < np.inf:
        return nothing, nothing
    lows: Mask = (level <= bound) & (level >= floor) & (count > 0)
    return lows, lows & (moved <= _QUIET * usual)


def _run_around(mask: Mask, first: int, stop: int) -> int:
    """Length of the unbroken run of True that goes on on both sides of ``first <= i < stop``."""
    before, after = mask[:first][::-1], mask[stop:]
    left = int(np.argmin(before)) if not before.all() else before.size
    right = int(np.argmin(after)) if not after.all() else after.size
    return stop - first + left + right
