import type { FloatArray } from "../../core/types";
import { entries, type Piece } from "./cover";

/** Smallest and largest: [Infinity, -Infinity] where there is no value. */
export type Extent = readonly [low: number, high: number];

/** A channel's arrays in a tile. Where entries are samples, all four are the same. */
interface Entries {
  readonly min: FloatArray;
  readonly max: FloatArray;
  readonly first: FloatArray;
  readonly last: FloatArray;
}

/** Visit a channel's entries within the pieces: the arrays, and from where to where (exclusive) in them. */
function visit(pieces: readonly Piece[], channel: number, see: (arrays: Entries, from: number, to: number) => void): void {
  for (const piece of pieces) {
    const [from, to] = entries(piece);
    const { tile } = piece;
    if (tile.mode === "columns") {
      const found = tile.channels.find(({ index }) => index === channel);
      if (found) see(found, from, to);
    } else {
      const values = tile.channels.find(({ index }) => index === channel)?.values;
      if (values) see({ min: values, max: values, first: values, last: values }, from, to);
    }
  }
}

/** Extent of a channel's values in view. */
export function extremes(pieces: readonly Piece[], channel: number): Extent {
  let extent: Extent = [Infinity, -Infinity];
  visit(pieces, channel, ({ min, max }, from, to) => {
    let [low, high] = extent;
    for (let i = from; i < to; i++) {
      const a = min[i] ?? NaN;
      const b = max[i] ?? NaN;
      // NaN fails both comparisons.
      if (a < low) low = a;
      if (b > high) high = b;
    }
    extent = [low, high];
  });
  return extent;
}

/** Extent of the positive values in view as far as the tiles tell, and whether there are others. */
export function positiveExtremes(pieces: readonly Piece[], channel: number): { extent: Extent; others: boolean } {
  let low = Infinity;
  let high = -Infinity;
  let others = false;
  visit(pieces, channel, ({ min, max, first, last }, from, to) => {
    for (let i = from; i < to; i++) {
      const a = min[i] ?? NaN;
      const b = max[i] ?? NaN;
      if (a <= 0) others = true;
      if (!(b > 0)) continue;
      const least = a > 0 ? a : leastPositive(b, first[i] ?? NaN, last[i] ?? NaN);
      if (least < low) low = least;
      if (b > high) high = b;
    }
  });
  return { extent: [low, high], others };
}

/** The smallest positive value that a column with others in it is known to hold. `max` is positive. */
export function leastPositive(max: number, first: number, last: number): number {
  let least = max;
  if (first > 0 && first < least) least = first;
  if (last > 0 && last < least) least = last;
  return least;
}

let scratch = new Float64Array(8192);

/**
 * Extent without the outermost: the `share` quantile of the columns' minima and the `1 - share` quantile of their
 * maxima, so that a spike in a few columns does not flatten the rest.
 */
export function robustExtremes(pieces: readonly Piece[], channel: number, share: number): Extent {
  return [quantile(pieces, channel, "min", share), quantile(pieces, channel, "max", 1 - share)];
}

function quantile(pieces: readonly Piece[], channel: number, of: "min" | "max", at: number): number {
  let count = 0;
  visit(pieces, channel, (arrays, from, to) => {
    if (count + to - from > scratch.length) {
      const larger = new Float64Array(2 * (count + to - from));
      larger.set(scratch.subarray(0, count));
      scratch = larger;
    }
    for (let i = from; i < to; i++) {
      const value = arrays[of][i] ?? NaN;
      if (Number.isFinite(value)) scratch[count++] = value;
    }
  });
  if (count === 0) return of === "min" ? Infinity : -Infinity;
  const sorted = scratch.subarray(0, count).sort();
  return sorted[Math.round(at * (count - 1))] ?? NaN;
}
