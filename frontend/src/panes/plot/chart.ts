import { BLACK, legible, parseColour } from "../../core/colour";
import type { Palette } from "../../core/palette";
import { offsetOf } from "../../core/tick";
import type { Window } from "../../core/types";
import { Surface } from "../canvas";
import { FONT, GUTTER, PAD_RIGHT } from "../layout";
import type { Columns, Ground, Raster } from "../raster/raster";
import type { Area, Box } from "../regions/area";
import type { Piece } from "../tiles/cover";
import type { PaneSpec } from "../types";
import { drawChannels, type DrawnChannel } from "./channels";
import { paintLimits } from "./limits";
import type { Projection } from "./paths";
import { ValueAxis } from "./value-axis";

/** What a pane shows, as plain data. */
export interface ChartView {
  readonly window: Window;
  readonly pieces: readonly Piece[];
  /** Distance in ticks from which two samples have a gap between them. */
  readonly gap: number | null;
}

/** What is drawn beside the channels. */
export interface ChartPainter {
  /** Page, grid and grounds, beneath the channels. */
  readonly ground: (area: Area) => Ground;
  /** Edges of regions, above them. */
  readonly edges: (area: Area) => Columns;
  /** Whether a line parts the pane from the one above. It is drawn, as the page would round its place differently. */
  readonly parted: () => boolean;
  /** Where the names of regions stand; what limits say gives way to them. */
  readonly names: (area: Area) => readonly Box[];
  /** Marks, handles and tags, above all. */
  readonly over: (pen: CanvasRenderingContext2D, area: Area) => void;
}

const LABEL_GAP = 6;
/** Opacity of the channels that another one stands out against. */
const FADED = 0.25;

/**
 * One pane's canvases: the value axis, which changes now and then, beside the plotting area, which does in every
 * frame. The latter hides all that is beneath it, so that the browser need not draw that.
 */
export class Chart {
  readonly axis = new ValueAxis();
  /** Number of the channel that stands out against the others, by its place in the pane. */
  emphasis: number | null = null;
  readonly #axisSurface: Surface;
  readonly #surface: Surface;
  #view: ChartView | null = null;
  #height = 0;
  /** What the value axis shows. */
  #labels = "";

  /** `raster` is shared: panes are drawn one after the other. */
  constructor(
    root: HTMLElement,
    public spec: PaneSpec,
    private readonly palette: () => Palette,
    private readonly painter: ChartPainter,
    private readonly raster: Raster,
  ) {
    this.#axisSurface = new Surface(root, "fm-value-axis");
    // Kept where the raster's pixels are, as most of it is made of them.
    this.#surface = new Surface(root, "fm-chart", { alpha: false, willReadFrequently: true });
  }

  /** The colour a channel is drawn in. */
  colour(given: string | null, at: number): string {
    const theme = this.palette();
    return given === null ? (theme.channels[at % theme.channels.length] ?? theme.signal) : legible(given, theme.page, 2);
  }

  resize(width: number, height: number): void {
    this.#height = height;
    if (this.#axisSurface.resize(GUTTER, height)) this.#labels = "";
    if (this.#surface.resize(width - GUTTER, height)) this.#blank(0);
  }

  /** Draw everything anew, now. */
  draw(view: ChartView): void {
    this.#view = view;
    const { scale, limits, channels } = this.spec;
    this.axis.fit(scale, limits, view.pieces, channels.map(({ index }) => index));
    this.redraw();
  }

  /** Paint again what was last drawn: only the regions are new. */
  redraw(): void {
    const view = this.#view;
    const area = this.#area();
    if (view === null) return;
    const { pen } = this.#surface;
    this.#paintAxis();
    drawChannels(pen, this.raster, area, { ground: this.painter.ground(area), edges: this.painter.edges(area) }, this.#channels(view, area), view.gap);
    paintLimits(pen, area, this.spec.limits, this.axis, this.palette(), this.painter.names(area));
    this.#blank(area.width);
    this.#part(this.#surface);
    this.painter.over(pen, area);
  }

  /** Show the bare page from `left` on. */
  #blank(left: number): void {
    const { pen, canvas } = this.#surface;
    pen.fillStyle = this.palette().page;
    pen.fillRect(left, 0, canvas.width - left, canvas.height);
  }

  #part({ pen, canvas }: Surface): void {
    if (!this.painter.parted()) return;
    pen.fillStyle = this.palette().line;
    pen.fillRect(0, 0, canvas.width, 1);
  }

  #area(): Area {
    const { ratio, canvas } = this.#surface;
    return { left: 0, top: 0, width: canvas.width - Math.round(PAD_RIGHT * ratio), height: canvas.height, ratio };
  }

  #paintAxis(): void {
    const ticks = this.#ticks();
    const [low, high] = this.axis.range;
    const { muted, line } = this.palette();
    const labels = JSON.stringify([ticks, low, high, muted, line, this.painter.parted(), document.fonts.status]);
    if (labels === this.#labels) return;
    this.#labels = labels;
    const surface = this.#axisSurface;
    surface.clear();
    this.#part(surface);
    const { pen, ratio, canvas } = surface;
    pen.font = `${11 * ratio}px ${FONT}`;
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    pen.fillStyle = muted;
    for (const { at, label } of ticks) pen.fillText(label, (GUTTER - LABEL_GAP) * ratio, ((high - at) * canvas.height) / (high - low));
  }

  /** Without those whose labels the pane's edge would cut. */
  #ticks(): { at: number; label: string }[] {
    const [low, high] = this.axis.range;
    const edge = ((high - low) * 7) / Math.max(14, this.#height);
    const most = Math.max(3, Math.min(6, Math.floor(this.#height / 26)));
    return this.axis.ticks(most).filter(({ at }) => at > low + edge && at < high - edge);
  }

  #channels({ window, pieces }: ChartView, { width, height, ratio }: Area): DrawnChannel[] {
    const [low, high] = this.axis.range;
    const at: Projection = {
      origin: window.start,
      perTick: width / Math.max(1, offsetOf(window.end, window.start)),
      height, low, high,
      log: this.axis.log,
      thick: 1.25 * ratio,
    };
    const drawn = this.spec.channels.map(({ index, color }, place) => {
      const full = parseColour(this.colour(color, place)) ?? BLACK;
      const colour = this.emphasis === null || this.emphasis === place ? full : { ...full, a: full.a * FADED };
      return { pieces, index, colour, at };
    });
    // The one that stands out lies on top.
    return this.emphasis === null ? drawn : [...drawn.filter((_, place) => place !== this.emphasis), ...drawn.slice(this.emphasis, this.emphasis + 1)];
  }
}
