"""Which controls apply: Label Studio's ``visibleWhen`` and its companions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from faultmark.labels.region import FieldValue, LabelDocument, Region
from faultmark.labels.schema import Condition, Control, LabelSchema

__all__ = ["names_in", "region_control_applies", "task_control_applies", "without_hidden"]


def names_in(value: FieldValue) -> set[str]:
    """The labels or choices that a value names; of a nested choice the last step of its path."""
    if isinstance(value, str):
        return {value}
    if not isinstance(value, Sequence):
        return set()
    return {part if isinstance(part, str) else part[-1] for part in value if part and isinstance(part, str | list)}


def region_control_applies(control: Control, region: Region, document: LabelDocument, schema: LabelSchema) -> bool:
    """Whether a per-region control applies to a region of a document: whether all its conditions hold."""
    return all(_holds_for_region(one, control, region, document, schema) for one in control.conditions)


def task_control_applies(control: Control, document: LabelDocument, schema: LabelSchema) -> bool:
    """Whether a whole-task control applies to a document: whether all its conditions hold."""
    return all(_holds_for_task(one, control, document, schema) for one in control.conditions)


def without_hidden(document: LabelDocument, schema: LabelSchema) -> LabelDocument:
    """The document without values of controls that do not apply, as Label Studio's editor submits it."""
    controls = {control.name: control for control in schema.controls if control.type != "labels"}

    def kept(region: Region) -> Mapping[str, FieldValue]:
        return {
            name: value
            for name, value in region.values.items()
            if name not in controls or region_control_applies(controls[name], region, document, schema)
        }

    regions = tuple(replace(region, values=kept(region)) for region in document.regions)
    values = {
        name: value
        for name, value in document.values.items()
        if name not in controls or task_control_applies(controls[name], document, schema)
    }
    return replace(document, regions=regions, values=values)


def _holds_for_region(
    condition: Condition, control: Control, region: Region, document: LabelDocument, schema: LabelSchema
) -> bool:
    if condition.visible_when == "no-region-selected":
        return False
    labels = _labels_control(condition, schema)
    if condition.when_label and not _has_label(region, labels, condition.when_label, schema):
        return False
    if condition.visible_when == "region-selected":
        return labels is None or bool(names_in(region.values.get(labels.name)))
    return _choice_condition(condition, control, document, schema, [region])


def _holds_for_task(condition: Condition, control: Control, document: LabelDocument, schema: LabelSchema) -> bool:
    if condition.visible_when == "no-region-selected":
        return True
    if condition.visible_when == "region-selected":
        labels = _labels_control(condition, schema)
        return any(
            _has_label(region, labels, condition.when_label, schema)
            if condition.when_label
            else labels is None or bool(names_in(region.values.get(labels.name)))
            for region in document.regions
        )
    return _choice_condition(condition, control, document, schema, document.regions)


def _labels_control(condition: Condition, schema: LabelSchema) -> Control | None:
    tag = schema.control(condition.when_tag) if condition.when_tag else None
    return tag if tag is not None and tag.type == "labels" else None


def _has_label(region: Region, labels: Control | None, wanted: Sequence[str], schema: LabelSchema) -> bool:
    asked = [labels] if labels is not None else schema.label_controls
    return any(names_in(region.values.get(control.name)) & set(wanted) for control in asked)


def _choice_condition(
    condition: Condition, control: Control, document: LabelDocument, schema: LabelSchema, regions: Sequence[Region]
) -> bool:
    # A choice value alone means the same as choice-selected.
    wanted = condition.visible_when or ("choice-selected" if condition.when_choice else "")
    if wanted not in {"choice-selected", "choice-unselected"}:
        return True
    is_met = any(
        said & set(condition.when_choice) if condition.when_choice else said
        for said in _choices(condition, control, document, schema, regions)
    )
    return is_met == (wanted == "choice-selected")


def _choices(
    condition: Condition, control: Control, document: LabelDocument, schema: LabelSchema, regions: Sequence[Region]
) -> Iterator[set[str]]:
    """What is chosen in the controls that the condition asks: of a per-region one, in these regions."""
    for other in schema.controls:
        if other.type != "choices" or other.name == control.name or other.name != (condition.when_tag or other.name):
            continue
        if other.per_region:
            yield from (names_in(region.values.get(other.name)) for region in regions)
        else:
            yield names_in(document.values.get(other.name))
