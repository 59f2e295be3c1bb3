"""Runs a detector so that whatever it does is contained: it may raise, never end, or say nonsense."""

from __future__ import annotations

import ctypes
import threading

from faultmark.detect.base import Detector, DetectorError
from faultmark.detect.proposal import Proposal
from faultmark.detect.series import Series
from faultmark.errors import FaultmarkError, Place, Remedy

__all__ = ["run_contained"]


class _Stopped(BaseException):
    """Raised inside a detector that took too long."""


def run_contained(detector: Detector, series: Series, seconds: float) -> tuple[Proposal, ...]:
    """Proposals of a detector, within ``seconds``.

    Raises
    ------
    DetectorError
        ``detector.raised`` or ``detector.timeout`` naming the detector, or what its output was refused for.
    """
    answer: list[tuple[Proposal, ...]] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            answer.append(detector.detect(series))
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=work, name=f"detector {detector.name}", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        _interrupt(thread)
        raise DetectorError(
            "detector.timeout",
            f"It did not finish within {seconds:g} s.",
            place=Place(detector.name),
            remedies=(Remedy("Let it look at less, or give it more time."),),
        )
    if failure:
        error = failure[0]
        if isinstance(error, FaultmarkError):
            raise error
        raise DetectorError(
            "detector.raised", f"It stopped with {type(error).__name__}: {error}", place=Place(detector.name)
        ) from error
    return answer[0]


def _interrupt(thread: threading.Thread) -> None:
    """Raise inside the thread at its next Python instruction; one that never comes back leaves a daemon behind."""
    if thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(_Stopped))
