import { formatForRange, parseFormat, type NumberFormat } from "../core/format";
import type { Palette } from "../core/palette";
import { Chart, type ChartPainter } from "./chart";
import type { Reading } from "./cover";
import { element } from "./dom";
import { Gutter } from "./gutter";
import type { PaneSpec } from "./types";

/** One pane: its gutter and its chart. */
export class Pane {
  readonly root = element("section", "fm-pane");
  readonly chart: Chart;
  readonly names: readonly string[];
  readonly #gutter: Gutter;
  readonly #given: NumberFormat | null;
  #top = 0;
  #height = 0;

  constructor(
    readonly spec: PaneSpec,
    palette: () => Palette,
    painter: ChartPainter,
    width: number,
  ) {
    this.names = spec.channels.map((channel) => channel.name);
    this.#given = parseFormat(spec.format);
    this.#gutter = new Gutter(spec);
    const plot = element("div", "fm-plot");
    plot.setAttribute("aria-hidden", "true");
    if (spec.height !== null) this.root.style.flex = `0 0 ${spec.height}px`;
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", spec.units ? `${spec.title}, ${spec.units}` : spec.title);
    this.root.dataset.pane = spec.id;
    this.root.append(plot, this.#gutter.root);
    this.chart = new Chart(plot, spec, palette, painter, { width, height: spec.height ?? 64 });
    this.recolour();
  }

  recolour(): void {
    this.#gutter.colour((at) => this.chart.colour(this.spec.channels[at]?.color ?? null, at));
  }

  /** Take on the size that the page's layout gave; asking for it in every frame would cost a layout each. */
  resize(width: number): void {
    this.#top = this.root.offsetTop;
    this.#height = this.root.clientHeight;
    this.chart.resize(width, Math.max(1, this.#height));
  }

  /** Whether any of it lies within what the scroller shows. */
  within(scrollTop: number, height: number): boolean {
    return this.#top < scrollTop + height && this.#top + this.#height > scrollTop;
  }

  read(readings: readonly (Reading | null)[]): void {
    this.#gutter.show(readings, this.#given ?? formatForRange(...this.chart.range));
  }

  destroy(): void {
    this.chart.destroy();
    this.root.remove();
  }
}
