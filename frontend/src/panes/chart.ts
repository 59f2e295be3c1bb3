import uPlot from "uplot";

import { legible } from "../core/colour";
import { tickFormat } from "../core/format";
import type { Palette } from "../core/palette";
import { steadyRange, valueTicks, type Range } from "../core/scale";
import { offsetOf } from "../core/tick";
import type { Window } from "../core/types";
import { extremes, type Piece } from "./cover";
import { FONT, GUTTER, PAD_RIGHT } from "./layout";
import { traceChannel, type Projection } from "./paths";
import type { Area } from "./region-painter";
import type { PaneSpec } from "./types";

/** What a pane shows, as plain data. */
export interface ChartView {
  readonly window: Window;
  readonly pieces: readonly Piece[];
  /** Distance in ticks from which two samples have a gap between them. */
  readonly gap: number | null;
}

export interface ChartPainter {
  /** Grid and grounds, beneath the channels. */
  under(pen: CanvasRenderingContext2D, area: Area): void;
  /** Edges and tags, above them. */
  over(pen: CanvasRenderingContext2D, area: Area): void;
}

/**
 * One pane's canvas. uPlot keeps the canvas, its pixel ratio, the value axis and the paths; the x scale is always
 * 0…1, because int64 ticks do not fit into its floats: our own projection places them.
 */
export class Chart {
  readonly plot: uPlot;
  #view: ChartView | null = null;
  #range: Range = [0, 1];
  #auto: Range | null = null;

  constructor(
    root: HTMLElement,
    readonly spec: PaneSpec,
    private readonly palette: () => Palette,
    painter: ChartPainter,
    size: { width: number; height: number },
  ) {
    const axisFont = `11px ${FONT}`;
    const colours = spec.channels.map((channel, at) => () => this.colour(channel.color, at));
    this.plot = new uPlot(
      {
        ...size,
        padding: [0, PAD_RIGHT, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        select: { show: false, left: 0, top: 0, width: 0, height: 0 },
        scales: {
          x: { time: false, auto: false, range: [0, 1] },
          y: { auto: false, range: () => [this.#range[0], this.#range[1]] },
        },
        axes: [
          { show: false },
          {
            size: GUTTER,
            gap: 6,
            font: axisFont,
            stroke: () => this.palette().muted,
            grid: { show: false },
            ticks: { show: false },
            border: { show: false },
            splits: () => [...this.#ticks().values],
            values: (_, values) => {
              const { step, decimals } = this.#ticks();
              const format = tickFormat(step, Math.max(Math.abs(this.#range[0]), Math.abs(this.#range[1])), decimals);
              return values.map(format);
            },
          },
        ],
        series: [
          {},
          ...spec.channels.map((channel, at) => ({
            label: channel.name,
            scale: "y",
            auto: false,
            width: 1.25,
            pxAlign: 0,
            points: { show: false },
            stroke: colours[at] ?? "",
            fill: colours[at] ?? "",
            paths: () => this.#paths(channel.index),
          })),
        ],
        hooks: {
          drawClear: [
            (plot): void => {
              painter.under(plot.ctx, this.area);
            },
          ],
          draw: [
            (plot): void => {
              painter.over(plot.ctx, this.area);
            },
          ],
        },
      },
      [[0, 1], ...spec.channels.map(() => [0, 0])],
      root,
    );
  }

  /** The colour a channel is drawn in. */
  colour(given: string | null, at: number): string {
    const theme = this.palette();
    return given === null ? (theme.channels[at % theme.channels.length] ?? theme.signal) : legible(given, theme.page, 2);
  }

  get area(): Area {
    const { left, top, width, height } = this.plot.bbox;
    return { left, top, width, height, ratio: devicePixelRatio };
  }

  get range(): Range {
    return this.#range;
  }

  resize(width: number, height: number): void {
    if (this.plot.width !== width || this.plot.height !== height) this.plot.setSize({ width, height });
  }

  /** Draw everything anew, now. */
  draw(view: ChartView): void {
    this.#view = view;
    this.#range = this.#fit(view);
    this.plot.batch(() => {
      this.plot.setScale("y", { min: this.#range[0], max: this.#range[1] });
      this.plot.redraw(true, false);
    });
  }

  /** Draw the regions anew, and the channels from the paths at hand. */
  redraw(): void {
    this.plot.batch(() => {
      this.plot.redraw(false, false);
    });
  }

  destroy(): void {
    this.plot.destroy();
  }

  #fit(view: ChartView): Range {
    if (this.spec.range) return this.spec.range;
    let low = Infinity;
    let high = -Infinity;
    for (const { index } of this.spec.channels) {
      const [a, b] = extremes(view.pieces, index);
      low = Math.min(low, a);
      high = Math.max(high, b);
    }
    this.#auto = steadyRange(this.#auto, low, high);
    return this.#auto;
  }

  #ticks(): ReturnType<typeof valueTicks> {
    return valueTicks(this.#range, Math.max(2, Math.min(5, Math.floor(this.plot.height / 34))));
  }

  #paths(channel: number): uPlot.Series.Paths | null {
    const view = this.#view;
    if (!view) return null;
    const { left, top, width, height, ratio } = this.area;
    const at: Projection = {
      origin: view.window.start,
      perTick: width / Math.max(1, offsetOf(view.window.end, view.window.start)),
      left,
      top,
      height,
      low: this.#range[0],
      high: this.#range[1],
      thick: 1.25 * ratio,
    };
    const filled = new Path2D();
    const line = new Path2D();
    traceChannel(view.pieces, channel, at, view.gap, { bars: filled, line, dots: filled });
    return { stroke: line, fill: filled };
  }
}
