let pen: CanvasRenderingContext2D | null = null;
const widths = new Map<string, number>();

/** Width of a text on a canvas in CSS pixels. Texts recur in every frame, so what was measured is kept. */
export function textWidth(font: string, text: string): number {
  const key = `${font}\n${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    pen ??= document.createElement("canvas").getContext("2d");
    if (!pen) return text.length * 6.5;
    pen.font = font;
    width = pen.measureText(text).width;
    if (widths.size > 5000) widths.clear();
    // Before its font is there a text has another width.
    if (document.fonts.status === "loaded") widths.set(key, width);
  }
  return width;
}
