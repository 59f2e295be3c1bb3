import { asTick } from "../../core/tick";
import { EMPTY_COLUMN, type ColumnTile, type SampleTile } from "../../core/types";

/** Tiles for the tests: the channel in them has number 3. A column is `[min, max]`, or null where it is empty. */
export function columns(start: bigint, end: bigint, bars: ([number, number] | null)[], counts = bars.map((bar) => (bar ? 5 : 0))): ColumnTile {
  const width = (end - start) / BigInt(bars.length);
  const floats = (part: 0 | 1): Float32Array => Float32Array.from(bars, (bar) => bar?.[part] ?? NaN);
  return {
    mode: "columns", start: asTick(start), end: asTick(end), firstIndex: 0, count: 100,
    ticks: BigInt64Array.from(bars, (_, i) => ((counts[i] ?? 0) > 0 ? start + BigInt(i) * width : EMPTY_COLUMN)),
    counts: Uint32Array.from(counts),
    channels: [{ index: 3, min: floats(0), max: floats(1), first: floats(0), last: floats(1) }],
  };
}
export function samples(ticks: bigint[], values: number[]): SampleTile {
  return {
    mode: "samples", start: asTick(ticks[0] ?? 0n), end: asTick((ticks.at(-1) ?? 0n) + 1n), firstIndex: 0, count: ticks.length,
    ticks: BigInt64Array.from(ticks), channels: [{ index: 3, values: Float32Array.from(values) }],
  };
}
