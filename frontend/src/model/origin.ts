/** Where a region comes from, in one line: "Proposed by baseline 2.1 with .87, start moved 41 s earlier by you". */
import { decimalText, durationText } from "../core/timeaxis";
import type { AxisInfo, Tick } from "../core/types";
import { namesIn, type Region } from "./region";
import type { Proposal } from "./proposals";

/** A confidence or an agreement as it is read at a glance: ".87". */
export function shareText(share: number): string {
  return share >= 0.995 ? "1.0" : share.toFixed(2).replace(/^0/, "");
}

function moved(edge: string, from: Tick, to: Tick, axis: AxisInfo): string[] {
  if (from === to) return [];
  const by = from < to ? to - from : from - to;
  const length = axis.kind === "time" ? durationText(by) : decimalText(by, axis.decimals);
  return [`${edge} moved ${length} ${to < from ? "earlier" : "later"}`];
}

/** @param parent  the proposal as it was, if it is still known */
export function originText(region: Region, parent: Proposal | null, axis: AxisInfo): string | null {
  if (region.parent === null) return null;
  const by = parent?.model ? ` by ${parent.model}` : "";
  const score = region.parent.score ?? parent?.score ?? null;
  const proposed = `Proposed${by}${score === null ? "" : ` with ${shareText(score)}`}`;
  if (region.origin !== "prediction-changed") return `${proposed}, accepted as it was`;
  if (parent === null) return `${proposed}, changed by you`;
  const changes = region.instant ? moved("time", parent.region.start, region.start, axis) : [...moved("start", parent.region.start, region.start, axis), ...moved("end", parent.region.end, region.end, axis)];
  for (const [control, value] of Object.entries(parent.region.values)) {
    const [before, after] = [namesIn(value).join(", "), namesIn(region.values[control]).join(", ")];
    if (before !== "" && before !== after) changes.push(`${before} changed to ${after || "nothing"}`);
  }
  return `${proposed}, ${changes.length > 0 ? `${changes.join(", ")} by you` : "completed by you"}`;
}
