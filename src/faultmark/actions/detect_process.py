"""The detection on one task's series in a process of its own: ``python -m faultmark.actions.detect_process``.

It reads one line of JSON from standard input (``store``, ``series_id``, ``config``, ``data``, ``manner``) and prints
JSON lines: any number of ``{"progress": share}``, then one ``{"result": …}`` or ``{"error": …}``. A process of its own
returns all its memory, may be ended at any moment, and takes nobody along when a user's detector crashes it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from faultmark.actions.learn_shapes import ShapeLessons
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
    """How to detect: the least confidence of a proposal, and what the project's labels teach."""

    least: float = 0.5
    lessons: ShapeLessons = field(default_factory=ShapeLessons)


def run_detect_process(  # noqa: PLR0917 - a detection is these six
    store: Path,
    series_id: str,
    config: str,
    data: Mapping[str, Any],
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
        The task's data, whose alarm limits count.
    manner:
        How.
    report:
        Told the share done; what it raises ends the child and goes on to the caller.

    Raises
    ------
    FaultmarkError
        What is wrong with series or config; ``detect.crashed`` when the child died.
    """
    asked = {
        "store": str(store),
        "series_id": series_id,
        "config": config,
        "data": dict(data),
        "manner": asdict(manner),
    }
    complaint = ""
    with subprocess.Popen(
        # -P: what lies in the server's working directory must not be taken for a module.
        [sys.executable, "-P", "-m", "faultmark.actions.detect_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            with contextlib.suppress(BrokenPipeError):
                child.stdin.write(json.dumps(asked) + "\n")
                child.stdin.flush()
            for line in child.stdout:
                said = _heard(line)
                if said is None:
                    complaint = line.strip() or complaint
                elif "progress" in said:
                    report(float(said["progress"]))
                elif "error" in said:
                    raise FaultmarkError.from_dict(said["error"])
                else:
                    found = said["result"]
                    return Detected(
                        found["items"],
                        found["score"],
                        found["regions"],
                        tuple(found["unnamed"]),
                        tuple(FaultmarkError.from_dict(fault) for fault in found["faults"]),
                    )
            code = child.wait()
        finally:
            with contextlib.suppress(BrokenPipeError):
                child.stdin.close()
            # Whatever ends this, the child ends too.
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
    how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
    raise SeriesError("detect.crashed", f"Detection stopped with {how}{': ' + complaint if complaint else ''}.")


def _heard(line: str) -> dict[str, Any] | None:
    """What the child says, or None for a line that is a complaint of Python's or of a library's."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) and said.keys() & {"progress", "error", "result"} else None


def _say(what: str, value: object) -> None:
    sys.stdout.write(json.dumps({what: value}) + "\n")
    sys.stdout.flush()


def _end_with_parent() -> None:
    """End when the other end of standard input does: nobody wants the answer any more."""

    def watch() -> None:
        # Not through sys.stdin, whose lock would be in the way of an ordinary end.
        while os.read(0, 1024):
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _main() -> None:
    # Loaded here: the parent imports this module only to start the child.
    from faultmark.actions.predict_series import predict_series  # noqa: PLC0415
    from faultmark.detect.registry import composition, installed_detectors  # noqa: PLC0415
    from faultmark.store.series_store import SeriesStore  # noqa: PLC0415

    asked = json.loads(sys.stdin.readline())
    _end_with_parent()
    lessons = ShapeLessons(**asked["manner"]["lessons"])
    extra, unloaded = installed_detectors()
    try:
        series = SeriesStore(Path(asked["store"])).open(asked["series_id"])
        written, faults = predict_series(
            series,
            asked["config"],
            asked["data"],
            composition(extra, classifier=lessons.classifier(), least=asked["manner"]["least"]),
            lambda share: _say("progress", share),
        )
    except FaultmarkError as error:
        _say("error", error.as_dict())
        return
    except MemoryError:
        _say("error", SeriesError("detect.memory", "There is too little memory.", place=Place()).as_dict())
        return
    _say(
        "result",
        {
            "items": written.items,
            "score": written.score,
            "regions": len({item["id"] for item in written.items}),
            "unnamed": list(written.unnamed),
            "faults": [fault.as_dict() for fault in (*unloaded, *faults)],
        },
    )


if __name__ == "__main__":
    _main()
