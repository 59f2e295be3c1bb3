"""Use case: all that was said of a task, as one record: settled, by each annotator, and by models.

A record is plain JSON values, the same from our own database and from any Label Studio. Ticks are strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from faultmark.actions.draft_consensus import draft_consensus
from faultmark.actions.opinions import (
    Compared,
    Fields,
    Opinion,
    fields_of,
    label_of,
    note_of,
    severity_of,
    stretch_of,
)
from faultmark.actions.ports import StoredResult
from faultmark.agreement import ConsensusOptions, DawidSkene
from faultmark.errors import FaultmarkError
from faultmark.labels.ls_json import read_result
from faultmark.labels.region import LabelDocument, Region
from faultmark.labels.schema import LabelSchema
from faultmark.labels.times import ALL_DIGITS, label_times
from faultmark.machine.name import machine_name
from faultmark.series.axis import TimeAxis
from faultmark.series.time_text import TimeText

__all__ = ["LABEL_CHOICES", "RECORD_VERSION", "Labels", "TaskLabels", "consensus_json", "consensus_of", "label_record"]

RECORD_VERSION = 1
Labels = Literal["settled", "annotators", "all"]
LABEL_CHOICES: tuple[Labels, ...] = get_args(Labels)
# What stored items that follow no rule may raise.
_UNREADABLE = (FaultmarkError, AttributeError, KeyError, OverflowError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class TaskLabels:
    """What is known of a task.

    Attributes
    ----------
    task, data:
        Its id and its data as imported.
    series:
        Id of its ingested series; empty where there is none.
    annotations, predictions:
        Everything stored, oldest first; ``predictions`` may be left away.
    settled:
        Id of the annotation that a reviewer settled.
    review:
        State of the review.
    agreement:
        The task's numbers, see :class:`faultmark.actions.score_agreement.Agreement`; None where nobody annotated.
    consensus:
        What its annotators say together, see :func:`consensus_json`; computed where it is not known.
    history:
        What weighs them then, see :func:`faultmark.agreement.consensus`.
    verdicts, outcomes:
        JSON values: what reviewers decided, and what people made of proposals.
    """

    task: int
    data: Mapping[str, Any]
    series: str = ""
    annotations: Sequence[StoredResult] = ()
    predictions: Sequence[StoredResult] = ()
    settled: int | None = None
    review: str = "open"
    agreement: Mapping[str, Any] | None = None
    consensus: Mapping[str, Any] | None = None
    history: DawidSkene | None = None
    verdicts: Sequence[Mapping[str, Any]] = ()
    outcomes: Sequence[Mapping[str, Any]] = ()


@dataclass
class _Reader:
    """Reads a task's stored results; what cannot be read is kept as it is."""

    schema: LabelSchema
    axis: TimeAxis | None
    fields: Fields
    times: TimeText
    text: TimeText | None
    unreadable: list[dict[str, Any]] = field(default_factory=list)

    def document(self, stored: StoredResult) -> LabelDocument:
        try:
            return self._read(stored.items)
        except _UNREADABLE:
            return self._read(list(self._readable(stored)))

    def _read(self, items: Iterable[Mapping[str, Any]]) -> LabelDocument:
        return read_result(items, self.schema, self.times, self.axis, way_back=False)

    def _readable(self, stored: StoredResult) -> Iterable[Mapping[str, Any]]:
        for item in stored.items:
            try:
                self._read([item])
            except _UNREADABLE as error:
                self.unreadable.append({"of": stored.id, "item": item, "why": str(error)})
            else:
                yield item

    def region(self, region: Region, **more: Any) -> dict[str, Any]:
        start, end = stretch_of(region)
        value: dict[str, Any] = {"id": region.id, "start": str(start), "end": str(end)}
        if self.text is not None:
            value |= {"start_time": self.text.format(start), "end_time": self.text.format(end)}
        parent = region.parent
        return {
            **value,
            "instant": region.instant,
            "class": label_of(region, self.fields),
            "severity": severity_of(region, self.fields),
            "note": note_of(region, self.fields),
            "channels": list(region.channels),
            "values": dict(region.values),
            "work_order": region.work_order,
            "origin": region.origin,
            "confidence": parent.score if parent is not None else region.score,
            "parent": None if parent is None else [parent.prediction_id, parent.region_id],
            **more,
        }


