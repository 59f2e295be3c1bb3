import type { Palette } from "../../core/palette";
import { FONT } from "../layout";
import type { Area } from "../regions/area";
import type { Limit } from "../types";
import type { ValueAxis } from "./value-axis";

const TEXT_HEIGHT = 13;

/** Dashed lines with what they say at their right end; one out of range shows as an arrow at that edge. */
export function paintLimits(pen: CanvasRenderingContext2D, area: Area, limits: readonly Limit[], axis: ValueAxis, theme: Palette): void {
  if (limits.length === 0) return;
  const { left, top, width, height, ratio } = area;
  const [low, high] = axis.range;
  pen.font = `${11 * ratio}px ${FONT}`;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  const right = left + width - 6 * ratio;
  const taken: number[] = [];
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
    const room = TEXT_HEIGHT * ratio;
    const places = (above ? [0.7] : below ? [-0.7] : [-0.6, 0.7]).map((share) => y + share * room);
    const free = (at: number): boolean => at >= top + 0.5 * room && at <= top + height - 0.5 * room && !taken.some((other) => Math.abs(other - at) < room);
    const text = places.find(free);
    if (text === undefined) continue;
    taken.push(text);
    write(pen, above ? `${label} ↑` : below ? `${label} ↓` : label, right, text, theme.page, ratio);
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
