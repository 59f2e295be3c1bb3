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
import { stroke } from "./pens";
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
  readonly under: (pen: CanvasRenderingContext2D, area: Area) => void;
  /** Edges and tags, above them. */
  readonly over: (pen: CanvasRenderingContext2D, area: Area) => void;
}

/**
 * One pane's canvas. uPlot keeps the canvas, its pixel ratio, the value axis and the order of painting; its x scale is
 * always 0…1, because int64 ticks do not fit into its floats: our own projection places them.
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
            splits: () => this.#splits(),
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
            points: { show: false },
            paths: () => {
              this.#trace(at);
              return null;
            },
          })),
        ],
        hooks: {
          drawClear: [
            (plot): void => {
              this.#paint(plot.ctx, painter.under);
            },
          ],
          draw: [
            (plot): void => {
              this.#paint(plot.ctx, painter.over);
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

  /** Paint again what was last drawn: only the regions are new. */
  redraw(): void {
    this.plot.batch(() => {
      this.plot.redraw(false, false);
    });
  }

  destroy(): void {
    this.plot.destroy();
  }

  /** uPlot remembers what it last set on its context, so it has to find that again. */
  #paint(pen: CanvasRenderingContext2D, paint: ChartPainter["under"]): void {
    pen.save();
    paint(pen, this.area);
    pen.restore();
  }

  #fit(view: ChartView): Range {
    const { mode, low: pinned, high: held } = this.spec.scale;
    if (mode === "fixed" && pinned !== undefined && held !== undefined) return [pinned, held];
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
    return valueTicks(this.#range, Math.max(2, Math.min(6, Math.floor(this.plot.height / 28))));
  }

  /** Tick values, without those whose labels the pane's edge would cut. */
  #splits(): number[] {
    const [low, high] = this.#range;
    const edge = ((high - low) * 7) / Math.max(14, this.plot.height);
    return this.#ticks().values.filter((value) => value > low + edge && value < high - edge);
  }

  /** Paint a channel. */
  #trace(at: number): void {
    const view = this.#view;
    const channel = this.spec.channels[at];
    if (!view || !channel) return;
    const { left, top, width, height, ratio } = this.area;
    const projection: Projection = {
      origin: view.window.start,
      perTick: width / Math.max(1, offsetOf(view.window.end, view.window.start)),
      left,
      top,
      height,
      low: this.#range[0],
      high: this.#range[1],
      thick: 1.25 * ratio,
    };
    const pen = this.plot.ctx;
    pen.save();
    pen.beginPath();
    pen.rect(left, top, width, height);
    pen.clip();
    pen.fillStyle = pen.strokeStyle = this.colour(channel.color, at);
    stroke(pen, ratio, (pens) => traceChannel(view.pieces, channel.index, projection, view.gap, pens));
    pen.restore();
  }
}
