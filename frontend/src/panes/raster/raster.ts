import type { Rgba } from "../../core/colour";
import { Bars } from "./bars";
import { OPAQUE, over, pack, WHOLE } from "./pixels";

/** Opaque rows of pixels that repeat downwards: what lies beneath the channels. `rows` holds a whole number of them. */
export interface Ground {
  readonly width: number;
  readonly rows: Uint32Array;
}

/** Pixel columns filled over the whole height: their places, their colours, and how much of what is beneath they hide, of 256. */
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
    const pixels = this.#pixels;
    const most = width * height;
    let done = Math.min(most, rows.length);
    pixels.set(done < rows.length ? rows.subarray(0, done) : rows);
    for (; done < most; done = Math.min(most, 2 * done)) pixels.copyWithin(done, 0, Math.min(done, most - done));
  }

  /** Fill bars with a colour; where they end within a pixel, as much of it as they cover. */
  fill(colour: Rgba, trace: (bars: Bars) => void): void {
    const bars = this.#bars;
    bars.reset(this.#width);
    trace(bars);
    const packed = pack(colour.r, colour.g, colour.b);
    const share = Math.round(WHOLE * colour.a);
    for (let x = 0; x < this.#width; x++) this.#bar(x, packed, share);
  }

  /** Lay columns of pixels over all. */
  cover({ at, colours, shares }: Columns): void {
    const end = this.#width * this.#height;
    for (let row = 0; row < end; row += this.#width) {
      for (let i = 0; i < at.length; i++) this.#mix(row + (at[i] ?? 0), colours[i] ?? 0, shares[i] ?? 0);
    }
  }

  /** The pixels from left to right and from top to bottom; see {@link OPAQUE}. */
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

  /** Fill one column; of the pixels in which its bar ends, the share that the bar covers. */
  #bar(x: number, colour: number, share: number): void {
    const upper = Math.max(0, this.#bars.upper[x] ?? 0);
    const lower = Math.min(this.#height, this.#bars.lower[x] ?? 0);
    if (!(upper < lower)) return;
    const width = this.#width;
    const first = Math.ceil(upper);
    const end = Math.floor(lower);
    const last = end * width + x;
    if (first > end) {
      this.#mix(last, colour, Math.round((lower - upper) * share));
      return;
    }
    if (first > upper) this.#mix((first - 1) * width + x, colour, Math.round((first - upper) * share));
    if (lower > end) this.#mix(last, colour, Math.round((lower - end) * share));
    if (share < WHOLE) {
      for (let at = first * width + x; at < last; at += width) this.#mix(at, colour, share);
      return;
    }
    const pixels = this.#pixels;
    for (let at = first * width + x; at < last; at += width) pixels[at] = colour | OPAQUE;
  }

  /** Lay a colour over a pixel. */
  #mix(at: number, colour: number, share: number): void {
    const pixels = this.#pixels;
    pixels[at] = over((pixels[at] ?? 0) & 0xffffff, colour, share) | OPAQUE;
  }
}
