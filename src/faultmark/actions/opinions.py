"""What annotators said of a task, as the metrics take it: spans with a class, a severity and a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from faultmark.agreement import Annotation, Cluster, Span
from faultmark.labels.region import LabelDocument, Region
from faultmark.labels.schema import Control, LabelSchema

__all__ = [
    "Compared",
    "Fields",
    "Opinion",
    "annotations_of",
    "fields_of",
    "label_of",
    "note_of",
    "severity_of",
    "span_of",
    "spans_of",
    "stretch_of",
]

_GRAVE = ("sever", "schwere", "gravit", "critic", "priorit")
_SURE = ("confid", "certain", "sure")


@dataclass(frozen=True, slots=True)
class Opinion:
    """One annotation: who made it, and what it says. ``author`` is any name that tells authors apart."""

    author: str
    document: LabelDocument


@dataclass(frozen=True, slots=True)
class Fields:
    """Which of a schema's controls carry what is compared.

    Attributes
    ----------
    labels:
        Name the class of a region.
    severity:
        Says how grave a region is; None where the config has no such control.
    notes:
        Free text of a region.
    others:
        Everything else that is said of a region.
    """

    labels: tuple[Control, ...]
    severity: Control | None
    notes: tuple[Control, ...]
    others: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing the opinions on a task found, for those who go on from there.

    Attributes
    ----------
    fields:
        Of the config's schema.
    annotations:
        The opinions, in order of their authors.
    clusters:
        The regions of one event each, by their places in ``annotations``.
    """

    fields: Fields
    annotations: Sequence[Annotation]
    clusters: Sequence[Cluster]


def fields_of(schema: LabelSchema) -> Fields:
    """Find them: severity is the control named so, else the only rating or number that is no confidence."""
    per_region = [control for control in schema.controls if control.per_region and control.type != "labels"]
    graded = [c for c in per_region if c.type in ("rating", "number") or (c.type == "choices" and not c.nested)]
    named = [control for control in graded if _speaks_of(control, _GRAVE)]
    numbers = [c for c in graded if c.type in ("rating", "number") and not _speaks_of(c, _SURE)]
    severity = named[0] if named else numbers[0] if len(numbers) == 1 else None
    notes = tuple(control for control in per_region if control.type == "text")
    others = tuple(c for c in per_region if c is not severity and c.type != "text")
    return Fields(schema.label_controls, severity, notes, others)


def _speaks_of(control: Control, words: Sequence[str]) -> bool:
    name = f"{control.name} {control.title}".casefold()
    return any(word in name for word in words)


def _names(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    # What comes out of JSON is a list, and asking an abstract class costs ten times as much.
    if type(value) is list:
        return [str(name) for name in value]
    return [str(name) for name in value] if isinstance(value, Sequence) else []


def _severity(control: Control | None, values: Mapping[str, object]) -> float | None:
    """The grade on the control's scale; of choices the place in the config, from 1."""
    said = None if control is None else values.get(control.name)
    if control is None or said in (None, "", []):
        return None
    if control.type == "choices":
        order = [option.value for option in control.options]
        places = [order.index(name) + 1 for name in _names(said) if name in order]
        return float(max(places)) if places else None
    return float(said) if isinstance(said, int | float) else None


def label_of(region: Region, fields: Fields) -> str | None:
    """The class of a region. Several labels at once make one class, whatever their order."""
    names = [name for control in fields.labels for name in _names(region.values.get(control.name))]
    if len(names) == 1:
        return names[0] or None
    return " + ".join(sorted(names)) or None


def severity_of(region: Region, fields: Fields) -> float | None:
    """How grave a region is."""
    return _severity(fields.severity, region.values)


def note_of(region: Region, fields: Fields) -> str:
    """What its author wrote of a region, line by line."""
    return "\n".join(line for control in fields.notes for line in _names(region.values.get(control.name)) if line)


def stretch_of(region: Region) -> tuple[int, int]:
    """First and last tick of a region."""
    # A region drawn backwards elsewhere is the same stretch of time.
    start, end = (region.start, region.end) if region.start <= region.end else (region.end, region.start)
    return start, start if region.instant else end


def span_of(region: Region, fields: Fields) -> Span:
    """One region."""
    start, end = stretch_of(region)
    return Span(
        start=start,
        end=end,
        instant=region.instant,
        label=label_of(region, fields),
        severity=severity_of(region, fields),
        channels=frozenset(region.channels),
        id=region.id,
        note=note_of(region, fields),
    )


def spans_of(opinion: Opinion, fields: Fields) -> Annotation:
    """All regions of an annotation, in order of ``(start, end, id)``."""
    spans = [span_of(region, fields) for region in opinion.document.regions]
    return Annotation(opinion.author, tuple(sorted(spans, key=lambda s: (s.start, s.end, s.id))))


def annotations_of(opinions: Sequence[Opinion], fields: Fields) -> list[Annotation]:
    """All opinions on a task, in order of their authors."""
    return sorted((spans_of(opinion, fields) for opinion in opinions), key=lambda annotation: annotation.author)
