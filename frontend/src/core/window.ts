import { asTick, floorDiv, spanOf, tickAt } from "./tick";
import type { AxisInfo, Tick, Window } from "./types";

/** No closer than this many samples across. */
const FEWEST_SAMPLES = 8;
/** How much of the series' length may show beyond its ends. */
const MARGIN = 0.02;

/** Mean distance of two samples; 1 where there are not two. */
export function meanStep(axis: AxisInfo): number {
  if (axis.step !== null && axis.step > 0n) return Number(axis.step);
  return axis.size > 1 ? Math.max(1, Number(axis.last - axis.first) / (axis.size - 1)) : 1;
}

/** The window that shows the whole series. */
export function fullWindow(axis: AxisInfo): Window {
  const least = Math.ceil(meanStep(axis) * FEWEST_SAMPLES);
  const span = Math.max(Number(axis.last - axis.first) + 1, 1);
  const spare = span < least ? BigInt(Math.ceil((least - span) / 2)) : 0n;
  return { start: asTick(axis.first - spare), end: asTick(axis.last + 1n + spare) };
}

/**
 * The window nearest to the one wished for that is neither closer than 8 samples nor beyond the series by
 * more than a little margin. `step` is the distance of samples hereabouts, where it is known.
 */
export function clampWindow(axis: AxisInfo, wish: Window, step = meanStep(axis)): Window {
  const full = fullWindow(axis);
  const margin = BigInt(Math.ceil(spanOf(full) * MARGIN));
  const low = full.start - margin;
  const high = full.end + margin;
  const least = BigInt(Math.max(2, Math.ceil(step * FEWEST_SAMPLES)));
  let span = wish.end - wish.start;
  let start: bigint = wish.start;
  if (span < least) {
    start -= (least - span) / 2n;
    span = least;
  }
  if (span > high - low) span = high - low;
  if (start + span > high) start = high - span;
  if (start < low) start = low;
  return { start: asTick(start), end: asTick(start + span) };
}

/** Zoom so that `at` stays where it is. A factor below 1 comes closer. */
export function zoomWindow(axis: AxisInfo, window: Window, at: Tick, factor: number, step?: number): Window {
  const span = spanOf(window);
  const share = span > 0 ? Number(at - window.start) / span : 0.5;
  const full = spanOf(fullWindow(axis)) * (1 + 2 * MARGIN);
  const least = Math.max(2, Math.ceil((step ?? meanStep(axis)) * FEWEST_SAMPLES));
  // Limit the length before placing it, or the point under the pointer would slip at the limits.
  const next = Math.min(full, Math.max(least, span * factor));
  const start = tickAt(at, -share * next);
  return clampWindow(axis, { start, end: tickAt(start, next) }, step);
}

/** Shift by a distance in ticks, without changing the length. */
export function panWindow(axis: AxisInfo, window: Window, by: number): Window {
  const start = tickAt(window.start, by);
  const moved = { start, end: asTick(start + (window.end - window.start)) };
  // Where the length is already at a limit, clamping must not change it.
  return clampWindow(axis, moved, 0);
}

/** The sample nearest to a tick on a regular axis. Null on an irregular one, which has to be asked. */
export function nearestRegular(axis: AxisInfo, at: Tick): Tick | null {
  if (at <= axis.first) return axis.first;
  if (at >= axis.last) return axis.last;
  if (!axis.regular || axis.step === null || axis.step <= 0n) return null;
  return asTick(axis.first + floorDiv(at - axis.first + axis.step / 2n, axis.step) * axis.step);
}

/** Index of the nearest of ascending ticks; -1 when there are none. */
export function nearestIndex(ticks: BigInt64Array, at: bigint, length = ticks.length): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ticks[middle] ?? 0n) < at) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return length > 0 ? 0 : -1;
  if (low === length) return length - 1;
  return at - (ticks[low - 1] ?? 0n) <= (ticks[low] ?? 0n) - at ? low - 1 : low;
}
