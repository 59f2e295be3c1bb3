import { describe, expect, it } from "vitest";

import { asTick } from "../../core/tick";
import { cover, entryAt, ranked, readingAt } from "./cover";
import { extremes, positiveExtremes, robustExtremes } from "./extent";
import { columns, samples } from "./tiles.testing";

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

describe("the extent of what is in view", () => {
  const pieces = (tile: ReturnType<typeof columns> | ReturnType<typeof samples>) => [{ tile, from: tile.start, to: tile.end }];
  const noisy = columns(0n, 200n, Array.from({ length: 200 }, (_, i): [number, number] => (i === 77 ? [-900, 900] : [i / 200, 1 + i / 200])));
  it("leaves a lone spike out when it is to be robust, and nothing else", () => {
    const [low, high] = robustExtremes(pieces(noisy), 3, 0.01);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(low).toBeLessThan(0.05);
    expect(high).toBeGreaterThan(1.95);
    expect(high).toBeLessThanOrEqual(2);
    expect(extremes(pieces(noisy), 3)).toEqual([-900, 900]);
  });
  it("is empty where there are no values", () => {
    const [low, high] = robustExtremes(pieces(columns(0n, 2n, [null, null])), 3, 0.01);
    expect(low).toBeGreaterThan(high);
  });
  it("is of positive values only for a logarithmic axis, and tells of the others", () => {
    expect(positiveExtremes(pieces(samples([0n, 1n, 2n], [-1, 0.5, 20])), 3)).toEqual({ extent: [0.5, 20], others: true });
    expect(positiveExtremes(pieces(samples([0n, 1n, 2n], [NaN, 0.5, 20])), 3)).toEqual({ extent: [0.5, 20], others: false });
    expect(positiveExtremes(pieces(columns(0n, 2n, [[-3, 8], [2, 4]])), 3)).toEqual({ extent: [2, 8], others: true });
  });
});
