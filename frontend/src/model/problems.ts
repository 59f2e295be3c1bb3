/** What keeps an annotation from being submitted, found before anything is sent. */
import type { Control, ControlValue, Problem, Schema } from "../net/types";
import type { LabelDoc, Region } from "./region";
import { appliesToRegion, appliesToTask } from "./visibility";

export function isMissing(value: ControlValue | null | undefined): boolean {
  if (Array.isArray(value)) return !value.some((part) => part !== "" && part !== null);
  return value === null || value === undefined;
}

function missing(control: Control, where: string, region: string | null): Problem {
  const message = control.required_message || `${where} needs ${control.title}.`;
  return { code: "label.field.required", message, region, control: control.name };
}

function ofRegion(region: Region, where: string, doc: LabelDoc, schema: Schema): Problem[] {
  const labels = schema.controls.filter((control) => control.type === "labels");
  const found: Problem[] = [];
  const first = labels[0];
  if (first !== undefined && labels.every((control) => isMissing(region.values[control.name]))) {
    found.push({ code: "label.region.unnamed", message: `${where} has no ${first.title}.`, region: region.id, control: first.name });
  }
  for (const control of schema.controls) {
    if (!control.per_region || control.type === "labels" || !control.required) continue;
    if (isMissing(region.values[control.name]) && appliesToRegion(control, region, doc, schema)) {
      found.push(missing(control, where, region.id));
    }
  }
  return found;
}

/** Problems in the order of the regions, given in their order of time, then of the whole task. */
export function problemsOf(doc: LabelDoc, ordered: readonly Region[], schema: Schema): Problem[] {
  const found = ordered.flatMap((region, index) => ofRegion(region, `Region ${index + 1}`, doc, schema));
  for (const control of schema.controls) {
    if (control.per_region || !control.required || !appliesToTask(control, doc, schema)) continue;
    if (isMissing(doc.values[control.name])) found.push(missing(control, "The task", null));
  }
  return found;
}