def _reader(schema: LabelSchema, axis: TimeAxis | None, fields: Fields | None = None) -> _Reader:
    times = label_times(schema, axis, unread=ALL_DIGITS)
    text = TimeText(None, "time") if times.kind == "time" else None
    return _Reader(schema, axis, fields or fields_of(schema), times, text)


class _Documents:
    """What each annotation says, read when it is asked for, and once."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._read: dict[int, LabelDocument] = {}
        self._told: dict[int, list[dict[str, Any]]] = {}

    def of(self, stored: StoredResult) -> LabelDocument:
        if stored.id not in self._read:
            self._read[stored.id] = self._reader.document(stored)
        return self._read[stored.id]

    def regions(self, stored: StoredResult) -> list[dict[str, Any]]:
        """Its regions as JSON values."""
        if stored.id not in self._told:
            self._told[stored.id] = [self._reader.region(region) for region in self.of(stored).regions]
        return self._told[stored.id]


def label_record(
    said: TaskLabels,
    schema: LabelSchema,
    axis: TimeAxis | None,
    labels: Labels = "all",
    options: ConsensusOptions | None = None,
    *,
    fields: Fields | None = None,
) -> dict[str, Any]:
    """Put together what was said of a task.

    Parameters
    ----------
    said:
        What is known of it.
    schema, axis:
        Of its config and its series. Without a series, boundaries stay as they were written, and ticks of a numeric
        axis are billionths.
    labels:
        ``"settled"``: what counts. ``"annotators"``: also what each annotator said, with agreement, verdicts and
        outcomes of proposals. ``"all"``: also every proposal, and Label Studio's result items.
    options:
        Of the consensus.
    fields:
        Of the schema, for who makes many records with it.

    Returns
    -------
    dict
        As ``docs/reference/label-records.md`` describes.
    """
    reader = _reader(schema, axis, fields)
    documents = _Documents(reader)
    # Of several annotations of one person the last is his opinion; what a reviewer settled is nobody's.
    last = {_author(a): a for a in said.annotations if not a.cancelled and a.id != said.settled}
    record: dict[str, Any] = {
        "task": said.task,
        "machine": machine_name(said.data),
        "data": dict(said.data),
        "series": said.series or None,
        "axis": {"kind": reader.times.kind, "decimals": reader.times.decimals},
        "annotators": sorted(last),
        "agreement": dict(said.agreement) if said.agreement is not None else None,
        "review": said.review,
        "settled": _settled(said, documents, last, reader, options or ConsensusOptions()),
    }
    if labels != "settled":
        record["annotations"] = [_annotation(stored, documents, whole=labels == "all") for stored in said.annotations]
        record["verdicts"] = list(said.verdicts)
        record["outcomes"] = list(said.outcomes)
    if labels == "all":
        record["proposals"] = [
            {
                "prediction": stored.id,
                "model_version": stored.model_version,
                "score": stored.score,
                "regions": [reader.region(region) for region in reader.document(stored).regions],
                "result": list(stored.items),
            }
            for stored in said.predictions
        ]
    record["unreadable"] = reader.unreadable
    return record


def _author(stored: StoredResult) -> str:
    return stored.user_email or (f"user {stored.user_id}" if stored.user_id else f"annotation {stored.id}")


def _person(stored: StoredResult) -> str:
    return f"annotation {stored.id}" if stored.user_id is None else str(stored.user_id)


def _annotation(stored: StoredResult, documents: _Documents, *, whole: bool) -> dict[str, Any]:
    value: dict[str, Any] = {
        "id": stored.id,
        "author": _author(stored),
        "updated_at": stored.updated_at.isoformat(),
        "cancelled": stored.cancelled,
        "skip_reason": stored.skip_reason,
        "ground_truth": stored.ground_truth,
        "lead_time": stored.lead_time,
        "regions": documents.regions(stored),
        "values": dict(documents.of(stored).values),
    }
    return {**value, "result": list(stored.items)} if whole else value


def _settled(
    said: TaskLabels,
    documents: _Documents,
    last: Mapping[str, StoredResult],
    reader: _Reader,
    options: ConsensusOptions,
) -> dict[str, Any] | None:
    """What counts: the ground truth, else what several say together, else what one says."""
    truth = next((a for a in said.annotations if a.id == said.settled), None)
    truth = truth or next((a for a in reversed(said.annotations) if a.ground_truth and not a.cancelled), None)
    if truth is not None:
        document = documents.of(truth)
        opinions = [Opinion(author, documents.of(stored)) for author, stored in last.items()]
        backing = _backing(document.regions, opinions, options)
        regions = [
            {**region, "state": "settled", "annotators": who, "agreement": len(who) / len(last) if last else None}
            for region, who in zip(documents.regions(truth), backing, strict=True)
        ]
        return {"source": "ground_truth", "annotation": truth.id, "by": _author(truth), "regions": regions,
                "values": dict(document.values)}  # fmt: skip
    if len(last) > 1:
        united = said.consensus or consensus_json(
            list(last.values()), reader.schema, reader.axis, options, said.history
        )
        names = {_person(stored): author for author, stored in last.items()}
        regions = [
            {**region, "annotators": sorted(names.get(person, person) for person in region["annotators"])}
            for region in united["regions"]
        ]
        return {"source": "consensus", "annotation": None, "by": None, "weights": united["weights"],
                "regions": regions, "values": united["values"]}  # fmt: skip
    for author, stored in last.items():
        regions = [
            {**region, "state": "settled", "annotators": [author], "agreement": None}
            for region in documents.regions(stored)
        ]
        return {"source": "single", "annotation": None, "by": author, "regions": regions,
                "values": dict(documents.of(stored).values)}  # fmt: skip
    return None


def consensus_json(
    stored: Sequence[StoredResult],
    schema: LabelSchema,
    axis: TimeAxis | None,
    options: ConsensusOptions,
    history: DawidSkene | None = None,
) -> dict[str, Any]:
    """What several annotators say together, read from what is stored; see :func:`consensus_of`."""
    reader = _reader(schema, axis)
    opinions = [Opinion(_person(one), reader.document(one)) for one in stored]
    return consensus_of(opinions, schema, axis, options, history)


def consensus_of(
    opinions: Sequence[Opinion],
    schema: LabelSchema,
    axis: TimeAxis | None,
    options: ConsensusOptions,
    history: DawidSkene | None = None,
    *,
    compared: Compared | None = None,
) -> dict[str, Any]:
    """What several annotators say together: ``weights``, ``regions`` and ``values``; people stand in it by number.

    Parameters
    ----------
    opinions:
        One of each of them.
    schema, axis, options:
        As for :func:`label_record`.
    history, compared:
        See :func:`faultmark.actions.draft_consensus.draft_consensus`.
    """
    reader = _reader(schema, axis, None if compared is None else compared.fields)
    draft = draft_consensus(opinions, schema, axis, options, history, compared=compared, points=False)
    regions = [
        reader.region(
            row.region,
            state=row.state,
            annotators=sorted({person for person, _id in row.members}),
            agreement=row.support,
        )
        for row in draft.regions
        if row.state != "dropped"
    ]
    weights = "equal" if history is None else "dawid-skene"
    return {"weights": weights, "regions": regions, "values": dict(draft.document.values)}


def _backing(regions: Sequence[Region], opinions: Sequence[Opinion], options: ConsensusOptions) -> list[list[str]]:
    """Who marked the same, for each region, whatever the class: an overlap of at least the project's ``min_iou``."""
    backing: list[list[str]] = [[] for _ in regions]
    for opinion in sorted(opinions, key=lambda opinion: opinion.author):
        for position, region in enumerate(regions):
            if any(_same(region, other, options) for other in opinion.document.regions):
                backing[position].append(opinion.author)
    return backing


def _same(one: Region, other: Region, options: ConsensusOptions) -> bool:
    """Whether two regions mean one event: ranges by their overlap, moments by the distance of both ends."""
    start, end = abs(one.start - other.start), abs(one.end - other.end)
    if max(start, end) <= options.tolerance:
        return True
    inside = min(one.end, other.end) - max(one.start, other.start)
    return inside > 0 and inside >= options.min_iou * (max(one.end, other.end) - min(one.start, other.start))
