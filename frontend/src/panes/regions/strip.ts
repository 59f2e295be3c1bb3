import type { Rgba } from "../../core/colour";

/** Lay a colour over the device pixels from one to before another; `alpha` is its opacity, times its own. */
export type Lay = (from: number, to: number, colour: Rgba, alpha: number) => void;

/**
 * A row of device pixels as RGBA, with colours laid over one another; later ones lie on top. Thousands of regions over
 * the whole height of eight panes are then one image each, whatever their number.
 */
export function compose(width: number, paint: (lay: Lay) => void): Uint8ClampedArray<ArrayBuffer> {
  // Premultiplied, as light adds up.
  const light = new Float32Array(width * 4);
  paint((from, to, colour, alpha) => {
    const a = colour.a * alpha;
    const [r, g, b, rest] = [colour.r * a, colour.g * a, colour.b * a, 1 - a];
    const end = Math.min(width, to) * 4;
    for (let at = Math.max(0, from) * 4; at < end; at += 4) {
      light[at] = (light[at] ?? 0) * rest + r;
      light[at + 1] = (light[at + 1] ?? 0) * rest + g;
      light[at + 2] = (light[at + 2] ?? 0) * rest + b;
      light[at + 3] = (light[at + 3] ?? 0) * rest + a;
    }
  });
  const row = new Uint8ClampedArray(width * 4);
  for (let at = 0; at < row.length; at += 4) {
    const a = light[at + 3] ?? 0;
    if (a === 0) continue;
    row[at] = (light[at] ?? 0) / a;
    row[at + 1] = (light[at + 1] ?? 0) / a;
    row[at + 2] = (light[at + 2] ?? 0) / a;
    row[at + 3] = a * 255;
  }
  return row;
}

/** A row of colours as an image that can be drawn as high as wished. */
export class Strip {
  readonly #canvas = document.createElement("canvas");
  readonly #pen = this.#canvas.getContext("2d", { willReadFrequently: true });

  /** Compose it anew. */
  make(width: number, paint: (lay: Lay) => void): this {
    const pixels = Math.max(1, Math.ceil(width));
    if (this.#canvas.width !== pixels) this.#canvas.width = pixels;
    if (this.#canvas.height !== 1) this.#canvas.height = 1;
    this.#pen?.putImageData(new ImageData(compose(pixels, paint), pixels, 1), 0, 0);
    return this;
  }

  draw(pen: CanvasRenderingContext2D, left: number, top: number, height: number): void {
    pen.imageSmoothingEnabled = false;
    pen.drawImage(this.#canvas, left, top, this.#canvas.width, height);
  }
}
