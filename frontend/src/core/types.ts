/** An int64 moment on a series' axis: nanoseconds since the epoch (UTC), or value × 10^decimals. JSON carries it as a string. */
export type Tick = bigint & { readonly __tick: unique symbol };

/** A stretch of the axis. The end is exclusive. */
export interface Window {
  readonly start: Tick;
  readonly end: Tick;
}

/** What is known about a series' axis. `step` is the distance of two samples on a regular axis, else null. */
export interface AxisInfo {
  readonly kind: "time" | "number";
  readonly decimals: number;
  readonly regular: boolean;
  readonly step: Tick | null;
  readonly first: Tick;
  readonly last: Tick;
  readonly size: number;
}

/** A length on the page, as the browser counts it. */
export type CssPx = number & { readonly __px?: "css" };
/** A length on the screen: CSS pixels × devicePixelRatio. */
export type DevicePx = number & { readonly __px?: "device" };

export type FloatArray = Float32Array | Float64Array;

interface TileBase {
  /** The stretch of the axis the tile was made for. The end is exclusive. */
  readonly start: Tick;
  readonly end: Tick;
  /** Number of the first sample in the window, counted from the start of the series. */
  readonly firstIndex: number;
  /** How many samples lie in the window. */
  readonly count: number;
  /** Tick of each sample, or of the first sample in each column. Empty columns hold {@link EMPTY_COLUMN}. */
  readonly ticks: BigInt64Array;
}

/** One vertical bar per pixel column: the exact extremes of its samples, and what it starts and ends with. */
export interface ColumnTile extends TileBase {
  readonly mode: "columns";
  readonly counts: Uint32Array;
  readonly channels: readonly {
    readonly index: number;
    readonly min: FloatArray;
    readonly max: FloatArray;
    readonly first: FloatArray;
    readonly last: FloatArray;
  }[];
}

/** Every sample, because there are no more than two per pixel; with one beyond each edge where there is one. */
export interface SampleTile extends TileBase {
  readonly mode: "samples";
  readonly channels: readonly { readonly index: number; readonly values: FloatArray }[];
}

export type Tile = ColumnTile | SampleTile;

/** Stands in `ColumnTile.ticks` for a column without a sample: the smallest int64. */
export const EMPTY_COLUMN = -(2n ** 63n);
