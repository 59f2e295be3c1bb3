"""Labeled telemetry in folders: sets with a label column for each channel, and sets with instants in a JSON file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

Interval = tuple[int, int]

NEAR = 6
"""Labeled runs no more samples apart than this are one event of the technician's."""


@dataclass
class LabeledSeries:
    """One file: ticks, channels, and the true events of each channel as samples ``first <= i < stop``."""

    ticks: np.ndarray
    channels: dict[str, np.ndarray]
    events: dict[str, list[Interval]] = field(default_factory=dict)


def _time(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 10**9


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def runs_of(mask: np.ndarray) -> list[Interval]:
    """Stretches in which a mask is true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def joined(events: list[Interval], near: int = NEAR) -> list[Interval]:
    """Events with those that lie close together made one."""
    result: list[Interval] = []
    for first, stop in events:
        if result and first - result[-1][1] <= near:
            result[-1] = (result[-1][0], stop)
        else:
            result.append((first, stop))
    return result


def quality_labels(folder: Path) -> Iterator[LabeledSeries]:
    """Every CSV with columns ``x`` and ``x_qual``, where anything but NULL in the latter is a technician's label."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        sensors = [name for name in rows[0] if f"{name}_qual" in rows[0]]
        time = next(iter(rows[0]))
        series = LabeledSeries(
            np.array([_time(row[time]) for row in rows], dtype=np.int64),
            {name: np.array([_number(row[name]) for row in rows]) for name in sensors},
        )
        for name in sensors:
            marked = np.array([row[f"{name}_qual"] not in ("NULL", "") for row in rows])
            series.events[name] = runs_of(marked)
        yield series


def instants(folder: Path) -> Iterator[tuple[LabeledSeries, list[int]]]:
    """Every CSV that ``labels.json`` names, its widened windows as events, and the samples of the true instants."""
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    for name, said in sorted(labels.items()):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        ticks = np.array([_time(row[0]) for row in rows], dtype=np.int64)
        # Where clocks were put back, rows go back in time.
        order = np.argsort(ticks, kind="stable")
        ticks = ticks[order]
        series = LabeledSeries(ticks, {"value": np.array([_number(row[1]) for row in rows])[order]})
        series.events["value"] = [
            (int(np.searchsorted(ticks, _time(a))), int(np.searchsorted(ticks, _time(b), side="right")))
            for a, b in said["windows"]
        ]
        yield series, [int(np.searchsorted(ticks, _time(text))) for text in said["instants"]]
