"""Whether what happens to annotations goes into the history of their task."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

__all__ = ["is_recorded", "unrecorded"]

_recorded: ContextVar[bool] = ContextVar("recorded", default=True)


def is_recorded() -> bool:
    """Whether it does: not while data are deleted for good, which the history would keep."""
    return _recorded.get()


@contextlib.contextmanager
def unrecorded() -> Iterator[None]:
    """Let nothing go into the history meanwhile."""
    token = _recorded.set(False)
    try:
        yield
    finally:
        _recorded.reset(token)
