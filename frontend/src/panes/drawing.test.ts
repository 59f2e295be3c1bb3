import { describe, expect, it } from "vitest";

import { asTick } from "../core/tick";
import { EMPTY_COLUMN, type ColumnTile, type SampleTile } from "../core/types";
import { cover, entryAt, extremes, ranked, readingAt } from "./cover";
import { gapOf, traceChannel, type Projection } from "./paths";

function columns(start: bigint, end: bigint, bars: ([number, number] | null)[], counts = bars.map((bar) => (bar ? 5 : 0))): ColumnTile {
  const width = (end - start) / BigInt(bars.length);
  const floats = (part: 0 | 1): Float32Array => Float32Array.from(bars, (bar) => bar?.[part] ?? NaN);
  return {
    mode: "columns", start: asTick(start), end: asTick(end), firstIndex: 0, count: 100,
    ticks: BigInt64Array.from(bars, (_, i) => ((counts[i] ?? 0) > 0 ? start + BigInt(i) * width : EMPTY_COLUMN)),
    counts: Uint32Array.from(counts),
    channels: [{ index: 3, min: floats(0), max: floats(1), first: floats(0), last: floats(1) }],
  };
}
function samples(ticks: bigint[], values: number[]): SampleTile {
  return {
    mode: "samples", start: asTick(ticks[0] ?? 0n), end: asTick((ticks.at(-1) ?? 0n) + 1n), firstIndex: 0, count: ticks.length,
    ticks: BigInt64Array.from(ticks), channels: [{ index: 3, values: Float32Array.from(values) }],
  };
}
/** A value of v is drawn at y = 100 − v, a tick t at x = t. */
const at: Projection = { origin: asTick(0n), perTick: 1, left: 0, top: 0, height: 100, low: 0, high: 100, thick: 1 };

function draw(tile: ColumnTile | SampleTile, projection: Partial<Projection> = {}, gap: number | null = null) {
  const bars: number[][] = [];
  const dots: number[][] = [];
  const line: (string | number)[][] = [];
  traceChannel([{ tile, from: tile.start, to: tile.end }], 3, { ...at, ...projection }, gap, {
    bars: { rect: (...box) => bars.push(box) },
    dots: { rect: (...box) => dots.push(box) },
    line: { moveTo: (x, y) => line.push(["M", x, y]), lineTo: (x, y) => line.push(["L", x, y]) },
  });
  return { bars, dots, line };
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

describe("samples", () => {
  it("are a line, broken at missing values and at gaps in time", () => {
    const tile = samples([0n, 1n, 2n, 3n, 4n, 20n, 21n], [1, 2, NaN, 4, 5, 6, 7]);
    expect(draw(tile, {}, gapOf(tile)).line.map(([kind, x]) => `${kind}${x}`)).toEqual(["M0", "L1", "M3", "L4", "M20", "L21"]);
  });
  it("show as dots when far apart, and where one stands alone", () => {
    expect(draw(samples([0n, 20n, 40n], [1, 2, 3])).dots).toHaveLength(3);
    expect(draw(samples([0n, 1n, 2n, 3n, 4n], [1, NaN, 3, NaN, 5])).dots).toHaveLength(3);
    expect(draw(samples([0n, 1n, 2n], [1, 2, 3])).dots).toHaveLength(0);
  });
});

describe("covering a window", () => {
  const overview = columns(0n, 1000n, [[0, 1], [2, 3], [4, 50], [6, 7]]);
  const exact = samples([400n, 450n, 500n, 599n], [1, 2, 3, 4]);
  it("takes the exact tile, and the overview for what sticks out", () => {
    const window = { start: asTick(350n), end: asTick(650n) };
    const pieces = cover(window, ranked([overview, exact], window, 100));
    expect(pieces.map(({ tile, from, to }) => [tile === exact, from, to])).toEqual([
      [false, 350n, 400n],
      [true, 400n, 600n],
      [false, 600n, 650n],
    ]);
    expect(extremes(pieces, 3)).toEqual([1, 50]);
    expect(extremes(pieces, 99)).toEqual([Infinity, -Infinity]);
  });
  it("leaves open what no tile reaches", () => {
    expect(cover({ start: asTick(-100n), end: asTick(0n) }, [overview])).toEqual([]);
  });
  it("reads the value of the nearest sample, or of the column's first with its extremes", () => {
    expect(readingAt(exact, entryAt(exact, asTick(470n)), 3)).toEqual({ value: 2, min: 2, max: 2 });
    expect(readingAt(overview, entryAt(overview, asTick(600n)), 3)).toEqual({ value: 4, min: 4, max: 50 });
    expect(entryAt(columns(0n, 4n, [null, null, null, [1, 2]]), asTick(0n))).toBe(3);
  });
});
