import type { NumberFormat } from "../../core/format";
import { element, setText } from "../dom";
import type { Reading } from "../tiles/cover";
import type { PaneSpec } from "../types";

/** Name, unit, legend and the values under the crosshair, to the left of a pane; and the strip that its axis is held by. */
export class Gutter {
  readonly root = element("div", "fm-gutter");
  readonly #rows: { value: HTMLElement; swatch: HTMLElement | null }[] = [];
  readonly #range = element("div", "fm-gutter-range");
  readonly #unit = element("div", "fm-gutter-unit");
  readonly #note = element("div", "fm-gutter-note");

  constructor(private readonly spec: PaneSpec) {
    const head = element("div", "fm-gutter-head");
    const name = element("button", "fm-gutter-name");
    name.type = "button";
    name.title = `${spec.title}: menu; drag to move it`;
    name.setAttribute("aria-haspopup", "menu");
    name.append(element("span", "fm-gutter-title", spec.title), element("span", "fm-gutter-more", "⋯"));
    head.append(name, this.#unit, this.#note);
    const several = spec.channels.length > 1;
    const values = element("div", several ? "fm-gutter-values" : "fm-gutter-values fm-gutter-only");
    values.append(this.#range);
    spec.channels.forEach((channel, at) => {
      const row = element("div", several ? "fm-gutter-row fm-gutter-row-small" : "fm-gutter-row");
      const swatch = several ? element("i", "fm-gutter-swatch") : null;
      const value = element("span", "fm-gutter-value");
      if (swatch) {
        row.dataset.channel = String(at);
        row.title = channel.name;
        row.append(swatch, element("span", "fm-gutter-channel", channel.name));
      }
      row.append(value);
      values.append(row);
      this.#rows.push({ value, swatch });
    });
    const axis = element("div", "fm-gutter-axis");
    axis.title = "Drag over a range to zoom to it, with shift to move; wheel to zoom; double click to reset";
    this.root.append(head, values, axis);
    this.note(spec, false);
  }

  /** Whether this can go on for another spec of its pane, or a new one is due. */
  fits(spec: PaneSpec): boolean {
    const known = ({ title, units, channels }: PaneSpec): string => JSON.stringify([title, units, channels.map(({ name }) => name)]);
    return known(spec) === known(this.spec);
  }

  colour(of: (at: number) => string): void {
    this.#rows.forEach(({ swatch }, at) => swatch?.style.setProperty("background", of(at)));
  }

  /** Say how the axis is scaled, and whether it leaves values out. */
  note({ units, scale }: PaneSpec, missing: boolean): void {
    const mode = scale.mode === "auto" ? "" : scale.mode;
    setText(this.#unit, [units, mode].filter(Boolean).join(" · "));
    setText(this.#note, missing ? "≤ 0 not shown" : "");
  }

  /** Readings of the pane's channels; null without a crosshair. */
  show(readings: readonly (Reading | null)[], format: NumberFormat): void {
    this.#rows.forEach(({ value }, at) => {
      const reading = readings[at];
      setText(value, reading ? format(reading.value) : "");
    });
    const only = this.spec.channels.length === 1 ? readings[0] : null;
    // Where a pixel stands for many samples, the one under the crosshair is not the whole truth.
    setText(this.#range, only && only.max > only.min ? `${format(only.min)} – ${format(only.max)}` : "");
  }
}
