import { describe, expect, it } from "vitest";

import { parseColour } from "../../core/colour";
import { compose, type Lay } from "./light";

const colour = (text: string) => parseColour(text)!;

/** One pixel, one layer after the other, as a canvas does it. */
function slow(x: number, layers: readonly Parameters<Lay>[]): number[] {
  let seen = { r: 0, g: 0, b: 0, a: 0 };
  for (const [from, to, c, alpha] of layers) {
    if (x < from || x >= to) continue;
    const a = c.a * alpha;
    const whole = a + seen.a * (1 - a);
    const mix = (top: number, below: number) => (whole === 0 ? 0 : (top * a + below * seen.a * (1 - a)) / whole);
    seen = { r: mix(c.r, seen.r), g: mix(c.g, seen.g), b: mix(c.b, seen.b), a: whole };
  }
  return [seen.r, seen.g, seen.b, seen.a * 255];
}

describe("a row of light", () => {
  it("leaves clear what nothing covers, and cuts what reaches beyond", () => {
    const row = compose(3, (lay) => {
      lay(-5, 1, colour("#ff0000"), 1);
      lay(2, 99, colour("#0000ff"), 0.5);
    });
    expect([...row]).toEqual([255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 128]);
  });
  it("agrees with laying one over the other", () => {
    const colours = ["#c2571a", "#2c6fbb", "#6d4ab0"].map(colour);
    const layers = Array.from({ length: 200 }, (_, i): Parameters<Lay> => [(i * 37) % 91, ((i * 37) % 91) + 1 + (i % 13), colours[i % 3]!, 0.07 + (i % 5) * 0.2]);
    const row = compose(100, (lay) => {
      for (const layer of layers) lay(...layer);
    });
    for (let x = 0; x < 100; x++) slow(x, layers).forEach((value, part) => { expect(Math.abs((row[4 * x + part] ?? 0) - value)).toBeLessThanOrEqual(1); });
  });
});
