"""All detectors together: what they find becomes one list of proposals, each event once, with a confidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from faultmark.detect.base import Detector
from faultmark.detect.candidates import company, gather
from faultmark.detect.classify import Classifier, RuleClassifier
from faultmark.detect.confidence import LEAST, weigh
from faultmark.detect.contain import run_contained
from faultmark.detect.evidence import CHANNEL_DETECTORS, FEATURES, Candidate, evidence
from faultmark.detect.proposal import Proposal
from faultmark.detect.rest import Rest
from faultmark.detect.robust import Floats
from faultmark.detect.series import Series
from faultmark.detect.shape import shape
from faultmark.errors import FaultmarkError

__all__ = ["Composition", "Detection"]

_OVERLAP = 0.5
_SAME_EVENT = 0.5
_MOST = 200


@dataclass(frozen=True, slots=True)
class Detection:
    """Proposals by start, and what went wrong with which detector; the other detectors went on."""

    proposals: tuple[Proposal, ...]
    faults: tuple[FaultmarkError, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """One channel's candidates with their evidence, and the proposals that speak for themselves."""

    candidates: list[Candidate]
    rows: Floats
    shapes: list[Floats]
    own: list[Proposal]


class Composition:
    """Runs detectors and settles what they found.

    Parameters
    ----------
    detectors:
        Those whose names are in :data:`~faultmark.detect.evidence.CHANNEL_DETECTORS` are weighed together; any other
        speaks for itself, with its own confidence and class.
    classifier:
        Names the class of what is weighed together.
    weigh:
        The confidence; see :func:`~faultmark.detect.confidence.weigh`.
    least:
        Proposals below this confidence are left out.
    bars:
        The same for single channels, where a project's people have shown it (:func:`~faultmark.detect.bars.bars_of`).
    seconds:
        What each detector may take on a channel, or on the series.
    """

    def __init__(
        self,
        detectors: Sequence[Detector],
        *,
        classifier: Classifier | None = None,
        weigh: Callable[[Sequence[Candidate], Floats, Floats | None], Floats] = weigh,
        least: float = LEAST,
        bars: Mapping[str, float] | None = None,
        seconds: float = 60.0,
    ) -> None:
        self.detectors = tuple(detectors)
        self.weigh = weigh
        self.classifier = classifier or RuleClassifier()
        self.least = least
        self.bars = dict(bars or {})
        self.seconds = seconds

    def run(self, series: Series, progress: Callable[[float], None] | None = None) -> Detection:
        """Detect in a series; ``progress`` is told the share done, and may raise to stop it."""
        faults: dict[tuple[str, str], FaultmarkError] = {}
        tell = progress or (lambda _share: None)
        steps = max(1, len(series.channels) + 1)

        def ask(detector: Detector, part: Series) -> tuple[Proposal, ...]:
            # One that failed on a channel is not asked again: it would cost its time for each.
            if any(name == detector.name for name, _ in faults):
                return ()
            try:
                return run_contained(detector, part, self.seconds)
            except FaultmarkError as error:
                faults[detector.name, error.code] = error
                return ()

        # Channels of our own, so that what is prepared for each goes when it is done.
        series = replace(series, channels=tuple(replace(channel) for channel in series.channels))
        together = [p for d in self.detectors if d.scope == "series" for p in ask(d, series)]
        tell(1 / steps)
        found: dict[str, _Found] = {}
        for number, channel in enumerate(series.channels, start=2):
            alone = series.only(channel.name)
            said = [p for d in self.detectors if d.scope == "channel" for p in ask(d, alone)]
            said += [p for p in together if channel.name in p.channels]
            found[channel.name] = self._weigh_channel(alone, said)
            channel.forget()
            tell(number / steps)
        proposals = self._settle(series, found)
        return Detection(proposals, tuple(faults.values()))

    def _weigh_channel(self, alone: Series, said: Sequence[Proposal]) -> _Found:
        signal = alone.channels[0].signal
        weighed = [p for p in said if p.detector in CHANNEL_DETECTORS]
        own = [p for p in said if p.detector not in CHANNEL_DETECTORS]
        candidates = self.candidates(alone, weighed)
        rows = evidence(signal, candidates)
        # The shape is needed for the few that will be proposed; the signal is gone by then.
        promising = set(np.argsort(-self.weigh(candidates, rows, None))[: max(_MOST, alone.size // 5000)].tolist())
        candidates = [c for i, c in enumerate(candidates) if i in promising]
        rows = rows[sorted(promising)] if promising else rows[:0]
        shapes = [shape(signal, c.first, c.stop) for c in candidates]
        return _Found(candidates, rows, shapes, own)

    def candidates(self, alone: Series, said: Sequence[Proposal]) -> list[Candidate]:
        """What detectors said of a channel, as candidates: each event once, and bursts as one more."""
        return gather(alone, said, {d.name: d.precision for d in self.detectors})

    def _settle(self, series: Series, found: dict[str, _Found]) -> tuple[Proposal, ...]:
        tails = {name: f.rows[:, FEATURES.index("peak_far_tail")] for name, f in found.items()}
        rest = Rest.of(series)
        beside = company({name: f.candidates for name, f in found.items()}, tails)
        proposals: list[Proposal] = []
        for name, channel in found.items():
            scores = self.weigh(channel.candidates, channel.rows, beside[name] if len(found) > 1 else None)
            labels = [self._name(channel, index) for index in range(len(channel.candidates))]
            usual = [
                "missing" not in c.margins and rest.expects(name, label, c.first, c.stop)
                for c, label in zip(channel.candidates, labels, strict=True)
            ]
            chosen = self._suppress(channel.candidates, np.where(usual, 0.0, scores), self.bars.get(name, self.least))
            mine = [self._propose(series, name, channel, index, chance) for index, chance in chosen]
            for own in channel.own:
                # A user's own detector or a limit speaks for itself; the same is not said twice.
                mine = [p for p in mine if p.label != own.label or _overlap(own, p) <= _OVERLAP]
                mine.append(replace(own, channels=(name,)))
            proposals += mine
        return tuple(sorted(_one_a_event(proposals), key=lambda p: (p.start, p.end, p.channels)))

    @staticmethod
    def _suppress(candidates: list[Candidate], scores: Floats, least: float) -> list[tuple[int, float]]:
        """Candidates from the most likely on down to ``least``, none that half overlaps one before."""
        first = np.array([c.first for c in candidates])
        stop = np.array([c.stop for c in candidates])
        blocked = np.zeros(len(candidates), dtype=bool)
        chosen: list[tuple[int, float]] = []
        for index in np.argsort(-scores, kind="stable").tolist():
            if blocked[index]:
                continue
            chance = float(scores[index])
            if chance < least:
                break
            chosen.append((index, chance))
            shared = np.minimum(stop, stop[index]) - np.maximum(first, first[index])
            blocked |= shared >= _OVERLAP * np.minimum(stop - first, stop[index] - first[index])
        return chosen

    def _name(self, channel: _Found, index: int) -> str:
        return self.classifier.name(channel.shapes[index], channel.candidates[index].labels)

    def _propose(self, series: Series, name: str, channel: _Found, index: int, chance: float) -> Proposal:
        candidate = channel.candidates[index]
        label = self._name(channel, index)
        main = next((d for d, said in candidate.labels.items() if said == label), candidate.main)
        return replace(
            series.propose(
                candidate.first,
                candidate.stop - 1,
                label,
                confidence=chance,
                severity=candidate.severities[main],
                why=candidate.reasons[main],
                channels=(name,),
                instant=candidate.stop - candidate.first == 1,
            ),
            detector=main,
        )


def _overlap(a: Proposal, b: Proposal) -> float:
    """IoU of two regions; an instant counts as one tick."""
    shared = min(a.end, b.end) - max(a.start, b.start) + 1
    return max(0, shared) / (max(a.end, b.end) - min(a.start, b.start) + 1)


def _one_a_event(proposals: list[Proposal]) -> list[Proposal]:
    """Join what several channels show at the same time under the same class into one proposal with all of them."""
    joined: list[Proposal] = []
    for proposal in sorted(proposals, key=lambda p: (-p.confidence, p.start)):
        same = next(
            (
                i
                for i, other in enumerate(joined)
                if other.label == proposal.label
                and not set(other.channels) & set(proposal.channels)
                and _overlap(other, proposal) >= _SAME_EVENT
            ),
            None,
        )
        if same is None:
            joined.append(proposal)
        else:
            other = joined[same]
            joined[same] = replace(
                other,
                channels=(*other.channels, *proposal.channels),
                severity=max(other.severity, proposal.severity),
            )
    return joined
