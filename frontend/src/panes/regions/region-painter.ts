import { inkOn, legible } from "../../core/colour";
import type { Palette } from "../../core/palette";
import { FONT } from "../layout";
import { across, inside, type Area, type Box } from "./area";
import type { RegionView, Tag } from "./region-view";

/** Marks of instants, the bar at the top of what is selected, and handles. */
export function paintMarks(pen: CanvasRenderingContext2D, area: Area, views: readonly RegionView[], theme: Palette, parts: { top: boolean; handles: boolean }): void {
  if (!parts.top && !parts.handles) return;
  for (const { region, x0, x1 } of views) {
    if (!region.selected && !region.instant) continue;
    const colour = legible(region.color, theme.page);
    pen.globalAlpha = region.opacity;
    pen.fillStyle = colour;
    const [from, to] = across(area, x0, x1);
    if (parts.top && region.selected && !region.instant) pen.fillRect(from, area.top, to - from, Math.round(2 * area.ratio));
    if (parts.top && region.instant && inside(area, from)) marker(pen, from, area.top, (region.selected ? 7 : 5.5) * area.ratio);
    if (parts.handles && region.selected && region.editable && !region.instant) {
      for (const x of [from, to]) if (inside(area, x)) handle(pen, x, area, colour, theme.page);
    }
  }
  pen.globalAlpha = 1;
}

const TAG_HEIGHT = 18;

/** Where a name stands. */
export function tagBox({ left, top, ratio }: Area, { x, width, row }: Tag): Box {
  const from = left + Math.round(x * ratio);
  const upper = top + Math.round(row * (TAG_HEIGHT + 2) * ratio);
  return { left: from, top: upper, right: from + Math.round(width * ratio), bottom: upper + Math.round(TAG_HEIGHT * ratio) };
}

/** The names at the top: solid for what people say, framed for what a model says. */
export function paintTags(pen: CanvasRenderingContext2D, area: Area, placed: readonly Tag[], theme: Palette): void {
  const { ratio } = area;
  pen.font = tagFont(ratio);
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  for (const tag of [...placed].reverse()) {
    const { view: { region }, text } = tag;
    const colour = legible(region.color, theme.page);
    const { left, top, right, bottom } = tagBox(area, tag);
    const [wide, height] = [right - left, bottom - top];
    pen.globalAlpha = region.opacity;
    if (region.hatched) {
      pen.fillStyle = theme.page;
      pen.fillRect(left, top, wide, height);
      pen.strokeStyle = colour;
      pen.lineWidth = Math.round(ratio * (region.selected ? 2 : 1));
      pen.strokeRect(left + pen.lineWidth / 2, top + pen.lineWidth / 2, wide - pen.lineWidth, height - pen.lineWidth);
      pen.fillStyle = legible(region.color, theme.page, 4.5);
    } else {
      pen.fillStyle = colour;
      pen.fillRect(left, top, wide, height);
      pen.fillStyle = inkOn(colour);
    }
    pen.fillText(text, left + Math.round(6 * ratio), top + height / 2 + 0.5 * ratio);
  }
  pen.globalAlpha = 1;
}

export function tagFont(ratio = 1): string {
  return `600 ${11.5 * ratio}px ${FONT}`;
}

function marker(pen: CanvasRenderingContext2D, x: number, top: number, size: number): void {
  pen.beginPath();
  pen.moveTo(x - size, top);
  pen.lineTo(x + size, top);
  pen.lineTo(x, top + size * 1.25);
  pen.closePath();
  pen.fill();
}

function handle(pen: CanvasRenderingContext2D, x: number, area: Area, colour: string, page: string): void {
  const wide = 8 * area.ratio;
  const high = Math.min(28 * area.ratio, area.height * 0.6);
  pen.beginPath();
  pen.roundRect(x - wide / 2, area.top + (area.height - high) / 2, wide, high, 3 * area.ratio);
  pen.fillStyle = page;
  pen.fill();
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5 * area.ratio;
  pen.stroke();
  pen.fillStyle = colour;
}
