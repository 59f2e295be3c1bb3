import { formatForRange, parseFormat, type NumberFormat } from "../../core/format";
import type { Palette } from "../../core/palette";
import { element } from "../dom";
import { COLLAPSED_HEIGHT } from "../layout";
import type { Raster } from "../raster/raster";
import type { Reading } from "../tiles/cover";
import type { PaneSpec } from "../types";
import { Chart, type ChartPainter, type ChartView } from "./chart";
import { Gutter } from "./gutter";

/** One pane: its gutter, its chart, and the edge below that it is resized by. */
export class Pane {
  readonly root = element("section", "fm-pane");
  readonly edge = element("div", "fm-pane-edge");
  readonly chart: Chart;
  names: readonly string[] = [];
  readonly #plot: HTMLElement;
  #gutter: Gutter;
  #given: NumberFormat | null = null;
  #top = 0;
  #height = 0;

  constructor(
    spec: PaneSpec,
    palette: () => Palette,
    painter: ChartPainter,
    raster: Raster,
  ) {
    this.#gutter = new Gutter(spec);
    const plot = (this.#plot = element("div", "fm-plot"));
    plot.setAttribute("aria-hidden", "true");
    this.root.setAttribute("role", "group");
    this.root.dataset.pane = this.edge.dataset.pane = spec.id;
    // Beneath the canvas: the browser would lay text above it on a sheet of its own as wide as the pane, in every frame.
    this.root.append(this.#gutter.root, plot);
    this.edge.setAttribute("role", "separator");
    this.edge.setAttribute("aria-orientation", "horizontal");
    this.edge.tabIndex = 0;
    this.edge.title = "Drag to resize; double click to reset";
    this.chart = new Chart(plot, spec, palette, painter, raster);
    this.update(spec);
  }

  get spec(): PaneSpec {
    return this.chart.spec;
  }

  get height(): number {
    return this.#height;
  }

  get top(): number {
    return this.#top;
  }

  /** Take on another spec of the same pane. */
  update(spec: PaneSpec): void {
    this.chart.spec = spec;
    this.names = spec.channels.map((channel) => channel.name);
    this.#given = parseFormat(spec.format);
    if (!this.#gutter.fits(spec)) {
      const before = this.#gutter;
      this.#gutter = new Gutter(spec);
      before.root.replaceWith(this.#gutter.root);
    }
    const fixed = spec.collapsed ? COLLAPSED_HEIGHT : spec.height;
    this.root.style.flex = fixed === null ? "" : `0 0 ${fixed}px`;
    this.root.classList.toggle("fm-pane-fixed", fixed !== null);
    this.root.classList.toggle("fm-pane-collapsed", spec.collapsed);
    this.root.setAttribute("aria-label", spec.units ? `${spec.title}, ${spec.units}` : spec.title);
    this.edge.setAttribute("aria-label", `Height of ${spec.title}`);
    this.edge.hidden = spec.collapsed;
    this.recolour();
  }

  recolour(): void {
    this.#gutter.colour((at) => this.chart.colour(this.spec.channels[at]?.color ?? null, at));
  }

  draw(view: ChartView): void {
    if (!this.spec.collapsed) this.chart.draw(view);
    this.#gutter.note(this.spec, this.chart.axis.missing);
  }

  redraw(): void {
    if (!this.spec.collapsed) this.chart.redraw();
  }

  /** Take on the size that the page's layout gave; asking for it in every frame would cost a layout each. */
  resize(width: number): void {
    this.#top = this.root.offsetTop;
    this.#height = this.root.clientHeight;
    this.edge.setAttribute("aria-valuenow", String(this.#height));
    // Rounded down: the canvas must not reach over the line below the pane.
    if (!this.spec.collapsed) this.chart.resize(width, Math.max(1, Math.floor(this.#plot.getBoundingClientRect().height)));
  }

  /** Whether any of it lies within what the scroller shows. */
  within(scrollTop: number, height: number): boolean {
    return this.#top < scrollTop + height && this.#top + this.#height > scrollTop;
  }

  /** The value at `y` CSS pixels from the pane's top. */
  valueAt(y: number): number {
    const { axis } = this.chart;
    const [low, high] = axis.range;
    return axis.valueOf(high - (y / Math.max(1, this.#height)) * (high - low));
  }

  read(readings: readonly (Reading | null)[]): void {
    const { axis } = this.chart;
    const [low, high] = axis.range;
    this.#gutter.show(readings, this.#given ?? formatForRange(axis.valueOf(low), axis.valueOf(high)));
  }

  /** What a reader without eyes is told of what is in view. */
  describe(): void {
    const { axis } = this.chart;
    const [low, high] = axis.range;
    const format = this.#given ?? formatForRange(axis.valueOf(low), axis.valueOf(high));
    const limits = this.spec.limits.map(({ label }) => label);
    const shown = `axis from ${format(axis.valueOf(low))} to ${format(axis.valueOf(high))}`;
    this.root.setAttribute("aria-description", [shown, ...limits].join("; "));
  }

  destroy(): void {
    this.root.remove();
    this.edge.remove();
  }
}
