"""Which detectors there are: the built-in ones, and those that installed packages register by entry point."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import entry_points
from typing import Any, cast

from faultmark.detect.base import Detector, DetectorError
from faultmark.detect.classify import Classifier
from faultmark.detect.compose import Composition, Detection
from faultmark.detect.confidence import LEAST
from faultmark.detect.drift import DriftDetector
from faultmark.detect.excursion import ExcursionDetector
from faultmark.detect.extremes import RangeDetector
from faultmark.detect.flatline import FlatlineDetector
from faultmark.detect.gap import GapDetector
from faultmark.detect.level import LevelDetector
from faultmark.detect.limits import LimitDetector
from faultmark.detect.missing import MissingDetector
from faultmark.detect.multichannel import MultichannelDetector
from faultmark.detect.oscillation import OscillationDetector
from faultmark.detect.pattern import PatternDetector
from faultmark.detect.proposal import Proposal
from faultmark.detect.run_drift import RunDriftDetector
from faultmark.detect.series import Series
from faultmark.detect.variance import VarianceDetector
from faultmark.errors import FaultmarkError, Place, Remedy

__all__ = [
    "GROUP",
    "MODEL_VERSION",
    "builtin_detectors",
    "composition",
    "detector_names",
    "installed_detectors",
    "propose",
]

MODEL_VERSION = "faultmark 1"
"""Under which proposals of these detectors are kept; it changes when they propose otherwise."""

GROUP = "faultmark.detectors"
"""The group of entry points under which a package registers a function or a :class:`Detector`."""

Find = Callable[[Series], Iterable[Proposal]]


class FunctionDetector(Detector):
    """A user's function ``find(series)`` as a detector."""

    def __init__(self, name: str, find: Find) -> None:
        self.name = name  # type: ignore[misc]  # each function is a detector of its own
        self._find = find

    def _detect(self, series: Series) -> Iterable[Proposal]:
        return self._find(series)


def builtin_detectors() -> tuple[Detector, ...]:
    """One of each of ours, with their defaults."""
    return (
        LimitDetector(),
        GapDetector(),
        MissingDetector(),
        ExcursionDetector(),
        RangeDetector(),
        FlatlineDetector(),
        LevelDetector(),
        VarianceDetector(),
        DriftDetector(),
        RunDriftDetector(),
        OscillationDetector(),
        PatternDetector(),
        MultichannelDetector(),
    )


def installed_detectors() -> tuple[tuple[Detector, ...], tuple[FaultmarkError, ...]]:
    """Those that installed packages register, and what keeps any of them from loading."""
    found: list[Detector] = []
    faults: list[FaultmarkError] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            found.append(_as_detector(point.name, point.load()))
        except Exception as error:  # whatever a stranger's module raises while it loads
            faults.append(
                DetectorError(
                    "detector.load.failed",
                    f"It does not load: {type(error).__name__}: {error}",
                    place=Place(f"{point.name} ({point.value})"),
                    remedies=(Remedy("Mend or uninstall the package that registers it."),),
                )
            )
    return tuple(found), tuple(faults)


def detector_names() -> tuple[str, ...]:
    """Under which names installed packages register detectors, whether or not these load."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def _as_detector(name: str, thing: Any) -> Detector:
    if isinstance(thing, type) and issubclass(thing, Detector):
        return thing()
    if isinstance(thing, Detector):
        return thing
    if callable(thing):
        return FunctionDetector(name, cast(Find, thing))
    raise TypeError(f"it is a {type(thing).__name__}, not a function of a series or a Detector")


def composition(
    extra: Sequence[Detector] = (),
    *,
    classifier: Classifier | None = None,
    least: float = LEAST,
    bars: Mapping[str, float] | None = None,
    seconds: float = 60.0,
) -> Composition:
    """The built-in detectors and ``extra`` ones, such as :func:`installed_detectors`, together."""
    detectors = (*builtin_detectors(), *extra)
    return Composition(detectors, classifier=classifier, least=least, bars=bars, seconds=seconds)


def propose(series: Series, *, least: float = LEAST) -> Detection:
    """Everything that the built-in and installed detectors find in a series."""
    extra, faults = installed_detectors()
    found = composition(extra, least=least).run(series)
    return Detection(found.proposals, (*faults, *found.faults))
