"""What could not be read, said so that somebody can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Notice", "at_most"]

MOST = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """One entry that is not shown, and why. ``line`` counts from 1 where the entry stands in a table."""

    code: str
    message: str
    line: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """The notice as JSON values."""
        return {"code": self.code, "message": self.message, "line": self.line, "column": None}


def at_most(notices: list[Notice]) -> list[Notice]:
    """The first notices, and how many more there are: a thousand equal complaints help nobody."""
    if len(notices) <= MOST:
        return notices
    left = len(notices) - MOST
    return [*notices[:MOST], Notice(notices[0].code, f"{left} more entries cannot be read for reasons like these.")]
