import { describe, expect, it } from "vitest";

import { contrast, inkOn, legible, parseColour, withAlpha } from "./colour";
import { formatForRange, parseFormat, tickFormat } from "./format";
import { logTicks, padded, steadyRange, valueTicks } from "./scale";
import { asTick, floorDiv, parseTick, tickAt, tickText } from "./tick";
import type { AxisInfo } from "./types";
import { clampWindow, fullWindow, nearestIndex, nearestRegular, panWindow, zoomWindow } from "./window";

describe("ticks", () => {
  it("keep every digit of an int64 from text to text", () => {
    const text = "9223372036854775807";
    expect(tickText(parseTick(text))).toBe(text);
    expect(tickAt(parseTick("1773475624125000001"), 2)).toBe(1773475624125000003n);
  });
  it("divide downwards on both sides of the epoch", () => {
    expect([floorDiv(-1n, 10n), floorDiv(1n, 10n), floorDiv(-10n, 10n)]).toEqual([-1n, 0n, -1n]);
  });
});

describe("value scales", () => {
  it("tick at ones, twos and fives", () => {
    expect(valueTicks([-0.1, 6.2], 3)).toMatchObject({ values: [0, 5], step: 5 });
    expect(valueTicks([0, 0.35], 4)).toMatchObject({ values: [0, 0.1, 0.2, 0.30000000000000004], decimals: 1 });
    expect(valueTicks([3, 3], 4).values).toEqual([]);
  });
  it("give a flat channel air", () => {
    const [low, high] = padded(71.6, 71.6);
    expect(low).toBeLessThan(71.6);
    expect(high).toBeGreaterThan(71.6);
    expect(padded(0, 0)).toEqual([-1, 1]);
  });
  it("grow at once but do not shrink for a little", () => {
    const before = steadyRange(null, 0, 10);
    expect(steadyRange(before, 1, 9)).toBe(before);
    expect(steadyRange(before, 4, 6)).not.toBe(before);
    expect(steadyRange(before, 0, 11)[1]).toBeGreaterThan(11);
    expect(steadyRange(before, Infinity, -Infinity)).toBe(before);
  });
});

describe("logarithmic scales", () => {
  const values = (low: number, high: number, most: number): number[] => logTicks([Math.log10(low), Math.log10(high)], most).map(({ value }) => value);
  it("tick at powers of ten, thinned out or filled up to the room there is", () => {
    expect(values(0.5, 2000, 4)).toEqual([1, 10, 100, 1000]);
    expect(values(1e-6, 1e6, 5)).toEqual([1e-6, 1e-3, 1, 1e3, 1e6]);
    expect(values(0.1, 10, 9)).toEqual([0.1, 0.2, 0.5, 1, 2, 5, 10]);
  });
  it("tick at round values within a decade", () => {
    expect(values(2, 8, 4)).toEqual([2, 4, 6, 8]);
    expect(values(3, 30, 4).every((value) => value >= 3 && value <= 30)).toBe(true);
  });
});

describe("number formats", () => {
  it.each([
    [".1f", 2.84, "2.8"],
    [".2f", -0.001, "0.00"],
    [",.0f", 1234567, "1,234,567"],
    ["d", 41.6, "42"],
    [".3s", 12345, "12.3k"],
    [".2e", 0.00012, "1.20e-4"],
    [".1%", 0.123, "12.3%"],
    ["+.1f", 3, "+3.0"],
    [".3~g", 2.5, "2.5"],
  ])("%s writes %d as %s", (spec, value, text) => {
    expect(parseFormat(spec)?.(value)).toBe(text);
  });
  it("refuses what is no format, and shows a missing value as a dash", () => {
    expect(parseFormat("%H:%M")).toBeNull();
    expect(parseFormat("")).toBeNull();
    expect(parseFormat(".1f")?.(NaN)).toBe("–");
  });
  it("chooses decimals by the range", () => {
    expect(formatForRange(0, 6)(2.8412)).toBe("2.84");
    expect(formatForRange(20, 90)(71.6)).toBe("71.6");
    expect(formatForRange(99.99, 100.01)(100.00123)).toBe("100.0012");
    expect(tickFormat(2e6, 8e6, 0)(4e6)).toBe("4e6");
  });
});

