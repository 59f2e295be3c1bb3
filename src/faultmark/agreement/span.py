"""The plain input of every metric: what one person (or model) marked, without the platform's words for it."""

from __future__ import annotations

from dataclasses import dataclass

from faultmark.errors import LabelError

__all__ = ["Annotation", "Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """One marked stretch of time.

    Attributes
    ----------
    start, end:
        First and last tick (int64; nanoseconds since the epoch in UTC, or units of a numeric axis), both inclusive.
    instant:
        Marked as a moment; then ``start == end``. A range of a single sample is compared as a moment too, because it
        has no length to overlap with.
    label:
        The class, None where none was given. Two unlabeled spans agree on their class.
    severity:
        A number on the project's scale, None where none was given. Only its order is used.
    channels:
        The channels it speaks of; empty means all of them.
    id:
        The region's identifier, carried through into results.
    note:
        What its author wrote.
    """

    start: int
    end: int
    instant: bool = False
    label: str | None = None
    severity: float | None = None
    channels: frozenset[str] = frozenset()
    id: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start or (self.instant and self.end != self.start):
            raise LabelError(
                "agreement.span.reversed",
                f"Region {self.id!r} starts at {self.start} and ends at {self.end}.",
                expected="start <= end, and start == end for an instant.",
            )

    @property
    def length(self) -> int:
        """Duration in ticks; 0 for a moment."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Annotation:
    """All spans of one author on one task. An empty one says "there is nothing here", which is an opinion."""

    author: str
    spans: tuple[Span, ...] = ()
