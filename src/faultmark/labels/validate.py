"""What keeps an annotation from being submitted, said at the region and the field that lack it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from faultmark.labels.region import FieldValue, LabelDocument, Region
from faultmark.labels.schema import Control, LabelSchema
from faultmark.labels.visibility import region_control_applies, task_control_applies
from faultmark.series.axis import TimeAxis
from faultmark.series.time_text import TimeText

__all__ = ["Problem", "problems_of", "problems_of_places"]

_SHOWN_OPTIONS = 12


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. ``region`` and ``control`` are None where it is not about one."""

    code: str
    message: str
    remedy: str
    region: str | None = None
    control: str | None = None


def problems_of_places(
    document: LabelDocument, axis: TimeAxis | None, times: TimeText | None = None
) -> Iterator[Problem]:
    """Boundaries that cannot be: even a draft may not hold them.

    Parameters
    ----------
    document:
        What is to be saved.
    axis:
        The series' time axis, where it has been read.
    times:
        How messages write times; without one they give no time.
    """
    off = _off_sample(document, axis)
    seen: set[str] = set()
    for index, region in enumerate(document.regions):
        where = _where(region, index, None, times)
        if region.id in seen:
            yield Problem(
                "label.region.duplicate",
                f"{where} has the id {region.id}, as another has.",
                "Give it another.",
                region.id,
            )
        seen.add(region.id)
        if region.start > region.end:
            yield Problem("label.region.reversed", f"{where} ends before it starts.", "Swap its edges.", region.id)
        elif region.instant and region.start != region.end:
            yield Problem(
                "label.region.instant",
                f"{where} is an instant, but its end is not its start.",
                "Make both the same, or make it a range.",
                region.id,
            )
        elif off[index]:
            yield Problem(
                "label.region.off_sample",
                f"{where} has a boundary that lies on no sample.",
                "Move it to a sample.",
                region.id,
            )


def _off_sample(document: LabelDocument, axis: TimeAxis | None) -> list[bool]:
    if axis is None or not axis.size or not document.regions:
        return [False] * len(document.regions)
    ticks = np.array([[region.start, region.end] for region in document.regions], dtype=np.int64)
    is_off: list[bool] = (
        (axis.ticks_at(axis.nearest(ticks.ravel())) != ticks.ravel()).reshape(-1, 2).any(axis=1).tolist()
    )
    return is_off


def problems_of(
    document: LabelDocument, schema: LabelSchema, axis: TimeAxis | None, times: TimeText | None = None
) -> list[Problem]:
    """Everything that keeps this from being submitted, in the order of the regions and of the config.

    Parameters
    ----------
    document:
        What is to be submitted.
    schema:
        The config's schema.
    axis:
        The series' time axis, where it has been read.
    times:
        How messages write times; without one they give no time.
    """
    found = list(problems_of_places(document, axis, times))
    for index, region in enumerate(document.regions):
        where = _where(region, index, schema, times)
        labels = schema.label_controls
        if labels and all(_is_missing(region.values.get(control.name)) for control in labels):
            found.append(
                Problem(
                    "label.region.unnamed",
                    f"{where} has no {labels[0].title}.",
                    f"Choose {_options_of(labels[0])}.",
                    region.id,
                    labels[0].name,
                )
            )
        for control in schema.controls:
            if control.per_region and region_control_applies(control, region, document, schema):
                found += _of_control(control, region.values.get(control.name), where, region.id)
    for control in schema.controls:
        if not control.per_region and task_control_applies(control, document, schema):
            found += _of_control(control, document.values.get(control.name), "The task", None)
    return found


def _where(region: Region, index: int, schema: LabelSchema | None, times: TimeText | None) -> str:
    """A region as people see it: its number, its label and where it starts."""
    labels = schema.label_controls if schema is not None else ()
    said = [name for control in labels for name in region.values.get(control.name) or () if isinstance(name, str)]
    parts = [*said[:1], *([f"at {times.format(region.start)}"] if times is not None else [])]
    return f"Region {index + 1} ({' '.join(parts)})" if parts else f"Region {index + 1}"


def _is_missing(value: FieldValue) -> bool:
    if isinstance(value, list):
        return not any(part.strip() if isinstance(part, str) else part for part in value)
    return value is None or value == ""


def _options_of(control: Control) -> str:
    names = [option.alias or option.value for option in control.options]
    if not names:
        return "one"
    return f"one of {', '.join(names[:_SHOWN_OPTIONS])}{' …' if len(names) > _SHOWN_OPTIONS else ''}"


def _of_control(control: Control, said: FieldValue, where: str, region: str | None) -> Iterator[Problem]:
    if _is_missing(said):
        if control.required and control.type != "labels":
            text = control.required_message or f"{where} needs {control.title}."
            yield Problem("label.field.required", text, _how_to_fill(control), region, control.name)
        return

    def wrong(message: str, remedy: str) -> Problem:
        return Problem("label.field.invalid", f"{where}, {control.title}: {message}", remedy, region, control.name)

    if control.type in {"labels", "choices"}:
        yield from _of_names(control, said, wrong)
    elif control.type in {"rating", "number"}:
        yield from _of_number(control, said, wrong)
    elif not isinstance(said, list) or not all(isinstance(line, str) for line in said):
        yield wrong("the text is not a list of lines.", "Send a list of texts.")
    elif control.max_submissions is not None and len(said) > control.max_submissions:
        yield wrong(f"it may hold {control.max_submissions} entries, not {len(said)}.", "Remove what is too many.")


def _how_to_fill(control: Control) -> str:
    if control.type == "choices":
        return f"Choose {_options_of(control)}."
    if control.type == "rating":
        return f"Rate it from 1 to {control.max or 5:g}."
    return "Enter a number." if control.type == "number" else "Write a text."


def _of_names(control: Control, said: FieldValue, wrong: Callable[[str, str], Problem]) -> Iterator[Problem]:
    if not isinstance(said, list):
        yield wrong(f"{said!r} is not a list.", "Send a list of names.")
        return
    known = {(*option.parents, option.value) for option in control.options}
    for part in said:
        path = tuple(part) if control.nested and isinstance(part, list) else (part,)
        # Without options the values come from the task, and anything goes.
        if known and path not in known:
            yield wrong(f"there is no {' / '.join(map(str, path))!r}.", f"Choose {_options_of(control)}.")
    if control.mode != "multiple" and len(said) > 1:
        yield wrong("only one may be chosen.", "Take the others back.")


def _of_number(control: Control, said: FieldValue, wrong: Callable[[str, str], Problem]) -> Iterator[Problem]:
    low = 1.0 if control.type == "rating" else control.min
    if isinstance(said, bool) or not isinstance(said, int | float) or not math.isfinite(said):
        yield wrong(f"{said!r} is not a number.", "Enter a number.")
    elif low is not None and said < low:
        yield wrong(f"{said:g} is below {low:g}.", f"Enter {low:g} or more.")
    elif control.max is not None and said > control.max:
        yield wrong(f"{said:g} is above {control.max:g}.", f"Enter {control.max:g} or less.")
    elif control.type == "rating" and said != int(said):
        yield wrong(f"{said:g} is not a whole number.", "Enter a whole number.")
    elif control.step:
        steps = (said - (control.min or 0.0)) / control.step
        # Steps such as 0.1 have no exact double; what rounding leaves is no fault of the user.
        if abs(steps - round(steps)) > 1e-6 * max(1.0, abs(steps)):
            below = (control.min or 0.0) + np.floor(steps) * control.step
            yield wrong(
                f"{said:g} is not on a step of {control.step:g}.", f"Enter {below:g} or {below + control.step:g}."
            )
