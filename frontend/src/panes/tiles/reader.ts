import { clampTick, spanOf, tickAt } from "../../core/tick";
import type { AxisInfo, Tick, Tile, Window } from "../../core/types";
import { meanStep, nearestRegular } from "../../core/window";
import { cover, entryAt, ranked, readingAt, resolution, tickOf, type Piece, type Reading } from "./cover";
import type { Loader } from "./loader";

/** What is known of the samples at a place of the view, from the tiles that show it. */
export class Reader {
  /** The tiles in view, from left to right. */
  pieces: readonly Piece[] = [];
  /** Distance of two samples in ticks from which there is a gap between them; null when not known. */
  gap: number | null = null;
  #window: Window;
  #width = 1;

  constructor(
    private readonly axis: AxisInfo,
    private readonly loader: Loader,
    private readonly givenGap: Tick | null,
    window: Window,
  ) {
    this.#window = window;
  }

  /** Choose the tiles for a window of so many CSS pixels. */
  look(window: Window, width: number): void {
    this.#window = window;
    this.#width = width;
    this.pieces = cover(window, ranked(this.loader.tiles, window, width * devicePixelRatio));
    this.gap = this.gapIn(this.pieces.map(({ tile }) => tile));
  }

  /** The exact moment at `x` CSS pixels from the plotting area's left edge. */
  momentAt(x: number): Tick {
    return tickAt(this.#window.start, (x / this.#width) * spanOf(this.#window));
  }

  /**
   * The sample shown there: in the exact tile, the first sample of the pixel column, because that is the one whose
   * value can be read; else the nearest.
   */
  sampleAt(x: number): Tick {
    const { axis } = this;
    const at = clampTick(this.momentAt(x), axis.first, axis.last);
    const piece = this.#pieceAt(at);
    if (piece && resolution(piece.tile) * this.#width <= 1.5 * spanOf(this.#window)) {
      const found = tickOf(piece.tile, entryAt(piece.tile, at));
      if (found !== null) return clampTick(found, axis.first, axis.last);
    }
    return this.snap(at);
  }

  /** The sample nearest to a tick: exact on a regular axis, else the nearest known to the tiles in hand. */
  snap(at: Tick): Tick {
    const { axis } = this;
    const exact = nearestRegular(axis, at);
    if (exact !== null) return exact;
    let best: Tick = at - axis.first < axis.last - at ? axis.first : axis.last;
    const far = (tick: Tick): bigint => (tick > at ? tick - at : at - tick);
    for (const tile of this.loader.tiles) {
      const found = tickOf(tile, entryAt(tile, at));
      if (found !== null && far(found) < far(best)) best = found;
    }
    return best;
  }

  /** Distance of the samples in view, in ticks. */
  stepHere(): number {
    const piece = this.pieces[0];
    if (this.axis.regular || piece?.tile.mode !== "samples") return meanStep(this.axis);
    const usual = this.loader.gapOf(piece.tile);
    return usual === null ? meanStep(this.axis) : Math.min(meanStep(this.axis), usual / 3);
  }

  /** What each channel reads at a tick in view; null where nothing is known. */
  readings(at: Tick, channels: readonly number[]): (Reading | null)[] {
    const piece = this.#pieceAt(at);
    const entry = piece ? entryAt(piece.tile, at) : -1;
    return channels.map((channel) => (piece && entry >= 0 ? readingAt(piece.tile, entry, channel) : null));
  }

  #pieceAt(at: Tick): Piece | null {
    return this.pieces.find(({ from, to }) => at >= from && at < to) ?? null;
  }

  /** Distance of two samples in ticks from which there is a gap between them, as far as these tiles can tell. */
  gapIn(tiles: readonly Tile[]): number | null {
    if (this.givenGap !== null) return Number(this.givenGap);
    if (this.axis.step !== null) return 3 * Number(this.axis.step);
    for (const tile of tiles) if (tile.mode === "samples") return this.loader.gapOf(tile);
    return null;
  }
}
