/** Which controls apply: Label Studio's `visibleWhen` and its companions, by the same rules as on the server. */
import type { Condition, Control, ControlValue, Schema, Values } from "../net/types";
import type { LabelDoc } from "./region";

interface Valued {
  readonly values: Values;
}

/** What a value names; of a nested choice the last step of its path. */
function said(value: ControlValue | null | undefined): ReadonlySet<string> {
  if (!Array.isArray(value)) return new Set();
  const last = value.map((part) => (Array.isArray(part) ? (part.at(-1) as unknown) : part));
  return new Set(last.filter((part) => typeof part === "string"));
}

function labelsControl(condition: Condition, schema: Schema): Control | null {
  const tag = schema.controls.find((other) => other.name === condition.when_tag);
  return tag?.type === "labels" ? tag : null;
}

function hasLabel(region: Valued, condition: Condition, schema: Schema): boolean {
  const named = labelsControl(condition, schema);
  const asked = named === null ? schema.controls.filter((other) => other.type === "labels") : [named];
  return asked.some((other) => condition.when_label.some((wanted) => said(region.values[other.name]).has(wanted)));
}

/** `region-selected`: a region of the tag's labels, or any. */
function isSuch(region: Valued, condition: Condition, schema: Schema): boolean {
  const named = labelsControl(condition, schema);
  return named === null || said(region.values[named.name]).size > 0;
}

function choiceHolds(condition: Condition, control: Control, doc: LabelDoc, schema: Schema, regions: readonly Valued[]): boolean {
  const { when_choice: choices, when_tag: tag } = condition;
  // A choice value alone means the same as choice-selected.
  const wanted = condition.visible_when ?? (choices.length > 0 ? "choice-selected" : "");
  if (wanted !== "choice-selected" && wanted !== "choice-unselected") return true;
  const met = schema.controls
    .filter((other) => other.type === "choices" && other.name !== control.name && other.name === (tag ?? other.name))
    .flatMap((other) => (other.per_region ? regions.map((region) => said(region.values[other.name])) : [said(doc.values[other.name])]))
    .some((names) => (choices.length > 0 ? choices.some((choice) => names.has(choice)) : names.size > 0));
  return met === (wanted === "choice-selected");
}

function holdsForRegion(condition: Condition, control: Control, region: Valued, doc: LabelDoc, schema: Schema): boolean {
  if (condition.visible_when === "no-region-selected") return false;
  if (condition.when_label.length > 0 && !hasLabel(region, condition, schema)) return false;
  if (condition.visible_when === "region-selected") return isSuch(region, condition, schema);
  return choiceHolds(condition, control, doc, schema, [region]);
}

function holdsForTask(condition: Condition, control: Control, doc: LabelDoc, schema: Schema): boolean {
  if (condition.visible_when === "no-region-selected") return true;
  if (condition.visible_when === "region-selected") {
    return doc.regions.some((region) => (condition.when_label.length > 0 ? hasLabel(region, condition, schema) : isSuch(region, condition, schema)));
  }
  return choiceHolds(condition, control, doc, schema, doc.regions);
}

/** Whether a per-region control applies to a region of a document: whether all its conditions hold. */
export function appliesToRegion(control: Control, region: Valued, doc: LabelDoc, schema: Schema): boolean {
  return control.conditions.every((condition) => holdsForRegion(condition, control, region, doc, schema));
}

/** Whether a whole-task control applies to a document: whether all its conditions hold. */
export function appliesToTask(control: Control, doc: LabelDoc, schema: Schema): boolean {
  return control.conditions.every((condition) => holdsForTask(condition, control, doc, schema));
}
