import { asTick, ceilDiv, floorDiv } from "../../core/tick";
import type { AxisInfo, Window } from "../../core/types";

/** A window and its number of columns. */
export interface AlignedWindow extends Window {
  readonly width: number;
}

/** Samples per bucket of the server's levels; see docs/reference/series-folder.md. */
const BUCKETS = [64n, 512n, 4096n, 32768n];
/** Of a coarser level than the finest, a column holds at least so many buckets, or it might be half a pixel wide. */
const FINEST = 2n;
/** The server answers no wider view. */
const MOST_COLUMNS = 16384;

/**
 * The smallest window over the one on show whose columns are whole buckets, each as near to a pixel as that goes and no
 * wider: what the server answers from a single run of buckets. Null where there is none: on an irregular axis, or
 * where a pixel holds less than a bucket. The benchmark's copy of this rule is bench/aligned_windows.py.
 */
export function alignedWindow(axis: AxisInfo, { start, end }: Window, width: number): AlignedWindow | null {
  if (!axis.regular || axis.step === null || axis.step <= 0n) return null;
  const samples = (end - start) / (axis.step * BigInt(width));
  const fitting = BUCKETS.filter((bucket, level) => samples >= (level > 0 ? FINEST : 1n) * bucket).at(-1);
  if (fitting === undefined) return null;
  const bucket = axis.step * fitting;
  const column = axis.step * (samples - (samples % fitting));
  const begin = axis.first + floorDiv(start - axis.first, bucket) * bucket;
  const columns = ceilDiv(end - begin, column);
  return columns > MOST_COLUMNS ? null : { start: asTick(begin), end: asTick(begin + columns * column), width: Number(columns) };
}
