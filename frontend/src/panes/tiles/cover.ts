import { asTick, maxTick, minTick, sameWindow, spanOf } from "../../core/tick";
import { EMPTY_COLUMN, type Tick, type Tile, type Window } from "../../core/types";
import { nearestIndex } from "../../core/window";

/** A part of the view and the tile that shows it. The end is exclusive. */
export interface Piece {
  readonly tile: Tile;
  readonly from: Tick;
  readonly to: Tick;
}

/** Ticks that one column, or one sample, of a tile stands for. */
export function resolution(tile: Tile): number {
  return spanOf(tile) / Math.max(1, tile.ticks.length);
}

/** The tiles in the order in which they should be asked to show a window: exact first, then the nearest in detail. */
export function ranked(tiles: Iterable<Tile>, window: Window, width: number): Tile[] {
  const wanted = spanOf(window) / Math.max(1, width);
  const cost = (tile: Tile): number => {
    if (sameWindow(tile, window)) return -1;
    if (tile.end <= window.start || tile.start >= window.end) return Infinity;
    // Every sample is as exact as the exact tile; it only costs more to draw.
    if (tile.mode === "samples") return 0;
    return Math.abs(Math.log2(resolution(tile) / wanted));
  };
  return [...tiles]
    .map((tile) => ({ tile, cost: cost(tile) }))
    .filter((entry) => entry.cost < Infinity)
    .sort((a, b) => a.cost - b.cost)
    .map((entry) => entry.tile);
}

/** Share a window out among tiles: each shows what those before it do not reach. From left to right. */
export function cover(window: Window, tiles: readonly Tile[]): Piece[] {
  let open: Window[] = [window];
  const pieces: Piece[] = [];
  for (const tile of tiles) {
    if (open.length === 0) break;
    const left: Window[] = [];
    for (const hole of open) {
      const from = maxTick(hole.start, tile.start);
      const to = minTick(hole.end, tile.end);
      if (from >= to) {
        left.push(hole);
        continue;
      }
      pieces.push({ tile, from, to });
      if (hole.start < from) left.push({ start: hole.start, end: from });
      if (to < hole.end) left.push({ start: to, end: hole.end });
    }
    open = left;
  }
  return pieces.sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** First and last (exclusive) entry of a tile that belongs to a piece; one more on each side where there is one. */
export function entries({ tile, from, to }: Piece): [number, number] {
  const length = tile.ticks.length;
  if (tile.mode === "columns") {
    const perColumn = spanOf(tile) / length;
    const first = Math.floor(Number(from - tile.start) / perColumn);
    const last = Math.ceil(Number(to - tile.start) / perColumn);
    return [Math.max(0, first), Math.min(length, last)];
  }
  const first = nearestIndex(tile.ticks, from);
  const last = nearestIndex(tile.ticks, to);
  return first < 0 ? [0, 0] : [Math.max(0, first - 1), Math.min(length, last + 2)];
}

/** Index of the entry that shows a tick: the column it falls into, or the nearest sample. -1 where there is none. */
export function entryAt(tile: Tile, at: Tick): number {
  const length = tile.ticks.length;
  if (tile.mode === "samples") return nearestIndex(tile.ticks, at);
  const column = Math.min(length - 1, Math.max(0, Math.floor((Number(at - tile.start) * length) / spanOf(tile))));
  for (let away = 0; away < length; away++) {
    if (column - away >= 0 && tile.ticks[column - away] !== EMPTY_COLUMN) return column - away;
    if (column + away < length && tile.ticks[column + away] !== EMPTY_COLUMN) return column + away;
  }
  return -1;
}

/** The tick of a sample that an entry stands for. */
export function tickOf(tile: Tile, entry: number): Tick | null {
  const tick = tile.ticks[entry];
  return tick === undefined || tick === EMPTY_COLUMN ? null : asTick(tick);
}

/** What a channel reads at an entry: the value, and the extremes where the entry stands for several samples. */
export interface Reading {
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

export function readingAt(tile: Tile, entry: number, channel: number): Reading | null {
  if (tile.mode === "samples") {
    const value = tile.channels.find(({ index }) => index === channel)?.values[entry];
    return value === undefined ? null : { value, min: value, max: value };
  }
  const column = tile.channels.find(({ index }) => index === channel);
  const value = column?.first[entry];
  return column === undefined || value === undefined ? null : { value, min: column.min[entry] ?? NaN, max: column.max[entry] ?? NaN };
}
