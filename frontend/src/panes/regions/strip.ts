import { compose, type Lay } from "../raster/light";

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
