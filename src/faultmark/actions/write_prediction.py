"""Proposals as a Label Studio prediction: its result items, in the words of a project's labeling config."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from faultmark.detect import Proposal
from faultmark.errors import ConfigError
from faultmark.labels.ls_json import write_result
from faultmark.labels.region import LabelDocument, Region, new_region_id
from faultmark.labels.schema import Control, LabelSchema
from faultmark.series.axis import TimeAxis
from faultmark.series.time_text import TimeText

__all__ = ["Prediction", "write_prediction"]

_WORDS = (
    ("spike", "peak", "outlier", "point anomaly", "impulse", "glitch"),
    ("drop", "dip", "collapse", "sag"),
    ("dropout", "missing", "missing data", "gap", "no data", "signal lost", "data loss"),
    ("flatline", "stuck", "frozen", "constant", "stuck value"),
    ("level shift", "level", "shift", "step", "offset", "mean shift", "bias"),
    ("drift", "trend", "ramp", "degradation", "wear"),
    ("variance change", "variance", "noise", "noisy", "volatility"),
    ("oscillation", "hunting", "vibration", "periodic", "swing"),
    ("limit", "threshold", "alarm", "out of range", "range", "limit violation"),
    ("unusual pattern", "pattern", "unusual", "contextual"),
)
_GENERAL = ("anomaly", "anomalous", "abnormal", "fault", "event", "outlier", "other", "unknown", "defect", "issue")
_SEVERITY = ("severity", "criticality", "priority", "schweregrad")


@dataclass(frozen=True, slots=True)
class Prediction:
    """Result items, the mean confidence, and the classes for which the config has no word."""

    items: list[dict[str, Any]]
    score: float
    unnamed: tuple[str, ...]


def write_prediction(proposals: Sequence[Proposal], schema: LabelSchema, times: TimeText, axis: TimeAxis) -> Prediction:
    """Write proposals as result items, each with its score, its channels and, as the region's note, why.

    A class is named by the label of the same name, else by one of its usual names, else by a general one such as
    "anomaly"; where the config has only one label, by that. What has no word is left out and listed. A rating control
    of regions that is called severity is filled in.

    Raises
    ------
    ConfigError
        ``config.labels.missing`` when the config has no TimeSeriesLabels.
    """
    if not schema.label_controls:
        raise ConfigError(
            "config.labels.missing",
            "The labeling config has no TimeSeriesLabels, so a region cannot be named.",
            expected="a TimeSeriesLabels with at least one Label.",
        )
    control = schema.label_controls[0]
    severity = _severity_control(schema)
    regions: list[Region] = []
    reasons: dict[str, str] = {}
    unnamed: dict[str, None] = {}
    for proposal in proposals:
        label = _label(proposal.label, control)
        if label is None:
            unnamed.setdefault(proposal.label)
            continue
        values: dict[str, Any] = {control.name: [label]}
        if severity is not None:
            values[severity.name] = max(1, round(proposal.severity * (severity.max or 5) / 5))
        region = Region(
            id=new_region_id(),
            start=proposal.start,
            end=proposal.end,
            instant=proposal.instant,
            values=values,
            origin="prediction",
            score=round(proposal.confidence, 4),
            channels=proposal.channels,
        )
        regions.append(region)
        reasons[region.id] = proposal.why
    items = write_result(LabelDocument(tuple(regions)), schema, times, axis)
    for item in items:
        why = reasons.pop(str(item.get("id")), None)
        if why is not None:
            # Label Studio's own place for a note on a region.
            item["meta"] = {**item.get("meta", {}), "text": [why]}
    scores = [region.score or 0.0 for region in regions]
    return Prediction(items, round(sum(scores) / len(scores), 4) if scores else 0.0, tuple(unnamed))


def _label(said: str, control: Control) -> str | None:
    known: dict[str, str] = {}
    for option in control.options:
        known.setdefault(_plain(option.value), option.value)
        if option.alias:
            known.setdefault(_plain(option.alias), option.value)
    group = next((words for words in _WORDS if said in words), (said,))
    for word in (said, *group, *_GENERAL):
        if _plain(word) in known:
            return known[_plain(word)]
    return control.options[0].value if len(control.options) == 1 else None


def _plain(word: str) -> str:
    return " ".join(word.lower().replace("_", " ").replace("-", " ").split())


def _severity_control(schema: LabelSchema) -> Control | None:
    return next(
        (
            control
            for control in schema.controls
            if control.type == "rating" and control.per_region and _plain(control.name) in _SEVERITY
        ),
        None,
    )
