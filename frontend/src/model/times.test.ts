import { describe, expect, it } from "vitest";

import { asTick } from "../core/tick";
import type { AxisInfo } from "../core/types";
import { placeText } from "./times";

const SECOND = 1_000_000_000n;
/** 14 March 2026, 00:00 UTC. */
const START = 1_773_446_400n * SECOND;

function axis(seconds: bigint, more: Partial<AxisInfo> = {}): AxisInfo {
  return { kind: "time", size: Number(seconds) + 1, first: asTick(START), last: asTick(START + seconds * SECOND), step: asTick(SECOND), decimals: 0, zone: null, ...more } as AxisInfo;
}

describe("where something lies, in short", () => {
  const at = asTick(START + (9n * 3600n + 18n * 60n + 4n) * SECOND);

  it("is the clock within a day", () => {
    expect(placeText(axis(86_400n), at, "UTC")).toBe("09:18:04");
  });

  it("names the day where there are several, in the zone that is shown", () => {
    expect(placeText(axis(4n * 86_400n), at, "UTC")).toBe("14 Mar 09:18");
    expect(placeText(axis(4n * 86_400n), at, "Asia/Tokyo")).toBe("14 Mar 18:18");
  });

  it("is the number on a numeric axis", () => {
    expect(placeText(axis(10n, { kind: "number" }), asTick(104n), "UTC")).toBe("104");
  });
});
