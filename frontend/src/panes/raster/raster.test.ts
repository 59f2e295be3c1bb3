import { describe, expect, it } from "vitest";

import { OPAQUE, pack } from "./pixels";
import { Raster, type Ground } from "./raster";

const BLACK = { r: 0, g: 0, b: 0, a: 1 };
const page: Ground = { width: 3, rows: Uint32Array.from([200, 200, 200], (grey) => pack(grey, grey, grey) | OPAQUE) };

/** Red of each pixel, a row of pixels after the other. */
function reds(raster: Raster, width: number): number[][] {
  const flat = Array.from(raster.pixels, (pixel) => pixel & 0xff);
  return Array.from({ length: flat.length / width }, (_, y) => flat.slice(y * width, (y + 1) * width));
}

describe("a raster", () => {
  it("repeats the rows of its ground downwards", () => {
    const raster = new Raster();
    raster.begin({ width: 2, rows: Uint32Array.from([1, 2, 3, 4], (grey) => pack(grey, 0, 0) | OPAQUE) }, 5);
    expect(reds(raster, 2)).toEqual([[1, 2], [3, 4], [1, 2], [3, 4], [1, 2]]);
    expect([...raster.pixels].every((pixel) => pixel >>> 24 === 255)).toBe(true);
  });
  it("fills bars from top to bottom, and of the pixels that they cut as much as they cover", () => {
    for (const [upper, lower] of [[1, 4], [0.25, 3.5], [1.5, 1.75], [1.75, 2.25], [-9, 99], [4.5, 9], [2, 2.5], [-3, -1]] as const) {
      const raster = new Raster();
      raster.begin(page, 5);
      raster.fill(BLACK, (bars) => { bars.rect(1, upper, 1, lower - upper); });
      reds(raster, 3).forEach((row, y) => {
        const covered = Math.max(0, Math.min(y + 1, lower) - Math.max(y, upper));
        expect(row[0]).toBe(200);
        expect(row[2]).toBe(200);
        expect(Math.abs((row[1] ?? 0) - 200 * (1 - covered)), `row ${y} of ${upper} to ${lower}`).toBeLessThanOrEqual(1);
      });
    }
  });
  it("lets what is beneath shine through a faded colour", () => {
    const raster = new Raster();
    raster.begin(page, 2);
    raster.fill({ ...BLACK, a: 0.25 }, (bars) => { bars.rect(0, 0, 1, 1.5); });
    expect(reds(raster, 3)).toEqual([[150, 200, 200], [175, 200, 200]]);
  });
  it("mixes each part of a colour by itself", () => {
    const raster = new Raster();
    raster.begin({ width: 1, rows: Uint32Array.of(pack(255, 0, 128) | OPAQUE) }, 1);
    raster.cover({ at: [0], colours: [pack(1, 255, 128)], shares: [128] });
    expect([0, 8, 16, 24].map((shift) => ((raster.pixels[0] ?? 0) >>> shift) & 255)).toEqual([128, 127, 128, 255]);
  });
  it("lays columns over the whole height", () => {
    const raster = new Raster();
    raster.begin(page, 2);
    raster.cover({ at: [0, 2], colours: [pack(0, 0, 0), pack(100, 0, 0)], shares: [256, 128] });
    expect(reds(raster, 3)).toEqual([[0, 200, 150], [0, 200, 150]]);
  });
  it("is used again for panes of other sizes", () => {
    const raster = new Raster();
    raster.begin(page, 9);
    raster.begin(page, 2);
    expect(raster.pixels).toHaveLength(6);
  });
});
