import type { Pens } from "./paths";

/** So many samples can be drawn with a thicker line at no cost that is felt. */
const FEW = 500;

/**
 * Paint one channel on a canvas. `trace` draws with the pens it is given and says how many entries it drew.
 *
 * Without a GPU, one path of vertical lines a pixel wide is rastered twice as fast as the same bars as rectangles, and
 * ten times as fast as any thicker line; so a thicker line is for a few samples only.
 */
export function stroke(pen: CanvasRenderingContext2D, ratio: number, trace: (pens: Pens) => number): void {
  const bars = new Path2D();
  const line = new Path2D();
  const rect = (x: number, y: number, width: number, height: number): void => {
    pen.fillRect(x, y, width, height);
  };
  const drawn = trace({
    bars: {
      rect: (x, y, width, height) => {
        if (width === 1) {
          bars.moveTo(x + 0.5, y);
          bars.lineTo(x + 0.5, y + height);
        } else rect(x, y, width, height);
      },
    },
    line,
    dots: { rect },
  });
  pen.lineWidth = 1;
  pen.stroke(bars);
  pen.lineWidth = (drawn > FEW ? 1 : 1.5) * ratio;
  pen.lineJoin = drawn > FEW ? "bevel" : "round";
  pen.stroke(line);
}
