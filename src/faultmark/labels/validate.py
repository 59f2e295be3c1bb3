"""What keeps an annotation from being submitted, said at the region and the field that lack it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from faultmark.labels.region import FieldValue, LabelDocument, Region
from faultmark.labels.schema import Control, LabelSchema
from faultmark.labels.visibility import region_control_applies, task_control_applies
from faultmark.series.axis import TimeAxis

__all__ = ["Problem", "problems_of", "problems_of_places"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. ``region`` and ``control`` are None where it is not about one."""

    code: str
    message: str
    region: str | None = None
    control: str | None = None


def problems_of_places(document: LabelDocument, axis: TimeAxis | None) -> Iterator[Problem]:
    """Boundaries that cannot be: even a draft may not hold them."""
    seen: set[str] = set()
    for number, region in enumerate(document.regions, start=1):
        where = f"Region {number}"
        if region.id in seen:
            yield Problem("label.region.duplicate", f"{where} has the id {region.id}, as another has.", region.id)
        seen.add(region.id)
        if region.start > region.end:
            yield Problem("label.region.reversed", f"{where} ends before it starts.", region.id)
        elif region.instant and region.start != region.end:
            yield Problem("label.region.instant", f"{where} is an instant, but its end is not its start.", region.id)
        elif axis is not None and axis.size:
            ticks = np.array([region.start, region.end], dtype=np.int64)
            if not np.array_equal(axis.ticks_at(axis.nearest(ticks)), ticks):
                yield Problem("label.region.off_sample", f"{where} has a boundary that lies on no sample.", region.id)


def problems_of(document: LabelDocument, schema: LabelSchema, axis: TimeAxis | None) -> list[Problem]:
    """Everything that keeps this from being submitted, in the order of the regions and of the config.

    Parameters
    ----------
    document:
        What is to be submitted.
    schema:
        The config's schema.
    axis:
        The series' time axis, where it has been read.
    """
    found = list(problems_of_places(document, axis))
    for number, region in enumerate(document.regions, start=1):
        found += _of_region(region, f"Region {number}", schema)
    for control in schema.controls:
        if control.per_region or not task_control_applies(control, document.values, has_regions=bool(document.regions)):
            continue
        said = document.values.get(control.name)
        if control.required and _is_missing(said):
            found.append(_missing(control, "The task", None))
        else:
            found += _of_value(control, said, "The task", None)
    return found


def _is_missing(value: FieldValue) -> bool:
    if isinstance(value, list):
        return not any(part for part in value)
    return value is None or value == ""


def _missing(control: Control, where: str, region: str | None) -> Problem:
    message = control.required_message or f"{where} needs {control.title}."
    return Problem("label.field.required", message, region, control.name)


def _of_region(region: Region, where: str, schema: LabelSchema) -> Iterator[Problem]:
    labels = schema.label_controls
    if labels and all(_is_missing(region.values.get(control.name)) for control in labels):
        yield Problem("label.region.unnamed", f"{where} has no {labels[0].title}.", region.id, labels[0].name)
    for control in schema.controls:
        if not control.per_region or not region_control_applies(control, region.values):
            continue
        said = region.values.get(control.name)
        if control.type != "labels" and control.required and _is_missing(said):
            yield _missing(control, where, region.id)
        else:
            yield from _of_value(control, said, where, region.id)


def _of_value(control: Control, said: FieldValue, where: str, region: str | None) -> Iterator[Problem]:
    if _is_missing(said):
        return

    def wrong(message: str) -> Problem:
        return Problem("label.field.invalid", f"{where}, {control.title}: {message}", region, control.name)

    if control.type in {"labels", "choices"}:
        if not isinstance(said, list):
            yield wrong(f"{said!r} is not a list.")
            return
        known = {option.value for option in control.options}
        for part in said:
            steps = part if isinstance(part, list) else [part]
            unknown = [step for step in steps if step not in known]
            # Without options the values come from the task, and anything goes.
            if known and unknown:
                yield wrong(f"{unknown[0]!r} is not one of {', '.join(sorted(known))}.")
        if control.mode != "multiple" and len(said) > 1:
            yield wrong("only one may be chosen.")
    elif control.type in {"rating", "number"}:
        if isinstance(said, bool) or not isinstance(said, int | float):
            yield wrong(f"{said!r} is not a number.")
        elif control.min is not None and said < control.min:
            yield wrong(f"{said} is below {control.min:g}.")
        elif control.max is not None and said > control.max:
            yield wrong(f"{said} is above {control.max:g}.")
    elif not isinstance(said, list) or not all(isinstance(line, str) for line in said):
        yield wrong("the text is not a list of lines.")
    elif control.max_submissions is not None and len(said) > control.max_submissions:
        yield wrong(f"it may hold {control.max_submissions} entries, not {len(said)}.")
