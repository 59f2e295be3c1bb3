/** A canvas that is sized in CSS pixels and drawn in device pixels. */
export class Surface {
  readonly canvas = document.createElement("canvas");
  readonly pen: CanvasRenderingContext2D;
  ratio = 1;
  #width = 0;
  #height = 0;

  /** Throws when the browser gives no 2D context, which none does that can run this. */
  constructor(parent: HTMLElement, className: string, settings?: CanvasRenderingContext2DSettings) {
    this.canvas.className = className;
    this.canvas.setAttribute("aria-hidden", "true");
    parent.append(this.canvas);
    const pen = this.canvas.getContext("2d", settings);
    if (!pen) throw new Error("This browser has no canvas to draw on.");
    this.pen = pen;
  }

  /** Take on a size in CSS pixels. Says whether it is a new one: the canvas is empty then. */
  resize(width: number, height: number): boolean {
    const ratio = devicePixelRatio;
    if (this.#width === width && this.#height === height && this.ratio === ratio) return false;
    this.#width = width;
    this.#height = height;
    this.ratio = ratio;
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    return true;
  }

  clear(): void {
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }
}