describe("colours", () => {
  it("reads what a labeling config may say", () => {
    expect(parseColour("red")).toEqual({ r: 255, g: 0, b: 0, a: 1 });
    expect(parseColour("#C2571A")).toEqual({ r: 194, g: 87, b: 26, a: 1 });
    expect(parseColour("#0f08")?.a).toBeCloseTo(0.533, 2);
    expect(parseColour("hsl(120, 100%, 50%)")).toEqual({ r: 0, g: 255, b: 0, a: 1 });
    expect(parseColour("rgb(10 20 30 / 50%)")).toEqual({ r: 10, g: 20, b: 30, a: 0.5 });
    expect(parseColour("tomato soup")).toBeNull();
  });
  it("makes a black channel visible on a dark page, and leaves what reads well alone", () => {
    expect(contrast(legible("black", "#16171a"), "#16171a")).toBeGreaterThanOrEqual(2.6);
    expect(contrast(legible("#ffff66", "#fdfdfc"), "#fdfdfc")).toBeGreaterThanOrEqual(2.6);
    expect(legible("#3461c1", "#fdfdfc")).toBe("#3461c1");
  });
  it("writes on a label's colour in what reads", () => {
    expect(inkOn("#c2571a")).toBe("#ffffff");
    expect(inkOn("#e3bd5c")).toBe("#16171a");
    expect(withAlpha("#c2571a", 0.5)).toBe("rgb(194 87 26 / 0.5)");
  });
});

describe("windows", () => {
  const axis: AxisInfo = { kind: "time", decimals: 0, regular: true, step: asTick(100n), first: asTick(0n), last: asTick(999_900n), size: 10_000 };
  const window = (start: bigint, end: bigint): { start: ReturnType<typeof asTick>; end: ReturnType<typeof asTick> } => ({ start: asTick(start), end: asTick(end) });

  it("zooms about the pointer", () => {
    const next = zoomWindow(axis, window(100_000n, 300_000n), asTick(150_000n), 0.5);
    expect(next).toEqual(window(125_000n, 225_000n));
  });
  it("stops at eight samples without slipping", () => {
    const next = zoomWindow(axis, window(100_000n, 101_000n), asTick(100_500n), 0.01);
    expect(next).toEqual(window(100_100n, 100_900n));
  });
  it("stops a little beyond the ends", () => {
    const far = clampWindow(axis, window(-10_000_000n, 10_000_000n));
    expect(far.start).toBeLessThan(0n);
    expect(far.start).toBeGreaterThan(-30_000n);
    expect(panWindow(axis, window(0n, 100_000n), 1e9).end).toBe(far.end);
    const panned = panWindow(axis, window(0n, 100_000n), -1e9);
    expect(panned.end - panned.start).toBe(100_000n);
  });
  it("shows a series of one sample", () => {
    const one: AxisInfo = { ...axis, first: asTick(5n), last: asTick(5n), size: 1, step: null, regular: false };
    const full = fullWindow(one);
    expect(full.start).toBeLessThan(5n);
    expect(full.end).toBeGreaterThan(5n);
  });
  it("snaps to the nearest sample, exactly", () => {
    expect(nearestRegular(axis, asTick(149n))).toBe(100n);
    expect(nearestRegular(axis, asTick(150n))).toBe(200n);
    expect(nearestRegular(axis, asTick(5_000_000n))).toBe(999_900n);
    expect(nearestRegular({ ...axis, regular: false, step: null }, asTick(149n))).toBeNull();
    expect(nearestIndex(new BigInt64Array([0n, 10n, 100n]), 60n)).toBe(2);
    expect(nearestIndex(new BigInt64Array(0), 60n)).toBe(-1);
  });
});
