"""The events table: one row for each region that counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from faultmark.datasets.recipe import Labels
from faultmark.series.time_text import TimeText

__all__ = ["EVENT_SCHEMA", "Event", "TaskEvents", "events_table", "read_task"]

EVENT_SCHEMA = pa.schema(
    [
        pa.field("task", pa.int64()),
        pa.field("region", pa.string()),
        pa.field("series", pa.string()),
        pa.field("machine", pa.string()),
        pa.field("channels", pa.list_(pa.string())),
        pa.field("start", pa.string()),
        pa.field("end", pa.string()),
        pa.field("start_tick", pa.int64()),
        pa.field("end_tick", pa.int64()),
        pa.field("instant", pa.bool_()),
        pa.field("class", pa.string()),
        pa.field("severity", pa.float64()),
        pa.field("note", pa.string()),
        pa.field("annotators", pa.list_(pa.string())),
        pa.field("agreement", pa.float64()),
        pa.field("confidence", pa.float64()),
        pa.field("source", pa.string()),
        pa.field("counts", pa.bool_()),
    ]
)


@dataclass(frozen=True, slots=True)
class Event:
    """A region that counts, or, with ``counts`` false, one whose samples are not labeled.

    ``start`` and ``end`` are ticks of the record's axis, both inside.
    """

    region: str
    start: int
    end: int
    instant: bool
    label: str | None
    severity: float | None
    note: str
    channels: tuple[str, ...]
    annotators: tuple[str, ...]
    agreement: float | None
    confidence: float | None
    counts: bool


@dataclass(frozen=True, slots=True)
class TaskEvents:
    """What a record says to a recipe: the task, and its events by start. Without ``source`` it is not labeled."""

    task: int
    machine: str
    series: str
    kind: str
    decimals: int
    source: str | None
    data: Mapping[str, Any]
    events: tuple[Event, ...]


def read_task(record: Mapping[str, Any], labels: Labels) -> TaskEvents:
    """Take from a record what a recipe asks for."""
    settled = record.get("settled")
    source = settled["source"] if settled and settled["source"] in labels.sources else None
    events = tuple(_event(region, labels) for region in settled["regions"]) if settled and source else ()
    kept = [e for e in events if labels.classes is None or e.label in labels.classes or not e.counts]
    kept.sort(key=lambda e: (e.start, e.end, e.region))
    axis = record["axis"]
    return TaskEvents(
        task=int(record["task"]),
        machine=record.get("machine") or "",
        series=record.get("series") or "",
        kind=axis["kind"],
        decimals=int(axis["decimals"]),
        source=source,
        data=record.get("data") or {},
        events=tuple(kept),
    )


def _event(region: Mapping[str, Any], labels: Labels) -> Event:
    said = region.get("class")
    label = labels.rename.get(said, said) if said is not None else None
    agreement = region.get("agreement")
    doubtful = label in labels.ignore or (agreement is not None and agreement < labels.min_agreement)
    doubtful = doubtful or (region.get("state") == "open" and labels.open == "ignore")
    return Event(
        region=region["id"],
        start=int(region["start"]),
        end=int(region["end"]),
        instant=bool(region["instant"]),
        label=label,
        severity=None if region.get("severity") is None else float(region["severity"]),
        note=region.get("note") or "",
        channels=tuple(region.get("channels") or ()),
        annotators=tuple(region.get("annotators") or ()),
        agreement=agreement,
        confidence=region.get("confidence"),
        counts=not doubtful,
    )


def _text(tick: int, task: TaskEvents) -> str:
    times = TimeText(None, "time" if task.kind == "time" else "number", task.decimals)
    return str(times.format(tick))


def events_table(tasks: Iterable[TaskEvents], rows: int = 10_000) -> Iterator[pa.RecordBatch]:
    """The table in batches of about ``rows``; times as text of the axis and as ticks."""
    gathered: list[dict[str, Any]] = []
    for task in tasks:
        gathered += [_row(task, event) for event in task.events]
        if len(gathered) >= rows:
            yield _batch(gathered)
            gathered = []
    yield _batch(gathered)


def _batch(rows: Sequence[Mapping[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(list(rows), schema=EVENT_SCHEMA)


def _row(task: TaskEvents, event: Event) -> dict[str, Any]:
    return {
        "task": task.task,
        "region": event.region,
        "series": task.series or None,
        "machine": task.machine or None,
        "channels": list(event.channels),
        "start": _text(event.start, task),
        "end": _text(event.end, task),
        "start_tick": event.start,
        "end_tick": event.end,
        "instant": event.instant,
        "class": event.label,
        "severity": event.severity,
        "note": event.note,
        "annotators": list(event.annotators),
        "agreement": event.agreement,
        "confidence": event.confidence,
        "source": task.source,
        "counts": event.counts,
    }
