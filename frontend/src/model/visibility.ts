/** Which controls apply: Label Studio's `visibleWhen` and its companions, by the same rules as on the server. */
import type { Control, ControlValue, Schema, Values } from "../net/types";
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

function labelsControl(control: Control, schema: Schema): Control | null {
  const tag = schema.controls.find((other) => other.name === control.when_tag);
  return tag?.type === "labels" ? tag : null;
}

function hasLabel(region: Valued, control: Control, schema: Schema): boolean {
  const named = labelsControl(control, schema);
  const asked = named === null ? schema.controls.filter((other) => other.type === "labels") : [named];
  return asked.some((other) => control.when_label.some((wanted) => said(region.values[other.name]).has(wanted)));
}

/** `region-selected`: a region of the tag's labels, or any. */
function isSuch(region: Valued, control: Control, schema: Schema): boolean {
  const named = labelsControl(control, schema);
  return named === null || said(region.values[named.name]).size > 0;
}

function choiceCondition(control: Control, doc: LabelDoc, schema: Schema, regions: readonly Valued[]): boolean {
  // A choice value alone means the same as choice-selected.
  const condition = control.visible_when ?? (control.when_choice.length > 0 ? "choice-selected" : "");
  if (condition !== "choice-selected" && condition !== "choice-unselected") return true;
  const met = schema.controls
    .filter((other) => other.type === "choices" && other.name !== control.name && other.name === (control.when_tag ?? other.name))
    .flatMap((other) => (other.per_region ? regions.map((region) => said(region.values[other.name])) : [said(doc.values[other.name])]))
    .some((names) => (control.when_choice.length > 0 ? control.when_choice.some((wanted) => names.has(wanted)) : names.size > 0));
  return met === (condition === "choice-selected");
}

/** Whether a per-region control applies to a region of a document. */
export function appliesToRegion(control: Control, region: Valued, doc: LabelDoc, schema: Schema): boolean {
  if (control.visible_when === "no-region-selected") return false;
  if (control.when_label.length > 0 && !hasLabel(region, control, schema)) return false;
  if (control.visible_when === "region-selected") return isSuch(region, control, schema);
  return choiceCondition(control, doc, schema, [region]);
}

/** Whether a whole-task control applies to a document. */
export function appliesToTask(control: Control, doc: LabelDoc, schema: Schema): boolean {
  if (control.visible_when === "no-region-selected") return true;
  if (control.visible_when === "region-selected") {
    return doc.regions.some((region) => (control.when_label.length > 0 ? hasLabel(region, control, schema) : isSuch(region, control, schema)));
  }
  return choiceCondition(control, doc, schema, doc.regions);
}
