import { describe, expect, it } from "vitest";

import { asTick } from "../../core/tick";
import type { Limit, PaneScale } from "../types";
import { samples } from "../tiles/tiles.testing";
import { ValueAxis } from "./value-axis";

function fitted(values: number[], scale: PaneScale, limits: readonly Limit[] = []): ValueAxis {
  const tile = samples(values.map((_, i) => BigInt(i)), values);
  const axis = new ValueAxis();
  axis.fit(scale, limits, [{ tile, from: asTick(0n), to: tile.end }], [3]);
  return axis;
}
const limit = (value: number): Limit => ({ value, label: `alarm ${value}`, severity: "alarm" });

describe("a value axis", () => {
  it("shows all values with a little air", () => {
    const [low, high] = fitted([2, 8, NaN], { mode: "auto" }).range;
    expect(low).toBeLessThan(2);
    expect(low).toBeGreaterThan(1);
    expect(high).toBeGreaterThan(8);
  });
  it("brings a limit into view that is near, and not one that would flatten the values", () => {
    expect(fitted([2, 8], { mode: "auto" }, [limit(10), limit(100)]).range[1]).toBeGreaterThan(10);
    expect(fitted([2, 8], { mode: "auto" }, [limit(10), limit(100)]).range[1]).toBeLessThan(12);
  });
  it("stays where it is held, at one end or both", () => {
    expect(fitted([2, 8], { mode: "fixed", low: -1, high: 3 }).range).toEqual([-1, 3]);
    expect(fitted([2, 8], { mode: "auto", low: 0 }).range[0]).toBe(0);
    const [low, high] = fitted([2, 8], { mode: "auto", low: 50 }).range;
    expect(low).toBeLessThan(50);
    expect(high).toBeGreaterThan(50);
  });
  it("counts in decades when logarithmic, and says that it leaves values out", () => {
    const axis = fitted([0, 0.5, 2000], { mode: "log" });
    expect(axis.missing).toBe(true);
    expect(axis.ticks(6).map(({ label }) => label)).toEqual(["1", "10", "100", "1000"]);
    expect(axis.valueOf(axis.positionOf(0.5))).toBeCloseTo(0.5, 12);
    expect(fitted([1, 10], { mode: "log" }).missing).toBe(false);
    expect(fitted([1, 10], { mode: "log", low: 0.1, high: 100 }).range).toEqual([-1, 2]);
    // There is no place for zero to hold it at.
    expect(fitted([1, 10], { mode: "log", low: 0 }).range[0]).toBeGreaterThan(-1);
  });
  it("has a range even where nothing can be shown", () => {
    for (const mode of ["auto", "robust", "log"] as const) {
      const [low, high] = fitted([NaN, NaN], { mode }).range;
      expect(high).toBeGreaterThan(low);
    }
    expect(fitted([-1, -2], { mode: "log" }).range.every(Number.isFinite)).toBe(true);
  });
});
