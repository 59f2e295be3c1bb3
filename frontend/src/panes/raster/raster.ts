import type { Rgba } from "../../core/colour";
import { Bars } from "./bars";
import { over, pack } from "./pixels";

/** Opaque rows of pixels that repeat downwards: what lies beneath the channels. `rows` holds a whole number of them. */
export interface Ground {
  readonly width: number;
  readonly rows: Uint32Array;
}

/** Pixel columns filled over the whole height: their places, their colours, and how much of what is beneath they hide (0…256). */
export interface Columns {
  readonly at: readonly number[];
  readonly colours: readonly number[];
  readonly shares: readonly number[];
}

/**
 * The pixels of a plotting area, made here and not by the browser's painter: without a GPU that needs several times
 * as long for thousands of bars a pixel wide, and it lays grounds over them that are the same from top to bottom.
 */
export class Raster {
  #width = 0;
  #height = 0;
  #pixels = new Uint32Array(0);
  #image: ImageData | null = null;
  readonly #bars = new Bars();

  /** Begin anew on a ground. */
  begin({ width, rows }: Ground, height: number): void {
    this.#size(width, height);
    const most = rows.length / width;
    for (let y = 0, row = 0; y < height; y++) {
      this.#pixels.set(rows.subarray(row * width, (row + 1) * width), y * width);
      if (++row === most) row = 0;
    }
  }

  /** Fill bars with a colour; where they end within a pixel, as much of it as they cover. */
  fill(colour: Rgba, trace: (bars: Bars) => void): void {
    const bars = this.#bars;
    bars.reset(this.#width);
    trace(bars);
    const packed = pack(colour.r, colour.g, colour.b);
    for (let x = 0; x < this.#width; x++) {
      const upper = Math.max(0, bars.upper[x] ?? 0);
      const lower = Math.min(this.#height, bars.lower[x] ?? 0);
      if (upper < lower) this.#bar(x, upper, lower, packed, colour.a);
    }
  }

  /** Lay columns of pixels over all. */
  cover({ at, colours, shares }: Columns): void {
    const pixels = this.#pixels;
    const end = this.#width * this.#height;
    for (let row = 0; row < end; row += this.#width) {
      for (let i = 0; i < at.length; i++) {
        const pixel = row + (at[i] ?? 0);
        pixels[pixel] = over(pixels[pixel] ?? 0, colours[i] ?? 0, shares[i] ?? 0);
      }
    }
  }

  /** The pixels from left to right and from top to bottom; see {@link pack}. */
  get pixels(): Uint32Array {
    return this.#pixels.subarray(0, this.#width * this.#height);
  }

  /** Put the pixels on a canvas. */
  put(pen: CanvasRenderingContext2D, left: number, top: number): void {
    const [width, height] = [this.#width, this.#height];
    if (this.#image?.width !== width || this.#image.height !== height) {
      this.#image = new ImageData(new Uint8ClampedArray(this.#pixels.buffer, 0, width * height * 4), width, height);
    }
    pen.putImageData(this.#image, left, top);
  }

  #size(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    if (this.#pixels.length >= width * height) return;
    // Panes take turns on it; their heights need not be the same.
    this.#pixels = new Uint32Array(width * height);
    this.#image = null;
  }

  /** Fill one column from `upper` to `lower`; of the pixels that they cut, the share that lies between them. */
  #bar(x: number, upper: number, lower: number, colour: number, alpha: number): void {
    const pixels = this.#pixels;
    const width = this.#width;
    const first = Math.ceil(upper);
    const end = Math.floor(lower);
    if (first > end) {
      this.#mix(end * width + x, colour, (lower - upper) * alpha);
      return;
    }
    if (first > upper) this.#mix((first - 1) * width + x, colour, (first - upper) * alpha);
    if (lower > end) this.#mix(end * width + x, colour, (lower - end) * alpha);
    const last = end * width + x;
    if (alpha === 1) for (let at = first * width + x; at < last; at += width) pixels[at] = colour;
    else for (let at = first * width + x; at < last; at += width) this.#mix(at, colour, alpha);
  }

  #mix(at: number, colour: number, share: number): void {
    this.#pixels[at] = over(this.#pixels[at] ?? 0, colour, Math.round(256 * share));
  }
}
