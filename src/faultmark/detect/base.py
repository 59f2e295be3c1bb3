"""The face of every detector. ``detect`` checks what goes in and what comes out; authors write ``_detect``."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, final

import numpy as np

from faultmark.detect.proposal import Proposal
from faultmark.detect.series import Channel, Series
from faultmark.detect.signal import Signal
from faultmark.errors import FaultmarkError, Place

__all__ = ["ChannelDetector", "Detector", "DetectorError", "Finding", "clip_severity", "margin_confidence"]


class DetectorError(FaultmarkError):
    """A detector said something that is no proposal."""


class Detector(ABC):
    """Finds regions in a series.

    ``name`` tells detectors apart. ``scope`` is ``"channel"`` where each channel can be looked at on its own, which
    keeps memory low, and ``"series"`` where all are needed together. ``precision`` says how far its boundaries are to
    be trusted: of detectors that find the same event, the one with the highest sets them. ``least`` is the number of
    samples below which it has nothing to say.
    """

    name: ClassVar[str] = "detector"
    scope: ClassVar[Literal["channel", "series"]] = "series"
    precision: ClassVar[float] = 1.0
    least: ClassVar[int] = 3

    @final
    def detect(self, series: Series) -> tuple[Proposal, ...]:
        """Proposals in a series, by their start.

        Raises
        ------
        DetectorError
            ``detector.output.invalid`` when a proposal is not on the series' samples, names a channel that there is
            not, or says a confidence or severity out of range.
        """
        if not isinstance(series, Series):
            raise DetectorError("detector.input.invalid", f"{self.name} was given a {type(series).__name__}.")
        if series.size < self.least or not series.channels:
            return ()
        found = []
        for proposal in self._detect(series):
            self._check(proposal, series)
            found.append(proposal if proposal.detector else replace(proposal, detector=self.name))
        return tuple(sorted(found, key=lambda p: (p.start, p.end, p.channels)))

    @abstractmethod
    def _detect(self, series: Series) -> Iterable[Proposal]:
        """Find proposals; :meth:`Series.propose` makes them from sample numbers."""

    def _check(self, proposal: object, series: Series) -> None:
        def refuse(what: str) -> DetectorError:
            return DetectorError(
                "detector.output.invalid",
                f"It proposed {what}.",
                place=Place(self.name),
                expected="what Series.propose returns.",
            )

        if not isinstance(proposal, Proposal):
            raise refuse(f"a {type(proposal).__name__}")
        unknown = set(proposal.channels) - set(series.names)
        if unknown or not proposal.channels:
            raise refuse(f"a region on {', '.join(map(repr, sorted(unknown))) or 'no channel'}")
        ends = np.array([proposal.start, proposal.end], dtype=np.int64)
        at = np.minimum(np.searchsorted(series.ticks, ends), series.size - 1)
        if proposal.start > proposal.end or bool((series.ticks[at] != ends).any()):
            raise refuse(f"a region from {proposal.start} to {proposal.end}, which are no samples in order")
        if proposal.instant and proposal.start != proposal.end:
            raise refuse("an instant that lasts")
        if not (math.isfinite(proposal.confidence) and 0 <= proposal.confidence <= 1):
            raise refuse(f"a confidence of {proposal.confidence}")
        if proposal.severity not in range(1, 6):
            raise refuse(f"a severity of {proposal.severity}")
        if not proposal.label or not proposal.why:
            raise refuse("a region without a class or without a reason")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a detector of single channels found: samples ``first <= i < stop``.

    ``margin`` is how many times it exceeds what the detector asks for, at least 1; ``deviation`` how many standard
    deviations of the channel it departs by, for its severity.
    """

    first: int
    stop: int
    label: str
    margin: float
    why: str
    deviation: float = 3.0
    instant: bool = False


class ChannelDetector(Detector):
    """A detector that looks at one channel at a time; authors write ``_find``."""

    scope: ClassVar[Literal["channel", "series"]] = "channel"

    def _detect(self, series: Series) -> Iterable[Proposal]:
        for channel in series.channels:
            for finding in self._find(channel.signal, channel):
                yield series.propose(
                    finding.first,
                    finding.stop - 1,
                    finding.label,
                    confidence=margin_confidence(finding.margin),
                    severity=clip_severity(finding.deviation),
                    why=finding.why,
                    channels=(channel.name,),
                    instant=finding.instant,
                    detector=self.name,
                )

    @abstractmethod
    def _find(self, signal: Signal, channel: Channel) -> Iterable[Finding]:
        """Find what is wrong in one channel."""


def margin_confidence(margin: float) -> float:
    """A detector's own confidence from its margin: 0.2 at its threshold, 0.5 at 2.4 times that, towards 1."""
    return float(1.0 - 0.8 / max(margin, 1.0) ** 0.55)


def clip_severity(deviation: float) -> int:
    """Severity 1 to 5 from a departure in standard deviations: each step is about twice the departure."""
    return int(np.clip(round(math.log2(max(deviation, 1.0)) - 0.5), 1, 5))
