/** Which controls apply: Label Studio's `visibleWhen` and its companions. */
import type { Control, Values } from "../net/types";
import { namesIn, type LabelDoc } from "./region";

function matches(control: Control, values: Values, wanted: readonly string[]): boolean {
  const said = new Set(control.when_tag === null ? Object.values(values).flatMap(namesIn) : namesIn(values[control.when_tag]));
  return wanted.length > 0 ? wanted.some((name) => said.has(name)) : said.size > 0;
}

/** Whether a per-region control applies to a region with these values. */
export function appliesToRegion(control: Control, values: Values): boolean {
  if (control.when_label.length > 0 && !matches(control, values, control.when_label)) return false;
  if (control.visible_when === "choice-selected") return matches(control, values, control.when_choice);
  if (control.visible_when === "choice-unselected") return !matches(control, values, control.when_choice);
  return true;
}

/** Whether a whole-task control applies. */
export function appliesToTask(control: Control, doc: LabelDoc): boolean {
  if (control.visible_when === "region-selected") return doc.regions.length > 0;
  if (control.visible_when === "no-region-selected") return true;
  return appliesToRegion(control, doc.values);
}
