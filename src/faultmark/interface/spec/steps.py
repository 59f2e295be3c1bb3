"""Named steps of a scale: Label Studio has no place for them, so they stand behind the title, where people read."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["join_steps", "split_steps"]

_STEPS = re.compile(r"^(.*?) ?\((-?\d+ [^(),]+(?:, -?\d+ [^(),]+)+)\)$", re.DOTALL)


def join_steps(title: str, steps: Iterable[str], first: int) -> str:
    """Write a title with its steps: ``Severity (1 minor, 2 severe)``."""
    return f"{title} (" + ", ".join(f"{first + index} {step}" for index, step in enumerate(steps)) + ")"


def split_steps(text: str) -> tuple[str, list[str]] | None:
    """Take a title apart that :func:`join_steps` wrote; None for any other."""
    found = _STEPS.match(text)
    if found is None:
        return None
    numbered = [part.split(" ", 1) for part in found[2].split(", ")]
    first = int(numbered[0][0])
    if [number for number, _ in numbered] != [str(first + index) for index in range(len(numbered))]:
        return None
    return found[1], [name for _, name in numbered]
