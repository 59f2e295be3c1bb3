const cache = new Map<string, CanvasPattern | null>();

/** Distance in device pixels at which the lines of a hatching repeat, across and down. */
export function hatchPeriod(ratio: number): number {
  return Math.round(6 * ratio);
}

/** How much of a pixel the lines cover, by the sum of its places across and down: they rise to the right, `ratio` pixels wide. */
export function hatchCover(sum: number, ratio: number): number {
  const period = hatchPeriod(ratio);
  const along = (sum + 1) % period;
  return Math.min(1, Math.max(0, ratio / 2 + 0.5 - Math.min(along, period - along)));
}

/** Diagonal lines in a colour, as a fill. Kept for each colour and pixel ratio. */
export function hatch(context: CanvasRenderingContext2D, colour: string, ratio: number): CanvasPattern | string {
  const key = `${colour} ${ratio}`;
  let pattern = cache.get(key);
  if (pattern === undefined) {
    if (cache.size > 64) cache.clear();
    pattern = context.createPattern(tile(colour, ratio), "repeat");
    cache.set(key, pattern);
  }
  return pattern ?? colour;
}

function tile(colour: string, ratio: number): HTMLCanvasElement {
  const size = hatchPeriod(ratio);
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const pen = canvas.getContext("2d");
  if (!pen) return canvas;
  pen.fillStyle = colour;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      pen.globalAlpha = hatchCover(x + y, ratio);
      pen.fillRect(x, y, 1, 1);
    }
  }
  return canvas;
}
