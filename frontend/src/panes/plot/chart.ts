import uPlot from "uplot";

import { legible, withAlpha } from "../../core/colour";
import type { Palette } from "../../core/palette";
import { offsetOf } from "../../core/tick";
import type { Window } from "../../core/types";
import { FONT, GUTTER, PAD_RIGHT } from "../layout";
import type { Area } from "../regions/area";
import type { Piece } from "../tiles/cover";
import type { PaneSpec } from "../types";
import { paintLimits } from "./limits";
import { traceChannel, type Projection } from "./paths";
import { stroke } from "./pens";
import { ValueAxis } from "./value-axis";

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
  readonly axis = new ValueAxis();
  /** Number of the channel that stands out against the others, by its place in the pane. */
  emphasis: number | null = null;
  #view: ChartView | null = null;

  constructor(
    root: HTMLElement,
    public spec: PaneSpec,
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
          y: { auto: false, range: () => [this.axis.range[0], this.axis.range[1]] },
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
            splits: () => this.#ticks().map(({ at }) => at),
            values: () => this.#ticks().map(({ label }) => label),
          },
        ],
        // One series stands for all channels: they may come and go without a new plot.
        series: [
          {},
          {
            scale: "y",
            auto: false,
            points: { show: false },
            paths: () => {
              this.#traceAll();
              return null;
            },
          },
        ],
        hooks: {
          drawClear: [
            (plot): void => {
              this.#paint(plot.ctx, painter.under);
            },
          ],
          draw: [
            (plot): void => {
              this.#paint(plot.ctx, (pen, area) => {
                paintLimits(pen, area, this.spec.limits, this.axis, this.palette());
                painter.over(pen, area);
              });
            },
          ],
        },
      },
      [[0, 1], [0, 0]],
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

  resize(width: number, height: number): void {
    if (this.plot.width !== width || this.plot.height !== height) this.plot.setSize({ width, height });
  }

  /** Draw everything anew, now. */
  draw(view: ChartView): void {
    this.#view = view;
    const { scale, limits, channels } = this.spec;
    this.axis.fit(scale, limits, view.pieces, channels.map(({ index }) => index));
    const [min, max] = this.axis.range;
    this.plot.batch(() => {
      this.plot.setScale("y", { min, max });
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

  /** Without those whose labels the pane's edge would cut. */
  #ticks(): { at: number; label: string }[] {
    const { height } = this.plot;
    const [low, high] = this.axis.range;
    const edge = ((high - low) * 7) / Math.max(14, height);
    const most = Math.max(3, Math.min(6, Math.floor(height / 26)));
    return this.axis.ticks(most).filter(({ at }) => at > low + edge && at < high - edge);
  }

  #traceAll(): void {
    const view = this.#view;
    if (!view) return;
    const { left, top, width, height, ratio } = this.area;
    const [low, high] = this.axis.range;
    const projection: Projection = {
      origin: view.window.start,
      perTick: width / Math.max(1, offsetOf(view.window.end, view.window.start)),
      left, top, height, low, high,
      log: this.axis.log,
      thick: 1.25 * ratio,
    };
    const pen = this.plot.ctx;
    pen.save();
    pen.beginPath();
    pen.rect(left, top, width, height);
    pen.clip();
    // The one that stands out lies on top.
    const order = [...this.spec.channels.keys()].sort((a, b) => Number(a === this.emphasis) - Number(b === this.emphasis));
    for (const at of order) {
      const channel = this.spec.channels[at];
      if (!channel) continue;
      const colour = this.colour(channel.color, at);
      pen.fillStyle = pen.strokeStyle = this.emphasis === null || this.emphasis === at ? colour : withAlpha(colour, 0.25);
      stroke(pen, ratio, (pens) => traceChannel(view.pieces, channel.index, projection, view.gap, pens));
    }
    pen.restore();
  }
}
