import type { Palette } from "../../core/palette";
import type { Tick } from "../../core/types";
import type { Strip } from "../regions/strip";
import { regionPaint } from "../regions/layers";
import type { DrawnRegion } from "../types";

/** A row of marks, in device pixels. `x` places a tick on it. */
export interface MarkRow {
  readonly left: number;
  readonly width: number;
  /** Where the marks stand; they grow upwards. */
  readonly foot: number;
  readonly ratio: number;
  x(tick: Tick): number;
}

/** Height of a mark in CSS pixels, and how much a crowd may add to it. */
const HEIGHT = 3;
const MORE = 3;

/** How many of the ranges touch each pixel. Ranges are inclusive. */
export function crowd(ranges: readonly (readonly [from: number, to: number])[], width: number): Uint16Array {
  const steps = new Int32Array(width + 1);
  for (const [from, to] of ranges) {
    const first = Math.max(0, Math.floor(from));
    const last = Math.min(width - 1, Math.floor(to));
    if (first > last) continue;
    steps[first] = (steps[first] ?? 0) + 1;
    steps[last + 1] = (steps[last + 1] ?? 0) - 1;
  }
  const counts = new Uint16Array(width);
  let sum = 0;
  for (let i = 0; i < width; i++) {
    sum += steps[i] ?? 0;
    counts[i] = sum;
  }
  return counts;
}

/** Paint a mark for each region; where they crowd, the row rises. `strip` is a canvas to compose them on. */
export function paintMarks(pen: CanvasRenderingContext2D, strip: Strip, row: MarkRow, regions: readonly DrawnRegion[], theme: Palette): void {
  const { left, width, foot, ratio } = row;
  const high = Math.round(HEIGHT * ratio);
  const least = Math.round(1.5 * ratio);
  const ranges = regions.map((region): [number, number] => {
    const from = Math.round(row.x(region.start));
    return [from, Math.max(from + least, Math.round(row.x(region.end)))];
  });
  const paint = regionPaint(theme);
  strip
    .make(width, (lay) => {
      regions.forEach((region, at) => {
        const [from, to] = ranges[at] ?? [0, 0];
        lay(from, to, paint(region.color), region.hatched ? 0.3 + 0.4 * region.opacity : 1);
      });
    })
    .draw(pen, left, foot - high, high);
  pen.globalAlpha = 0.55;
  pen.fillStyle = theme.ink;
  crowd(ranges, Math.ceil(width)).forEach((count, x) => {
    if (count < 2) return;
    const more = Math.round(Math.min(MORE, Math.log2(count)) * ratio);
    pen.fillRect(left + x, foot - high - more, 1, more);
  });
  pen.globalAlpha = 1;
}
