const cache = new Map<string, CanvasPattern | null>();

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
  const size = Math.round(6 * ratio);
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const pen = canvas.getContext("2d");
  if (!pen) return canvas;
  pen.strokeStyle = colour;
  pen.lineWidth = ratio;
  pen.lineCap = "square";
  pen.beginPath();
  // Beyond the corners too, or the joints between tiles would show.
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - 1, size + 1);
    pen.lineTo(shift + size + 1, -1);
  }
  pen.stroke();
  return canvas;
}
