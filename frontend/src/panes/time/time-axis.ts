import type { Palette } from "../../core/palette";
import { offsetOf } from "../../core/tick";
import { axisTicks, type AxisTicks } from "../../core/timeaxis";
import type { AxisInfo, Window } from "../../core/types";
import { Surface } from "../canvas";
import { element, setText } from "../dom";
import { AXIS_HEIGHT, FONT, GUTTER, PAD_RIGHT } from "../layout";

/** The shared axis beneath the panes: labels, the date below them, and the crosshair's badge. */
export class TimeAxis {
  readonly root = element("div", "fm-axis");
  readonly #surface = new Surface(this.root, "fm-axis-canvas");
  readonly #badge = element("div", "fm-badge");
  #ticks: AxisTicks = { ticks: [], context: "", changes: [] };
  /** Where the ticks stand, in CSS pixels from the plotting area's left edge: the panes' grid follows them. */
  grid: readonly number[] = [];

  constructor() {
    this.root.style.height = `${AXIS_HEIGHT}px`;
    this.root.append(this.#badge);
    this.#badge.hidden = true;
  }

  /** Choose the ticks for a window. */
  update(axis: AxisInfo, window: Window, plotWidth: number, zone: string): void {
    this.#ticks = axisTicks(axis, window, plotWidth, zone);
    const perTick = plotWidth / Math.max(1, offsetOf(window.end, window.start));
    this.grid = this.#ticks.ticks.map(({ tick }) => offsetOf(tick, window.start) * perTick);
  }

  draw(window: Window, width: number, theme: Palette): void {
    const surface = this.#surface;
    surface.resize(width, AXIS_HEIGHT);
    surface.clear();
    const { pen, ratio } = surface;
    const plot = width - GUTTER - PAD_RIGHT;
    const perTick = plot / Math.max(1, offsetOf(window.end, window.start));
    pen.textBaseline = "middle";
    pen.fillStyle = theme.muted;
    pen.font = `11px ${FONT}`;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.textAlign = "center";
    this.#ticks.ticks.forEach(({ label }, at) => {
      pen.fillText(label, GUTTER + (this.grid[at] ?? 0), 14);
    });
    pen.textAlign = "left";
    pen.fillText(this.#ticks.context, 14, 33);
    let free = 14 + pen.measureText(this.#ticks.context).width + 12;
    for (const { tick, label } of this.#ticks.changes) {
      const x = GUTTER + offsetOf(tick, window.start) * perTick;
      const wide = pen.measureText(label).width;
      const from = Math.min(x - 2, width - wide - 4);
      if (from < free) continue;
      pen.fillText(label, from, 33);
      free = from + wide + 12;
    }
    pen.setTransform(1, 0, 0, 1, 0, 0);
  }

  /** Put the badge at `x` CSS pixels from the plotting area's left edge; null hides it. */
  badge(x: number | null, text: string, width: number): void {
    this.#badge.hidden = x === null;
    if (x === null) return;
    setText(this.#badge, text);
    const half = text.length * 3.6 + 12;
    const centre = Math.min(width - half, Math.max(half, GUTTER + x));
    this.#badge.style.transform = `translateX(${Math.round(centre)}px) translateX(-50%)`;
  }
}
