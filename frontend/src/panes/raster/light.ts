import type { Rgba } from "../../core/colour";
import { pack } from "./pixels";

/** Lay a colour over the device pixels from one to before another; `alpha` is its opacity, times its own. */
export type Lay = (from: number, to: number, colour: Rgba, alpha: number) => void;

/**
 * A row of device pixels with colours laid over one another; later ones lie on top. Thousands of regions over the
 * whole height of eight panes are then one row each, whatever their number. It is meant to be used again for every
 * frame: memory that is thrown away with each makes the browser stop to tidy up.
 */
export class Light {
  width = 0;
  /** Premultiplied, as light adds up: red, green and blue up to 255 and opacity up to 1. */
  #values = new Float32Array(0);

  /** Begin with nothing. */
  begin(width: number): this {
    this.#size(width);
    this.#values.fill(0, 0, width * 4);
    return this;
  }

  /** Begin with another row. */
  copy(other: Light): this {
    this.#size(other.width);
    this.#values.set(other.#values.subarray(0, other.width * 4));
    return this;
  }

  readonly lay: Lay = (from, to, colour, alpha) => {
    const end = Math.min(this.width, to);
    for (let x = Math.max(0, from); x < end; x++) this.layOne(x, colour, colour.a * alpha);
  };

  /** Lay a colour over one pixel; `alpha` is all of its opacity. */
  layOne(x: number, { r, g, b }: Rgba, alpha: number): void {
    const values = this.#values;
    const at = x * 4;
    const rest = 1 - alpha;
    values[at] = (values[at] ?? 0) * rest + r * alpha;
    values[at + 1] = (values[at + 1] ?? 0) * rest + g * alpha;
    values[at + 2] = (values[at + 2] ?? 0) * rest + b * alpha;
    values[at + 3] = (values[at + 3] ?? 0) * rest + alpha;
  }

  /** Opacity of a pixel, 0 to 1. */
  alphaAt(x: number): number {
    return this.#values[x * 4 + 3] ?? 0;
  }

  /** Colour of a pixel that is not clear, without its opacity; see {@link pack}. */
  packedAt(x: number): number {
    const at = x * 4;
    const alpha = this.#values[at + 3] ?? 1;
    return pack((this.#values[at] ?? 0) / alpha, (this.#values[at + 1] ?? 0) / alpha, (this.#values[at + 2] ?? 0) / alpha);
  }

  #size(width: number): void {
    this.width = width;
    if (this.#values.length < width * 4) this.#values = new Float32Array(width * 4);
  }
}

/** The row that `paint` lays, as a canvas takes it: RGBA, not premultiplied. */
export function compose(width: number, paint: (lay: Lay) => void): Uint8ClampedArray<ArrayBuffer> {
  const light = new Light().begin(width);
  paint(light.lay);
  const row = new Uint8ClampedArray(width * 4);
  const pixels = new Uint32Array(row.buffer);
  for (let x = 0; x < width; x++) {
    const alpha = light.alphaAt(x);
    if (alpha === 0) continue;
    pixels[x] = light.packedAt(x);
    row[4 * x + 3] = alpha * 255;
  }
  return row;
}
