"""Which controls apply: Label Studio's ``visibleWhen`` and its companions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from faultmark.labels.region import FieldValue
from faultmark.labels.schema import Control

__all__ = ["names_in", "region_control_applies", "task_control_applies"]


def names_in(value: FieldValue) -> set[str]:
    """The labels or choices that a value names; nested choices by each step of their path."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, Iterable):
        return {name for part in value for name in names_in(part)}
    return set()


def _matches(control: Control, values: Mapping[str, FieldValue], wanted: tuple[str, ...]) -> bool:
    if control.when_tag is not None:
        said = names_in(values.get(control.when_tag))
    else:
        said = {name for value in values.values() for name in names_in(value)}
    return bool(said & set(wanted)) if wanted else bool(said)


def region_control_applies(control: Control, values: Mapping[str, FieldValue]) -> bool:
    """Whether a per-region control applies to a region that holds ``values``."""
    if control.when_label and not _matches(control, values, control.when_label):
        return False
    if control.visible_when in {"choice-selected", "choice-unselected"}:
        said = _matches(control, values, control.when_choice)
        return said if control.visible_when == "choice-selected" else not said
    return True


def task_control_applies(control: Control, values: Mapping[str, FieldValue], *, has_regions: bool) -> bool:
    """Whether a whole-task control applies, given the task-level ``values``."""
    if control.visible_when in {"region-selected", "no-region-selected"}:
        return has_regions or control.visible_when == "no-region-selected"
    return region_control_applies(control, values)
