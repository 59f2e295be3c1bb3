"""Use case: what the annotators of a task say together, as a draft that a reviewer settles."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultmark.actions.opinions import Compared, Fields, Opinion, annotations_of, fields_of, label_of
from faultmark.agreement import (
    Consensus,
    ConsensusOptions,
    ConsensusRegion,
    DawidSkene,
    Disagreement,
    consensus,
)
from faultmark.labels.region import FieldValue, LabelDocument, Region
from faultmark.labels.schema import Control, LabelSchema
from faultmark.series.axis import TimeAxis

__all__ = ["Draft", "DraftRegion", "draft_consensus"]


@dataclass(frozen=True, slots=True)
class DraftRegion:
    """A region of the draft, or one that was left out of it, and what it stands on.

    ``state`` is ``"settled"``, ``"open"`` (exactly half speaks for it) or ``"dropped"``. ``members`` are (author,
    region id), ``notes`` (author, text).
    """

    region: Region
    state: str
    support: float
    classes: tuple[tuple[str | None, float], ...]
    members: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """The consensus of a task as labels.

    Attributes
    ----------
    document:
        Settled and open regions, as an annotation would hold them.
    regions:
        All events, those that were dropped too, by start.
    disagreements:
        What a reviewer has to look at, by start.
    needs_person:
        Whether a person must decide, because two annotators have no majority.
    """

    document: LabelDocument
    regions: tuple[DraftRegion, ...]
    disagreements: tuple[Disagreement, ...]
    needs_person: bool


def draft_consensus(
    opinions: Sequence[Opinion],
    schema: LabelSchema,
    axis: TimeAxis | None = None,
    options: ConsensusOptions | None = None,
    history: DawidSkene | None = None,
    *,
    compared: Compared | None = None,
    points: bool = True,
) -> Draft:
    """Unite the opinions of a task. The same opinions and parameters always give the same draft, ids included.

    Parameters
    ----------
    opinions:
        One of each author.
    schema:
        The config's schema, which says what class and severity are.
    axis:
        The series' time axis; united boundaries lie on its samples.
    options, history:
        See :func:`faultmark.agreement.consensus`.
    compared:
        The opinions compared by the same parameters, where that was done already.
    points:
        False for a draft without ``disagreements``.
    """
    if not opinions:
        return Draft(LabelDocument(), (), (), needs_person=True)
    fields = fields_of(schema) if compared is None else compared.fields
    annotations = annotations_of(opinions, fields) if compared is None else compared.annotations
    clusters = None if compared is None else compared.clusters

    def snap(ticks: NDArray[np.int64]) -> NDArray[np.int64]:
        assert axis is not None
        return axis.ticks_at(axis.nearest(ticks))

    united = consensus(annotations, options, history, snap if axis is not None else None, clusters, points=points)
    marked = {(o.author, region.id): region for o in opinions for region in o.document.regions}
    rows = sorted(_rows(united, marked, fields), key=lambda row: (row.region.start, row.region.end, row.region.id))
    kept = tuple(row.region for row in rows if row.state != "dropped")
    return Draft(
        document=LabelDocument(regions=kept, values=_values_of_task(opinions)),
        regions=tuple(rows),
        disagreements=united.disagreements,
        needs_person=united.draft,
    )


def _rows(united: Consensus, marked: Mapping[tuple[str, str], Region], fields: Fields) -> list[DraftRegion]:
    return [
        DraftRegion(
            region=_region(event, marked, fields),
            state=state,
            support=event.support,
            classes=event.classes,
            members=event.members,
            notes=tuple((note.author, note.text) for note in event.notes),
        )
        for state, events in (("settled", united.settled), ("open", united.open), ("dropped", united.dropped))
        for event in events
    ]


def _region(event: ConsensusRegion, marked: Mapping[tuple[str, str], Region], fields: Fields) -> Region:
    members = [marked[member] for member in event.members]
    span = event.span
    # Who gave the class that won stands for what goes with the class.
    like = next((m for m in members if label_of(m, fields) == span.label), members[0])
    values: dict[str, FieldValue] = {c.name: like.values[c.name] for c in fields.labels if c.name in like.values}
    if fields.severity is not None and span.severity is not None:
        values[fields.severity.name] = _grade(fields.severity, span.severity)
    for control in fields.others:
        said = _most_said(control, members)
        if said is not None:
            values[control.name] = said
    for control in fields.notes:
        lines = [
            f"{author}: {line}"
            for (author, _id), member in zip(event.members, members, strict=True)
            for line in _lines(member.values.get(control.name))
        ]
        if lines:
            values[control.name] = lines
    return Region(
        id=_id_of(event.members),
        start=span.start,
        end=span.end,
        instant=span.instant,
        values=values,
        channels=tuple(sorted(span.channels)),
    )


def _grade(control: Control, severity: float) -> FieldValue:
    if control.type == "choices":
        return [control.options[round(severity) - 1].value]
    return int(severity) if float(severity).is_integer() else severity


def _lines(said: FieldValue) -> list[str]:
    return [said] if isinstance(said, str) else [str(line) for line in said or ()]


def _most_said(control: Control, members: Sequence[Region]) -> FieldValue | None:
    """The value most members give, of equally many the one of the first; None where none does."""
    said = [member.values[control.name] for member in members if control.name in member.values]
    counted = Counter(repr(value) for value in said)
    return max(said, key=lambda value: counted[repr(value)]) if said else None


def _values_of_task(opinions: Sequence[Opinion]) -> dict[str, Any]:
    """What is said of the whole task, by majority; of equally many the first author's."""
    ordered = sorted(opinions, key=lambda opinion: opinion.author)
    names = dict.fromkeys(name for opinion in ordered for name in opinion.document.values)
    values: dict[str, Any] = {}
    for name in names:
        said = [opinion.document.values[name] for opinion in ordered if name in opinion.document.values]
        counted = Counter(repr(value) for value in said)
        values[name] = max(said, key=lambda value: counted[repr(value)])
    return values


def _id_of(members: Sequence[tuple[str, str]]) -> str:
    """An id of Label Studio's form that the members alone decide."""
    digest = hashlib.blake2s(repr(sorted(members)).encode(), digest_size=8).digest()
    return base64.urlsafe_b64encode(digest).decode()[:10]
