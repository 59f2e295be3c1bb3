import type { Tick, Tile } from "../core/types";

export type { ColumnTile, SampleTile, Tile } from "../core/types";

export interface TileRequest {
  /** Numbers of the series' channels. */
  readonly channels: readonly number[];
  readonly start: Tick;
  /** Exclusive. */
  readonly end: Tick;
  /** Pixel columns of the device. */
  readonly width: number;
  readonly signal: AbortSignal;
}

/** Views of one series. Rejects with an ApiError, or with an AbortError when the signal says so. */
export interface TileSource {
  request(request: TileRequest): Promise<Tile>;
  /** Stop the worker and drop what is kept. */
  close?(): void;
}

export interface TileSourceOptions {
  /** Address of the view without its query, such as "/faultmark/api/tasks/7/series/ab12/view". */
  url: string;
  /** Bytes of decoded tiles to keep. Default 64 MiB. */
  capacity?: number;
}

/** Tiles fetched and decoded in a worker. Close it when the series is left. */
export function createTileSource(options: TileSourceOptions): TileSource & { close(): void } {
  void options;
  throw new Error("tiles: coming");
}

/** Address of a series' views, for {@link createTileSource}. */
export function viewUrl(task: number, series: string, base = "/faultmark/api/"): string {
  return `${base}tasks/${task}/series/${encodeURIComponent(series)}/view`;
}
