import { offsetOf, spanOf } from "../../core/tick";
import { EMPTY_COLUMN, type ColumnTile, type FloatArray, type SampleTile, type Tick } from "../../core/types";
import { entries, type Piece } from "../tiles/cover";
import { leastPositive } from "../tiles/extent";

/** Where ticks and values fall on the plotting area, in device pixels from its top left corner. */
export interface Projection {
  /** Tick at the left edge. */
  readonly origin: Tick;
  readonly perTick: number;
  readonly height: number;
  /** Values at the lower and the upper edge; on a logarithmic axis, their exponents of ten. */
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  /** Thickness of a line. */
  readonly thick: number;
}

/** Takes what fills whole pixel columns, and lines too dense to be seen apart. */
export interface BarPen {
  rect(x: number, y: number, width: number, height: number): void;
  segment(x0: number, y0: number, x1: number, y1: number, half: number): void;
}

/** Takes a line: a path, or a canvas. */
export interface LinePen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** What one channel is drawn with: bars for columns, dense samples and dots; a line for the few samples of a close view. */
export interface Pens {
  readonly bars: BarPen;
  readonly line: LinePen;
}

/** Samples further apart than this get a dot each. */
const DOT_SPACING = 8;
/** So many samples can be drawn as a smooth line at no cost that is felt. */
const FEW = 500;
/** Far off the canvas there is nothing to see, and rasterisers dislike huge numbers. */
const FAR = 1e5;

/**
 * Draw one channel's pieces.
 *
 * @param gap  distance of two samples in ticks from which there is a gap between them; null when not known
 */
export function traceChannel(pieces: readonly Piece[], channel: number, at: Projection, gap: number | null, pens: Pens): void {
  for (const piece of pieces) {
    const [first, last] = entries(piece);
    const { tile } = piece;
    if (tile.mode === "columns") {
      const found = tile.channels.find(({ index }) => index === channel);
      if (found) traceColumns(tile, found, first, last, at, gap, pens.bars);
    } else {
      const found = tile.channels.find(({ index }) => index === channel);
      if (found) traceSamples(tile, found.values, first, last, at, gap, pens);
    }
  }
}

/**
 * One bar a column, from the exact minimum to the exact maximum. Where two neighbours' bars do not meet, the line
 * from the one's last to the other's first sample is what joins them: a pixel wide, so each bar grows half the way.
 */
function traceColumns(
  tile: ColumnTile,
  { min, max, first: firsts, last: lasts }: { min: FloatArray; max: FloatArray; first: FloatArray; last: FloatArray },
  first: number,
  last: number,
  at: Projection,
  gap: number | null,
  pen: BarPen,
): void {
  const { high, height, low, log, thick } = at;
  const scale = height / (high - low);
  const x0 = offsetOf(tile.start, at.origin) * at.perTick;
  const width = (spanOf(tile) / tile.ticks.length) * at.perTick;
  const half = thick / 2;
  let upper = NaN; // the bar not yet drawn
  let lower = NaN;
  let from = 0;
  let to = 0;
  let before = -1;
  for (let i = first; i < last; i++) {
    let a = max[i] ?? NaN;
    let b = min[i] ?? NaN;
    if (log) {
      b = Math.log10(b > 0 ? b : leastPositive(a, firsts[i] ?? NaN, lasts[i] ?? NaN));
      a = a > 0 ? Math.log10(a) : NaN;
    }
    if (a !== a) {
      if (before >= 0 && !bridged(tile, before, i, last, gap)) {
        pen.rect(from, upper, to - from, lower - upper);
        before = -1;
      }
      continue;
    }
    let y0 = clamp((high - a) * scale);
    let y1 = clamp((high - b) * scale);
    if (y1 - y0 < thick) {
      const middle = (y0 + y1) / 2;
      y0 = middle - half;
      y1 = middle + half;
    }
    if (before >= 0) {
      if (y0 > lower) {
        const middle = (y0 + lower) / 2;
        lower = middle;
        y0 = middle;
      } else if (y1 < upper) {
        const middle = (y1 + upper) / 2;
        upper = middle;
        y1 = middle;
      }
      if (i > before + 1) to = Math.round(x0 + i * width);
      pen.rect(from, upper, to - from, lower - upper);
    }
    upper = y0;
    lower = y1;
    from = Math.round(x0 + i * width);
    to = Math.max(from + 1, Math.round(x0 + (i + 1) * width));
    before = i;
  }
  if (before >= 0) pen.rect(from, upper, to - from, lower - upper);
}

