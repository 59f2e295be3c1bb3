"""The one place that knows how our innermost loops become machine code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

__all__ = ["compiled"]

F = TypeVar("F", bound=Callable[..., Any])


def compiled(*signatures: str) -> Callable[[F], F]:
    """Compile a function with Numba, for the argument types named in Numba's notation, when its module is loaded.

    The machine code is kept beside the module, or in the user's cache folder, so that only the first process after an
    installation waits for the compiler. The loops run without the interpreter's lock.
    """

    def decorate(function: F) -> F:
        try:
            return cast("F", njit(list(signatures), nogil=True, cache=True)(function))
        except RuntimeError as error:
            if "cache" not in str(error):
                raise
            # Neither folder can be written: each process compiles for itself, some seconds long.
            return cast("F", njit(list(signatures), nogil=True)(function))

    return decorate
