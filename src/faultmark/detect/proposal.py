"""What a detector says: a region that a person is to verify."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Proposal"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A region with its class, and why it is proposed.

    Attributes
    ----------
    channels:
        Names of the channels that show it.
    start, end:
        Ticks, both on samples and both inside; equal where ``instant``.
    label:
        Its class, such as ``"spike"``.
    confidence:
        From 0 to 1: how likely a person would mark it.
    severity:
        From 1 (note it) to 5 (stop the machine).
    why:
        One sentence, such as ``"level +3.2 σ above the rest on pressure"``.
    detector:
        Who proposes it; filled in by the base class.
    """

    channels: tuple[str, ...]
    start: int
    end: int
    label: str
    confidence: float
    severity: int
    why: str
    instant: bool = False
    detector: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The proposal as JSON values; ticks are strings, which JavaScript can carry."""
        return {**asdict(self), "channels": list(self.channels), "start": str(self.start), "end": str(self.end)}
