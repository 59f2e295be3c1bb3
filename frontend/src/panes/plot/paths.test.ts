import { describe, expect, it } from "vitest";

import { asTick } from "../../core/tick";
import type { ColumnTile, SampleTile } from "../../core/types";
import { columns, samples } from "../tiles/tiles.testing";
import { gapOf, traceChannel, type Projection } from "./paths";

/** A value of v is drawn at y = 100 − v, a tick t at x = t. */
const at: Projection = { origin: asTick(0n), perTick: 1, height: 100, low: 0, high: 100, log: false, thick: 1 };

function draw(tile: ColumnTile | SampleTile, projection: Partial<Projection> = {}, gap: number | null = null) {
  const bars: number[][] = [];
  const segments: number[][] = [];
  const line: (string | number)[][] = [];
  traceChannel([{ tile, from: tile.start, to: tile.end }], 3, { ...at, ...projection }, gap, {
    bars: { rect: (...box) => bars.push(box), segment: (...ends) => segments.push(ends) },
    line: { moveTo: (x, y) => line.push(["M", x, y]), lineTo: (x, y) => line.push(["L", x, y]) },
  });
  return { bars, segments, line };
}

describe("columns", () => {
  it("reach from the exact minimum to the exact maximum, a pixel each", () => {
    expect(draw(columns(0n, 3n, [[10, 30], [20, 90], [20, 40]])).bars).toEqual([
      [0, 70, 1, 20],
      [1, 10, 1, 70],
      [2, 60, 1, 20],
    ]);
  });
  it("are joined where they do not meet, and have a thickness where they are flat", () => {
    const { bars } = draw(columns(0n, 2n, [[10, 10], [60, 60]]));
    const [low, high] = [bars[0]!, bars[1]!];
    expect(low[1]).toBeCloseTo(high[1]! + high[3]!, 5);
    expect(high[1]).toBeCloseTo(39.5, 5);
    expect(low[1]! + low[3]!).toBeCloseTo(90.5, 5);
  });
  it("leave a gap where nothing was measured", () => {
    const { bars } = draw(columns(0n, 4n, [[10, 20], null, null, [10, 20]]));
    expect(bars.map(([x, , width]) => [x, width])).toEqual([[0, 1], [3, 1]]);
  });
  it("bridge columns that are empty only because samples are sparse", () => {
    const { bars } = draw(columns(0n, 4n, [[10, 20], null, null, [10, 20]]), {}, 3);
    expect(bars.map(([x, , width]) => [x, width])).toEqual([[0, 3], [3, 1]]);
  });
  it("do not bridge samples that have no value", () => {
    const { bars } = draw(columns(0n, 3n, [[10, 20], null, [10, 20]], [5, 5, 5]), {}, 100);
    expect(bars).toHaveLength(2);
    expect(bars[0]![2]).toBe(1);
  });
  it("stay without holes when stretched", () => {
    const { bars } = draw(columns(0n, 100n, Array.from({ length: 100 }, () => [10, 20] as [number, number])), { perTick: 1.37 });
    bars.reduce((end, [x, , width]) => {
      expect(x).toBe(end);
      return x! + width!;
    }, 0);
  });
});

describe("on a logarithmic axis", () => {
  const log = { log: true, low: -1, high: 3, height: 40 };
  it("columns reach from decade to decade, down to what is known to be positive", () => {
    const { bars } = draw(columns(0n, 3n, [[10, 100], [-5, 100], [-5, 0]]), log);
    // The second column's first sample is not positive: only its maximum is known to be.
    expect(bars.map(([x, y]) => [x, Math.round(y!)])).toEqual([[0, 10], [1, 10]]);
    expect(bars[0]![3]).toBeCloseTo(10, 5);
    expect(bars[1]![3]).toBeCloseTo(1, 5);
  });
  it("samples that are not positive are missing", () => {
    expect(draw(samples([0n, 1n, 2n, 3n, 4n], [1, 10, 0, 10, 1000]), log).line).toEqual([["M", 0, 30], ["L", 1, 20], ["M", 3, 20], ["L", 4, 0]]);
  });
});

describe("samples", () => {
  it("are a line, broken at missing values and at gaps in time", () => {
    const tile = samples([0n, 1n, 2n, 3n, 4n, 20n, 21n], [1, 2, NaN, 4, 5, 6, 7]);
    expect(draw(tile, {}, gapOf(tile)).line.map(([kind, x]) => `${kind}${x}`)).toEqual(["M0", "L1", "M3", "L4", "M20", "L21"]);
  });
  it("show as dots when far apart, and where one stands alone", () => {
    expect(draw(samples([0n, 20n, 40n], [1, 2, 3])).bars).toHaveLength(3);
    expect(draw(samples([0n, 1n, 2n, 3n, 4n], [1, NaN, 3, NaN, 5])).bars).toHaveLength(3);
    expect(draw(samples([0n, 1n, 2n], [1, 2, 3])).bars).toHaveLength(0);
  });
  it("are as many straight pieces where they are too dense to be seen apart, broken in the same places", () => {
    const ticks = Array.from({ length: 900 }, (_, i) => BigInt(i < 600 ? i : i + 50));
    const values = ticks.map((tick) => (tick === 100n ? NaN : Number(tick % 90n)));
    const { segments, line } = draw(samples(ticks, values), { perTick: 0.5 }, 3);
    expect(line).toEqual([]);
    expect(segments).toHaveLength(899 - 2 - 1);
    expect(segments[0]).toEqual([0, 100, 0.5, 99, 0.5]);
    expect(segments.every(([x0, , x1]) => (x1 ?? 0) - (x0 ?? 0) === 0.5)).toBe(true);
  });
});
