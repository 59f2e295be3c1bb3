import type { NumberFormat } from "../core/format";
import type { Reading } from "./cover";
import { element, setText } from "./dom";
import type { PaneSpec } from "./types";

/** Name, unit and the value under the crosshair, to the left of a pane. */
export class Gutter {
  readonly root = element("div", "fm-gutter");
  readonly #rows: { value: HTMLElement; swatch: HTMLElement | null }[] = [];
  readonly #range = element("div", "fm-gutter-range");

  constructor(private readonly spec: PaneSpec) {
    const head = element("div", "fm-gutter-head");
    head.append(element("div", "fm-gutter-name", spec.title));
    if (spec.units) head.append(element("div", "fm-gutter-unit", spec.units));
    const values = element("div", "fm-gutter-values");
    values.append(this.#range);
    const several = spec.channels.length > 1;
    for (const channel of spec.channels) {
      const row = element("div", several ? "fm-gutter-row fm-gutter-row-small" : "fm-gutter-row");
      const swatch = several ? element("i", "fm-gutter-swatch") : null;
      const value = element("span", "fm-gutter-value");
      if (swatch) row.append(swatch, element("span", "fm-gutter-channel", channel.name));
      row.append(value);
      values.append(row);
      this.#rows.push({ value, swatch });
    }
    this.root.append(head, values);
  }

  colour(of: (at: number) => string): void {
    this.#rows.forEach(({ swatch }, at) => swatch?.style.setProperty("background", of(at)));
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
