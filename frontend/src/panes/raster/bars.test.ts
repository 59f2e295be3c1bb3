import { describe, expect, it } from "vitest";

import { Bars } from "./bars";

const filled = (bars: Bars): (readonly [number, number] | null)[] =>
  Array.from({ length: bars.width }, (_, x) => ((bars.upper[x] ?? 0) < (bars.lower[x] ?? 0) ? [bars.upper[x] ?? NaN, bars.lower[x] ?? NaN] : null));

function made(width: number): Bars {
  const bars = new Bars();
  bars.reset(width);
  return bars;
}

describe("bars", () => {
  it("fill whole columns, joined to what is there, and nothing beyond", () => {
    const bars = made(4);
    bars.rect(1, 10, 2, 5);
    bars.rect(2, 30, 9, 5);
    bars.rect(-5, 1, 3, 1);
    expect(filled(bars)).toEqual([null, [10, 15], [10, 35], [30, 35]]);
  });
  it("are empty again when begun anew", () => {
    const bars = made(3);
    bars.rect(0, 0, 3, 10);
    bars.reset(2);
    expect(filled(bars)).toEqual([null, null]);
  });
  it("hold all of a line that crosses them, whichever way it runs", () => {
    for (let seed = 1; seed < 300; seed++) {
      // Any numbers that fall all over the place will do.
      const part = (n: number): number => ((seed * 7919 * n) % 1009) / 1009;
      const x0 = part(1) * 24 - 2;
      const x1 = x0 + part(2) ** 3 * (22 - x0);
      const [y0, y1] = [part(3) * 50, part(5) * 50];
      const bars = made(20);
      bars.segment(x0, y0, x1, y1, 0.5);
      const slow = new Map<number, [number, number]>();
      for (let i = 0; i <= 20_000; i++) {
        const x = Math.floor(x0 + ((x1 - x0) * i) / 20_000);
        const y = y0 + ((y1 - y0) * i) / 20_000;
        const [low, high] = slow.get(x) ?? [Infinity, -Infinity];
        slow.set(x, [Math.min(low, y), Math.max(high, y)]);
      }
      filled(bars).forEach((bar, x) => {
        const expected = slow.get(x);
        expect(bar !== null, `column ${x} of ${seed}`).toBe(expected !== undefined);
        if (bar === null || expected === undefined) return;
        expect(bar[0]).toBeCloseTo(expected[0] - 0.5, 1);
        expect(bar[1]).toBeCloseTo(expected[1] + 0.5, 1);
      });
    }
  });
});
