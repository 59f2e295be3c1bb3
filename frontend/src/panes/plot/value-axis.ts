import { roundText, tickFormat } from "../../core/format";
import { logTicks, padded, steadyRange, valueTicks, type Range } from "../../core/scale";
import type { Piece } from "../tiles/cover";
import { extremes, positiveExtremes, robustExtremes, type Extent } from "../tiles/extent";
import type { Limit, PaneScale } from "../types";

/** Share of the columns that a robust axis leaves out at either end. */
const OUTER = 0.01;
/** A limit this near to the values, as a share of their extent, is shown with them. */
const NEAR = 0.4;

/**
 * A pane's value axis. Positions on it are values, or their logarithms to the base of ten; {@link range} is of
 * positions.
 */
export class ValueAxis {
  range: Range = [0, 1];
  /** Whether there are values in view that a logarithmic axis has no place for. */
  missing = false;
  #mode: PaneScale["mode"] = "auto";
  #steady: Range | null = null;

  get log(): boolean {
    return this.#mode === "log";
  }

  /** Choose the range for what is in view. */
  fit(scale: PaneScale, limits: readonly Limit[], pieces: readonly Piece[], channels: readonly number[]): void {
    if (scale.mode !== this.#mode) this.#steady = null;
    this.#mode = scale.mode;
    this.missing = false;
    let low = Infinity;
    let high = -Infinity;
    for (const channel of channels) {
      const [a, b] = this.#extent(pieces, channel);
      low = Math.min(low, this.positionOf(a));
      high = Math.max(high, this.positionOf(b));
    }
    this.#steady = steadyRange(this.#steady, ...this.#withLimits(low, high, limits));
    this.range = this.#pinned(scale, this.#steady);
  }

  positionOf(value: number): number {
    return this.log ? Math.log10(value) : value;
  }

  valueOf(position: number): number {
    return this.log ? 10 ** position : position;
  }

  /** Round values and how they are written, at most `most` of them. */
  ticks(most: number): { at: number; label: string }[] {
    if (this.log) return logTicks(this.range, most).map(({ at, value }) => ({ at, label: roundText(value) }));
    const { values, step, decimals } = valueTicks(this.range, most);
    const format = tickFormat(step, Math.max(Math.abs(this.range[0]), Math.abs(this.range[1])), decimals);
    return values.map((at) => ({ at, label: format(at) }));
  }

  #extent(pieces: readonly Piece[], channel: number): Extent {
    if (this.#mode === "robust") return robustExtremes(pieces, channel, OUTER);
    if (!this.log) return extremes(pieces, channel);
    const { extent, others } = positiveExtremes(pieces, channel);
    this.missing ||= others;
    // No positive value: an empty extent of logarithms as well.
    return extent[0] > extent[1] ? [Infinity, 0] : extent;
  }

  #withLimits(low: number, high: number, limits: readonly Limit[]): Extent {
    const reach = (high - low) * NEAR;
    if (!(reach > 0) || !Number.isFinite(reach)) return [low, high];
    const near = limits.map(({ value }) => this.positionOf(value)).filter((at) => at >= low - reach && at <= high + reach);
    return [Math.min(low, ...near), Math.max(high, ...near)];
  }

  #pinned({ low, high }: PaneScale, [from, to]: Range): Range {
    const pin = (value: number | undefined, otherwise: number): number => {
      const at = value === undefined ? NaN : this.positionOf(value);
      return Number.isFinite(at) ? at : otherwise;
    };
    const range: Range = [pin(low, from), pin(high, to)];
    if (range[0] < range[1]) return range;
    // One end is held beyond all values.
    return high === undefined ? padded(range[0], range[0]) : padded(range[1], range[1]);
  }
}
