"""The detection on one task's series in a process of its own: ``python -m faultmark.actions.detect_process``.

It is asked for ``store``, ``series_id``, ``config``, ``data``, ``files`` and ``manner``, as
:mod:`faultmark.actions.child` says.
A detector of the user's that crashes takes nobody along.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from faultmark.actions.child import answer_parent, ask_child
from faultmark.actions.learn_shapes import ShapeLessons
from faultmark.detect import LEAST
from faultmark.errors import FaultmarkError, Place, SeriesError

__all__ = ["Detected", "Manner", "run_detect_process"]


@dataclass(frozen=True, slots=True)
class Detected:
    """A prediction's result items and score, classes that the config has no word for, and detectors that failed."""

    items: list[dict[str, Any]]
    score: float
    regions: int
    unnamed: tuple[str, ...]
    faults: tuple[FaultmarkError, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """How to detect: the least confidence of a proposal, what the project's labels teach, and its channels' bars."""

    least: float = LEAST
    lessons: ShapeLessons = field(default_factory=ShapeLessons)
    bars: Mapping[str, float] = field(default_factory=dict)


def run_detect_process(  # noqa: PLR0917 - a detection is these seven
    store: Path,
    series_id: str,
    config: str,
    data: Mapping[str, Any],
    files: Mapping[str, Path],
    manner: Manner,
    report: Callable[[float], None],
) -> Detected:
    """Detect on a stored series in a child process.

    Parameters
    ----------
    store, series_id:
        Which series.
    config:
        The project's labeling config: its channels are looked at, its labels and time format are written.
    data:
        The task's data, whose alarm limits and regimes count.
    files:
        By what the data say, the files of events that may be opened.
    manner:
        How.
    report:
        Told the share done; what it raises ends the child and goes on to the caller.

    Raises
    ------
    FaultmarkError
        What is wrong with series or config.
    ChildCrash
        When the child died.
    """
    asked = {
        "store": str(store),
        "series_id": series_id,
        "config": config,
        "data": dict(data),
        "files": {name: str(path) for name, path in files.items()},
        "manner": asdict(manner),
    }
    found = ask_child("faultmark.actions.detect_process", asked, lambda share: report(float(share)))
    return Detected(
        found["items"],
        found["score"],
        found["regions"],
        tuple(found["unnamed"]),
        tuple(FaultmarkError.from_dict(fault) for fault in found["faults"]),
    )


def _detect(asked: dict[str, Any], report: Callable[[float], None]) -> Mapping[str, Any]:
    # Loaded here: the parent imports this module only to start the child.
    from faultmark.actions.predict_series import predict_series  # noqa: PLC0415
    from faultmark.detect.registry import composition, installed_detectors  # noqa: PLC0415
    from faultmark.store.series_store import SeriesStore  # noqa: PLC0415

    def path_of(name: str) -> Path:
        if name not in asked["files"]:
            raise SeriesError("series.source.forbidden", "The file may not be opened.", place=Place(name))
        return Path(asked["files"][name])

    lessons = ShapeLessons(**asked["manner"]["lessons"])
    extra, unloaded = installed_detectors()
    try:
        written, faults = predict_series(
            SeriesStore(Path(asked["store"])).open(asked["series_id"]),
            asked["config"],
            asked["data"],
            composition(
                extra,
                classifier=lessons.classifier(),
                least=asked["manner"]["least"],
                bars=asked["manner"]["bars"],
            ),
            progress=report,
            path_of=path_of,
        )
    except MemoryError:
        raise SeriesError("detect.memory", "There is too little memory.", place=Place()) from None
    return {
        "items": written.items,
        "score": written.score,
        "regions": len({item["id"] for item in written.items}),
        "unnamed": list(written.unnamed),
        "faults": [fault.as_dict() for fault in (*unloaded, *faults)],
    }


if __name__ == "__main__":
    # Somebody may be waiting for a file that is read meanwhile.
    os.nice(10)
    answer_parent(_detect)
