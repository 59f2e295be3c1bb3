"""Simulated annotators with known faults, marking events whose truth is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from faultmark.agreement import Annotation, Span

LABELS = ("drift", "drop", "level shift", "oscillation", "spike")
SAMPLES = 20_000


@dataclass(frozen=True)
class Habits:
    """How one annotator errs: shares of events missed, false events a true one, misnamed; boundary error a length."""

    missed: float
    invented: float
    misnamed: float
    boundary: float


CAREFUL = Habits(missed=0.12, invented=0.08, misnamed=0.05, boundary=0.06)
POOR = Habits(missed=0.45, invented=0.8, misnamed=0.4, boundary=0.3)


def truth(rng: np.random.Generator, events: int) -> list[Span]:
    """Events apart from one another, 60 to 600 samples long."""
    slots = np.sort(rng.choice(SAMPLES // 700, events, replace=False)) * 700
    lengths = rng.integers(60, 600, events)
    return [
        Span(int(s), int(s + n), label=str(rng.choice(LABELS)), severity=float(rng.integers(1, 6)), id=f"t{i}")
        for i, (s, n) in enumerate(zip(slots, lengths, strict=True))
    ]


def mark(rng: np.random.Generator, author: str, events: list[Span], habits: Habits) -> Annotation:
    """Mark ``events`` as ``author`` would."""
    spans = []
    for event in events:
        if rng.random() < habits.missed:
            continue
        a, b = rng.normal(0, habits.boundary * event.length, 2)
        start = max(0, round(event.start + a))
        end = max(start + 1, round(event.end + b))
        label = str(rng.choice(LABELS)) if rng.random() < habits.misnamed else event.label
        grade = float(np.clip((event.severity or 1) + rng.integers(-1, 2), 1, 5))
        spans.append(Span(start, end, label=label, severity=grade, id=f"{author}-{event.id}"))
    for k in range(rng.poisson(habits.invented * len(events))):
        start, n = int(rng.integers(0, SAMPLES - 600)), int(rng.integers(60, 600))
        spans.append(Span(start, start + n, label=str(rng.choice(LABELS)), severity=3.0, id=f"{author}-x{k}"))
    return Annotation(author, tuple(spans))


def task(rng: np.random.Generator, people: int, events: int = 12) -> tuple[list[Span], list[Annotation]]:
    """Truth and annotations of one task; the last annotator is the poor one."""
    real = truth(rng, events)
    habits = [CAREFUL] * (people - 1) + [POOR]
    return real, [mark(rng, f"annotator {k}", real, h) for k, h in enumerate(habits)]
