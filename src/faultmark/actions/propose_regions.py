"""Run the detectors on a series of the store: its raw samples in blocks, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from faultmark.detect import Channel, Composition, Detection, Limit, Proposal
from faultmark.detect import Series as Telemetry
from faultmark.errors import FaultmarkError, SeriesError
from faultmark.machine.limits import Limit as MachineLimit
from faultmark.store.series import Series

__all__ = ["BLOCK", "limits_from", "propose_regions"]

BLOCK = 1_000_000
"""Samples looked at together: with eight channels about half a gigabyte at most."""
_SHARED = 20_000
_SEVERITY = {"warning": 3, "alarm": 4}


def propose_regions(
    series: Series,
    detectors: Composition,
    *,
    channels: Sequence[str] | None = None,
    limits: Mapping[str, Sequence[Limit]] | None = None,
    idle: Sequence[tuple[int, int]] = (),
    progress: Callable[[float], None] | None = None,
    block: int = BLOCK,
) -> Detection:
    """Proposals in a stored series.

    Blocks overlap, and each block speaks for what has its middle in the block's own part, so a region at a seam is
    proposed once.

    Parameters
    ----------
    series:
        From the store.
    detectors:
        What to run.
    channels:
        Names of the channels to look at; all when left away.
    limits:
        Thresholds and alarm limits by channel.
    idle:
        First and last tick of each time in which the machine is known not to run.
    progress:
        Told the share done; may raise to stop.
    block:
        Samples in a block, at least four times the overlap of 20,000 for more than one block.

    Raises
    ------
    SeriesError
        ``detect.channel.unknown`` for a channel that the series has not.
    """
    names = [channel.name for channel in series.meta.channels]
    wanted = list(names if channels is None else channels)
    unknown = [name for name in wanted if name not in names]
    if unknown:
        raise SeriesError(
            "detect.channel.unknown",
            f"There is no channel {unknown[0]!r}.",
            expected=f"one of {', '.join(names)}.",
        )
    limits = limits or {}
    rows = series.meta.axis.size
    stride = max(block - _SHARED, 1)
    starts = [0] if rows <= block else list(range(0, rows - _SHARED, stride))
    proposals: list[Proposal] = []
    faults: dict[tuple[str | None, str], FaultmarkError] = {}
    for number, start in enumerate(starts):
        stop = min(rows, start + block)
        part = replace(_read(series, wanted, limits, (start, stop)), idle=tuple(idle))

        def tell(share: float, number: int = number) -> None:
            if progress is not None:
                progress((number + share) / len(starts))

        found = detectors.run(part, tell)
        low = int(part.ticks[0 if start == 0 else min(_SHARED // 2, part.size - 1)])
        last_block = stop >= rows
        high = int(part.ticks[-1]) if last_block else int(part.ticks[stride + _SHARED // 2 - 1])
        for proposal in found.proposals:
            middle = proposal.start + (proposal.end - proposal.start) // 2
            if low <= middle <= high:
                proposals.append(proposal)
        for fault in found.faults:
            faults.setdefault((fault.place.file, fault.code), fault)
        if last_block:
            break
    return Detection(tuple(_without_doubles(proposals)), tuple(faults.values()))


def _read(
    series: Series,
    wanted: Sequence[str],
    limits: Mapping[str, Sequence[Limit]],
    window: tuple[int, int],
) -> Telemetry:
    names = [channel.name for channel in series.meta.channels]
    return Telemetry(
        tuple(
            Channel(name, np.asarray(series.values(names.index(name), *window)), limits=tuple(limits.get(name, ())))
            for name in wanted
        ),
        np.asarray(series.axis.ticks(*window), dtype=np.int64),
    )


def _without_doubles(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Of two of the same class on a channel that overlap, from two sides of a seam, the more confident."""
    kept: list[Proposal] = []
    for proposal in sorted(proposals, key=lambda p: (p.start, -p.confidence)):
        rival = next(
            (
                i
                for i in range(len(kept) - 1, max(-1, len(kept) - 9), -1)
                if kept[i].label == proposal.label
                and set(kept[i].channels) & set(proposal.channels)
                and kept[i].end >= proposal.start
            ),
            None,
        )
        if rival is None:
            kept.append(proposal)
        elif proposal.confidence > kept[rival].confidence:
            kept[rival] = proposal
    return kept


def limits_from(series: Series, said: Sequence[MachineLimit]) -> dict[str, list[Limit]]:
    """Limits of a machine's metadata for the detector: above where they stand above the channel's median."""
    summaries = {channel.name: channel for channel in series.meta.channels}
    found: dict[str, list[Limit]] = {}
    for limit in said:
        summary = summaries.get(limit.channel)
        if summary is None or summary.mean is None:
            continue
        middle = summary.quantiles.get("q50", summary.mean)
        above = limit.value > (summary.mean if middle is None else middle)
        found.setdefault(limit.channel, []).append(
            Limit(limit.value, above, _SEVERITY[limit.severity], limit.label or limit.severity)
        )
    return found
