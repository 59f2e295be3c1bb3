import type { Palette } from "../../core/palette";
import { FONT } from "../layout";
import { overlaps, type Area, type Box } from "../regions/area";
import { textWidth } from "../ruler";
import type { Limit } from "../types";
import type { ValueAxis } from "./value-axis";

const TEXT_HEIGHT = 13;

/**
 * Dashed lines with what they say at their right end, or further to the left where something stands; one out of range
 * shows as an arrow at that edge.
 */
export function paintLimits(pen: CanvasRenderingContext2D, area: Area, limits: readonly Limit[], axis: ValueAxis, theme: Palette, standing: readonly Box[]): void {
  if (limits.length === 0) return;
  const { left, top, width, height, ratio } = area;
  const [low, high] = axis.range;
  const font = `${11 * ratio}px ${FONT}`;
  pen.font = font;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  const right = left + width - 6 * ratio;
  const taken = [...standing];
  for (const { value, label, severity } of [...limits].sort((a, b) => b.value - a.value)) {
    const at = axis.positionOf(value);
    if (!Number.isFinite(at)) continue;
    const above = at > high;
    const below = at < low;
    const y = above ? top : below ? top + height : top + ((high - at) * height) / (high - low);
    pen.strokeStyle = pen.fillStyle = severity === "alarm" ? theme.alarm : theme.warning;
    if (!above && !below) {
      const thick = Math.max(1, Math.round(ratio));
      const line = Math.round(y) + (thick % 2) / 2;
      pen.lineWidth = thick;
      // The dashes tell them apart for those who do not see the colours.
      pen.setLineDash(severity === "alarm" ? [6 * ratio, 4 * ratio] : [2 * ratio, 3 * ratio]);
      pen.globalAlpha = 0.75;
      pen.beginPath();
      pen.moveTo(left, line);
      pen.lineTo(left + width, line);
      pen.stroke();
      pen.globalAlpha = 1;
      pen.setLineDash([]);
    }
    const text = above ? `${label} ↑` : below ? `${label} ↓` : label;
    const size = { width: textWidth(font, text), height: TEXT_HEIGHT * ratio };
    const places = (above ? [0.7] : below ? [-0.7] : [-0.6, 0.7])
      .map((share) => placeText(y + share * size.height, size, right, area, taken))
      .filter((place) => place !== null);
    const place = places.reduce<Box | null>((best, one) => (best === null || one.right > best.right ? one : best), null);
    if (place === null) continue;
    taken.push(place);
    write(pen, text, place.right, (place.top + place.bottom) / 2, theme.page, ratio);
  }
}

/** The place for a text about a height that is nearest to the right and free. Null where there is none. */
export function placeText(middle: number, { width, height }: { width: number; height: number }, right: number, area: Area, taken: readonly Box[]): Box | null {
  let box: Box = { left: right - width, top: middle - height / 2, right, bottom: middle + height / 2 };
  if (box.top < area.top || box.bottom > area.top + area.height) return null;
  for (;;) {
    const inTheWay = taken.find((other) => overlaps(box, other));
    if (inTheWay === undefined) return box;
    const edge = inTheWay.left - height / 2;
    box = { ...box, left: edge - width, right: edge };
    if (box.left < area.left) return null;
  }
}

function write(pen: CanvasRenderingContext2D, text: string, x: number, y: number, page: string, ratio: number): void {
  const colour = pen.fillStyle;
  // A rim in the page's colour, so that it reads on top of the channel.
  pen.strokeStyle = page;
  pen.lineWidth = 3 * ratio;
  pen.strokeText(text, x, y);
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}
