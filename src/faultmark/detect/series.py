"""What a detector looks at: channels on one time axis, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from faultmark.detect.proposal import Proposal
from faultmark.detect.signal import Signal
from faultmark.errors import SeriesError

__all__ = ["Channel", "Limit", "Series"]

Floats = npt.NDArray[np.floating]
Ticks = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold or an alarm limit that the user or the metadata sets.

    ``above`` says that values above ``value`` break it, else those below. ``value`` is in the channel's own units.
    """

    value: float
    above: bool = True
    severity: int = 3
    name: str = "limit"

    def __post_init__(self) -> None:
        if not np.isfinite(self.value) or not 1 <= self.severity <= 5:
            raise SeriesError(
                "detect.limit.invalid",
                f"The limit {self.name!r} has value {self.value} and severity {self.severity}.",
                expected="a finite value and a severity from 1 to 5.",
            )


@dataclass(frozen=True)
class Channel:
    """One measured signal: ``values`` of shape ``(n,)`` in ``units``, NaN where one is missing."""

    name: str
    values: Floats
    units: str = ""
    limits: tuple[Limit, ...] = ()

    @cached_property
    def signal(self) -> Signal:
        """The values prepared for detectors; made at the first use."""
        return Signal.of(self.values)

    def forget(self) -> None:
        """Let go of what was prepared."""
        self.__dict__.pop("signal", None)


@dataclass(frozen=True)
class Series:
    """Channels on one time axis.

    Parameters
    ----------
    channels:
        All of the axis's length; names differ.
    ticks:
        Where each sample stands, ``int64[n]``, never decreasing: nanoseconds since the epoch in UTC, or units of a
        numeric axis.
    idle:
        Where the machine is known not to run: first and last tick of each such time.

    Raises
    ------
    SeriesError
        ``detect.series.invalid`` naming the channel that does not fit.
    """

    channels: tuple[Channel, ...]
    ticks: Ticks
    idle: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        names = [channel.name for channel in self.channels]
        if len(set(names)) != len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise SeriesError("detect.series.invalid", f"Two channels are called {twice!r}.")
        for channel in self.channels:
            if channel.values.shape != self.ticks.shape:
                raise SeriesError(
                    "detect.series.invalid",
                    f"Channel {channel.name!r} has shape {channel.values.shape}, the axis {self.ticks.shape}.",
                )
            if channel.values.dtype.kind not in "fiu":
                raise SeriesError(
                    "detect.series.invalid", f"Channel {channel.name!r} holds {channel.values.dtype}, not numbers."
                )
        if self.ticks.ndim != 1 or self.ticks.dtype != np.int64:
            raise SeriesError("detect.series.invalid", "The ticks of a series are one row of int64.")
        if self.ticks.size > 1 and bool((self.ticks[1:] < self.ticks[:-1]).any()):
            raise SeriesError("detect.series.invalid", "The ticks of a series go back in time.")

    @classmethod
    def of(
        cls,
        values: Mapping[str, Floats | Sequence[float]],
        ticks: Ticks | Sequence[int] | None = None,
        limits: Mapping[str, Sequence[Limit]] | None = None,
    ) -> Series:
        """Build a series from arrays by channel name; without ``ticks`` samples are numbered from 0."""
        limits = limits or {}
        arrays = {name: np.asarray(column, dtype=np.float64) for name, column in values.items()}
        size = len(next(iter(arrays.values()))) if arrays else 0
        axis = np.arange(size, dtype=np.int64) if ticks is None else np.asarray(ticks, dtype=np.int64)
        return cls(
            tuple(Channel(name, column, limits=tuple(limits.get(name, ()))) for name, column in arrays.items()), axis
        )

    @property
    def size(self) -> int:
        """Number of samples."""
        return int(self.ticks.size)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the channels, in order."""
        return tuple(channel.name for channel in self.channels)

    @cached_property
    def step(self) -> int:
        """The usual distance between two samples, in ticks; 0 for fewer than two samples."""
        if self.size < 2:
            return 0
        part = np.diff(self.ticks[: min(self.size, 200_001)])
        return int(np.median(part))

    def only(self, *names: str) -> Series:
        """The same axis with some of the channels."""
        return replace(self, channels=tuple(channel for channel in self.channels if channel.name in names))

    def propose(
        self,
        first: int,
        last: int,
        label: str,
        *,
        confidence: float = 0.5,
        severity: int = 2,
        why: str,
        channels: Sequence[str] | None = None,
        instant: bool = False,
        detector: str = "",
    ) -> Proposal:
        """A proposal from sample ``first`` to sample ``last``, both inside; all channels unless some are named."""
        if not 0 <= first <= last < self.size:
            raise SeriesError(
                "detect.proposal.invalid", f"Samples {first} to {last} are not in a series of {self.size}."
            )
        return Proposal(
            channels=tuple(self.names if channels is None else channels),
            start=int(self.ticks[first]),
            end=int(self.ticks[last]),
            instant=instant,
            label=label,
            confidence=float(confidence),
            severity=int(severity),
            why=why,
            detector=detector,
        )

    def samples_of(self, proposal: Proposal) -> tuple[int, int]:
        """First sample of a proposal and the one after its last."""
        first = int(np.searchsorted(self.ticks, proposal.start, side="left"))
        stop = int(np.searchsorted(self.ticks, proposal.end, side="right"))
        return first, max(stop, first + 1)
