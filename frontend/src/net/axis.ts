import { parseTick } from "../core/tick";
import type { AxisInfo } from "../core/types";
import type { WireAxis } from "./types";

/** The axis as the panes want it, from the strings of the API. */
export function parseAxis(axis: WireAxis): AxisInfo {
  return {
    kind: axis.kind,
    decimals: axis.decimals,
    regular: axis.regular,
    step: axis.step === null ? null : parseTick(axis.step),
    first: parseTick(axis.first),
    last: parseTick(axis.last),
    size: axis.size,
  };
}
