"""What people disagree on in one event, said so that a reviewer can act on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from faultmark.agreement.scoring import Reason
from faultmark.agreement.span import Span

__all__ = ["Disagreement", "find_disagreements"]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One point of disagreement.

    Attributes
    ----------
    reason:
        ``"missed"``, ``"class"``, ``"boundaries"`` or ``"severity"``.
    start, end:
        From the earliest start to the latest end anyone marked, in ticks.
    spans:
        Who marked the event, and the id of their region.
    missing:
        Who did not mark it; only where the reason is ``"missed"``.
    values:
        What each author says: the class, the severity or the boundaries, as text.
    score:
        Where the reason is ``"boundaries"``, the lowest IoU between two of them.
    """

    reason: Reason
    start: int
    end: int
    spans: tuple[tuple[str, str], ...]
    missing: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    score: float | None = None


def find_disagreements(
    event: Mapping[str, Span],
    authors: Sequence[str],
    boundary_iou: float = 0.75,
    severity_step: float = 1.0,
    tolerance: int = 0,
) -> list[Disagreement]:
    """Points on which the annotators of one event disagree, in the order a reviewer settles them.

    Parameters
    ----------
    event:
        Each author's region of this event.
    authors:
        Everyone who annotated the task.
    boundary_iou:
        Two regions whose IoU is below this disagree on boundaries.
    severity_step:
        Two severities that differ by this or more disagree.
    tolerance:
        Ticks within which moments agree.
    """
    start, end = min(s.start for s in event.values()), max(s.end for s in event.values())
    spans = tuple((author, span.id) for author, span in event.items())
    found: list[Disagreement] = []

    def add(reason: Reason, values: Mapping[str, str], score: float | None = None) -> None:
        found.append(Disagreement(reason, start, end, spans, values=tuple(values.items()), score=score))

    missing = tuple(author for author in authors if author not in event)
    if missing:
        found.append(Disagreement("missed", start, end, spans, missing=missing))
    if len({span.label for span in event.values()}) > 1:
        add("class", {author: span.label or "" for author, span in event.items()})
    lowest = min((_iou(a, b, tolerance) for a, b in combinations(event.values(), 2)), default=1.0)
    if lowest < boundary_iou:
        add("boundaries", {author: f"{span.start}..{span.end}" for author, span in event.items()}, lowest)
    grades = {author: span.severity for author, span in event.items() if span.severity is not None}
    if grades and max(grades.values()) - min(grades.values()) >= severity_step:
        add("severity", {author: f"{grade:g}" for author, grade in grades.items()})
    return found


def _iou(a: Span, b: Span, tolerance: int) -> float:
    if not a.length or not b.length:
        return float(max(abs(a.start - b.start), abs(a.end - b.end)) <= tolerance)
    common = min(a.end, b.end) - max(a.start, b.start)
    return max(common, 0) / (max(a.end, b.end) - min(a.start, b.start))