/** Whether the columns from `from` to the next with a sample are empty only because samples are sparse, not missing. */
function bridged(tile: ColumnTile, from: number, empty: number, last: number, gap: number | null): boolean {
  // Samples without a value are a gap of their own.
  if (gap === null || (tile.counts[empty] ?? 0) > 0) return false;
  let next = empty;
  while (next < last && (tile.counts[next] ?? 0) === 0) next++;
  if (next >= last) return false;
  const one = tile.ticks[from] ?? EMPTY_COLUMN;
  const other = tile.ticks[next] ?? EMPTY_COLUMN;
  return one !== EMPTY_COLUMN && other !== EMPTY_COLUMN && Number(other - one) <= gap;
}

/** A line from sample to sample, broken at gaps; dots where samples are far apart, and where one stands alone. */
function traceSamples(tile: SampleTile, values: FloatArray, first: number, last: number, at: Projection, gap: number | null, { bars, line }: Pens): void {
  const { high, height, low, log, thick } = at;
  const scale = height / (high - low);
  const offsets = offsetsOf(tile);
  const start = offsetOf(tile.start, at.origin);
  const spacing = last - first > 1 ? (((offsets[last - 1] ?? 0) - (offsets[first] ?? 0)) / (last - first - 1)) * at.perTick : Infinity;
  const dense = last - first > FEW;
  const dot = spacing >= DOT_SPACING * thick ? Math.round(thick * 3.2) : 0;
  const lone = Math.max(2, Math.round(thick * 2));
  const mark = (x: number, y: number, size: number): void => {
    bars.rect(Math.round(x - size / 2), Math.round(y - size / 2), size, size);
  };
  let open = false; // a line ends in the sample before
  let single = false; // and that sample is the only one in it
  let lastX = 0;
  let lastY = 0;
  let lastTick = 0;
  for (let i = first; i < last; i++) {
    let value = values[i] ?? NaN;
    if (log) value = value > 0 ? Math.log10(value) : NaN;
    const offset = start + (offsets[i] ?? 0);
    const missing = value !== value;
    if (open && (missing || (gap !== null && offset - lastTick > gap))) {
      if (single && dot === 0) mark(lastX, lastY, lone);
      open = false;
    }
    if (missing) continue;
    const x = offset * at.perTick;
    const y = clamp((high - value) * scale);
    if (open) {
      if (dense) bars.segment(lastX, lastY, x, y, thick / 2);
      else line.lineTo(x, y);
      single = false;
    } else {
      if (!dense) line.moveTo(x, y);
      open = true;
      single = true;
    }
    if (dot > 0) mark(x, y, dot);
    lastX = x;
    lastY = y;
    lastTick = offset;
  }
  if (open && single && dot === 0) mark(lastX, lastY, lone);
}

const known = new WeakMap<SampleTile, Float64Array>();

/** Distance of each sample from the tile's start, in ticks: int64 is too slow to be asked anew for every frame. */
function offsetsOf(tile: SampleTile): Float64Array {
  let offsets = known.get(tile);
  if (offsets === undefined) known.set(tile, (offsets = Float64Array.from(tile.ticks, (tick) => offsetOf(tick, tile.start))));
  return offsets;
}

function clamp(y: number): number {
  return y > FAR ? FAR : y < -FAR ? -FAR : y;
}

/** Three times the usual distance of samples: from there on it is a gap. Null when a tile cannot tell. */
export function gapOf(tile: SampleTile): number | null {
  const distances: number[] = [];
  for (let i = 1; i < tile.ticks.length; i++) distances.push(Number((tile.ticks[i] ?? 0n) - (tile.ticks[i - 1] ?? 0n)));
  if (distances.length < 3) return null;
  distances.sort((a, b) => a - b);
  return 3 * (distances[distances.length >> 1] ?? 0);
}
