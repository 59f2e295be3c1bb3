/**
 * How far each device pixel column is filled: from `upper` to `lower`, in device pixels from the top. Empty where
 * `upper` is not less. Whatever falls into a column is joined to what it holds.
 */
export class Bars {
  width = 0;
  upper = new Float32Array(0);
  lower = new Float32Array(0);

  /** Empty them all. */
  reset(width: number): void {
    this.width = width;
    if (this.upper.length < width) {
      this.upper = new Float32Array(width);
      this.lower = new Float32Array(width);
    }
    this.upper.fill(Infinity, 0, width);
    this.lower.fill(-Infinity, 0, width);
  }

  /** Fill whole columns. */
  rect(x: number, y: number, width: number, height: number): void {
    const end = Math.min(this.width, x + width);
    for (let at = Math.max(0, x); at < end; at++) this.#join(at, y, y + height);
  }

  /** Fill what a line crosses: in each column as high as the line is there, and `half` its thickness beyond. */
  segment(x0: number, y0: number, x1: number, y1: number, half: number): void {
    const first = Math.floor(x0);
    const last = Math.floor(x1);
    if (first === last) {
      if (first >= 0 && first < this.width) this.#join(first, Math.min(y0, y1) - half, Math.max(y0, y1) + half);
      return;
    }
    const slope = (y1 - y0) / (x1 - x0);
    const end = Math.min(this.width - 1, last);
    for (let at = Math.max(0, first); at <= end; at++) {
      const a = at <= x0 ? y0 : y0 + (at - x0) * slope;
      const b = at + 1 >= x1 ? y1 : y0 + (at + 1 - x0) * slope;
      this.#join(at, Math.min(a, b) - half, Math.max(a, b) + half);
    }
  }

  #join(at: number, upper: number, lower: number): void {
    if (upper < (this.upper[at] ?? 0)) this.upper[at] = upper;
    if (lower > (this.lower[at] ?? 0)) this.lower[at] = lower;
  }
}
