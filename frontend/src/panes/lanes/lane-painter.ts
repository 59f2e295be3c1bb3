import { inkOn, legible, withAlpha } from "../../core/colour";
import type { Palette } from "../../core/palette";
import { FONT, LANE_HEIGHT } from "../layout";
import { hatch } from "../regions/hatch";
import type { DrawnRegion, LaneEvent } from "../types";
import { FRAME_AIR, type LaneItem, type LaneView } from "./lane-view";

/** A lane's place on the canvas, in device pixels. */
export interface LaneArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly ratio: number;
}

const BLOCK = 20;
const REGIME = 22;
const RADIUS = 3;

export function laneFont(strong: boolean, ratio: number): string {
  return `${strong ? 600 : 400} ${11 * ratio}px ${FONT}`;
}

/** Paint one lane's items. The pen is clipped to the plotting area while it does. */
export function paintLane(pen: CanvasRenderingContext2D, area: LaneArea, view: LaneView, theme: Palette): void {
  pen.save();
  pen.beginPath();
  pen.rect(area.left, area.top, area.width, LANE_HEIGHT * area.ratio);
  pen.clip();
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  if (view.spec.kind === "events") for (const item of view.items) paintEvent(pen, area, item as LaneItem<LaneEvent>, theme);
  else for (const item of view.items) if (!(item as LaneItem<DrawnRegion>).source.outline) paintRegion(pen, area, item as LaneItem<DrawnRegion>, theme);
  pen.restore();
}

function paintRegion(pen: CanvasRenderingContext2D, area: LaneArea, { source, x0, x1, text }: LaneItem<DrawnRegion>, theme: Palette): void {
  const { ratio } = area;
  const colour = legible(source.color, theme.page);
  const [left, wide] = across(area, x0, x1);
  const high = Math.round(BLOCK * ratio);
  const top = Math.round(area.top + ((LANE_HEIGHT - BLOCK) / 2) * ratio);
  pen.globalAlpha = source.opacity;
  pen.beginPath();
  pen.roundRect(left, top, wide, high, Math.min(RADIUS * ratio, wide / 2));
  if (source.hatched) {
    pen.fillStyle = hatch(pen, withAlpha(colour, 0.75), ratio);
    pen.fill();
    pen.strokeStyle = colour;
    pen.lineWidth = Math.max(1, Math.round(ratio));
    if (wide > 3 * ratio) pen.stroke();
  } else {
    pen.fillStyle = withAlpha(colour, source.selected ? 1 : 0.88);
    pen.fill();
  }
  pen.globalAlpha = 1;
  if (source.selected) ring(pen, left, top, wide, high, theme.ink, ratio);
  if (!text) return;
  pen.font = laneFont(true, ratio);
  const x = area.left + text.x * ratio;
  const middle = top + high / 2 + 0.5 * ratio;
  if (source.hatched && text.inside) {
    // Text on hatching needs a ground.
    pen.fillStyle = theme.page;
    const air = Math.min(3 * ratio, x - left);
    pen.fillRect(x - air, top + 2 * ratio, pen.measureText(text.text).width + 2 * air, high - 4 * ratio);
  }
  pen.fillStyle = text.inside && !source.hatched ? inkOn(colour) : legible(source.color, theme.page, 4.5);
  pen.fillText(text.text, x, middle);
}

function paintEvent(pen: CanvasRenderingContext2D, area: LaneArea, { source, x0, x1, text }: LaneItem<LaneEvent>, theme: Palette): void {
  const { ratio } = area;
  const middle = area.top + (LANE_HEIGHT / 2) * ratio;
  if (source.kind === "regime") {
    const [left, wide] = across(area, x0 + 0.75, x1 - 0.75);
    const high = Math.round(REGIME * ratio);
    const top = Math.round(middle - high / 2);
    pen.fillStyle = source.color === undefined ? withAlpha(theme.line, 0.6) : withAlpha(legible(source.color, theme.page), 0.25);
    pen.fillRect(left, top, wide, high);
    if (source.selected) ring(pen, left, top, wide, high, theme.ink, ratio);
  } else {
    const colour = source.color === undefined ? eventColour(source.kind, theme) : legible(source.color, theme.page);
    pen.fillStyle = colour;
    if (x1 > x0) {
      const [left, wide] = across(area, x0, x1);
      pen.fillRect(left, area.top + (LANE_HEIGHT - 5) * ratio, wide, Math.round(2 * ratio));
    }
    const x = area.left + x0 * ratio;
    mark(pen, source.kind, x, middle, 4 * ratio);
    if (source.selected) {
      pen.strokeStyle = theme.ink;
      pen.lineWidth = 1.5 * ratio;
      pen.beginPath();
      pen.arc(x, middle, 7 * ratio, 0, 2 * Math.PI);
      pen.stroke();
    }
  }
  if (!text) return;
  pen.font = laneFont(false, ratio);
  pen.fillStyle = source.kind === "regime" ? theme.muted : theme.ink;
  pen.fillText(text.text, area.left + text.x * ratio, middle + 0.5 * ratio);
}

function eventColour(kind: LaneEvent["kind"], theme: Palette): string {
  return kind === "alarm" ? theme.alarm : kind === "work-order" ? theme.accent : theme.muted;
}

/** Each kind has a shape of its own, for those who do not see its colour. */
function mark(pen: CanvasRenderingContext2D, kind: LaneEvent["kind"], x: number, y: number, size: number): void {
  pen.beginPath();
  if (kind === "alarm") {
    pen.moveTo(x, y - 1.15 * size);
    pen.lineTo(x + 1.15 * size, y + size);
    pen.lineTo(x - 1.15 * size, y + size);
    pen.closePath();
  } else if (kind === "note") {
    pen.rect(x - 0.9 * size, y - 0.9 * size, 1.8 * size, 1.8 * size);
  } else pen.arc(x, y, size, 0, 2 * Math.PI);
  pen.fill();
}

/** The dotted frames of disagreements, over all lanes: those with the same id in neighbouring lanes are one. */
export function paintFrames(pen: CanvasRenderingContext2D, area: LaneArea, views: readonly LaneView[], theme: Palette): void {
  const { ratio } = area;
  const open = new Map<string, { first: number; last: number; x0: number; x1: number; selected: boolean }>();
  const frames: { first: number; last: number; x0: number; x1: number; selected: boolean }[] = [];
  views.forEach((view, at) => {
    if (view.spec.kind !== "regions") return;
    for (const { source, x0, x1 } of view.items as readonly LaneItem<DrawnRegion>[]) {
      if (!source.outline) continue;
      const before = open.get(source.id);
      if (before?.last === at - 1) {
        before.last = at;
        before.x0 = Math.min(before.x0, x0);
        before.x1 = Math.max(before.x1, x1);
        before.selected ||= source.selected;
      } else {
        const frame = { first: at, last: at, x0, x1, selected: source.selected };
        open.set(source.id, frame);
        frames.push(frame);
      }
    }
  });
  pen.save();
  pen.beginPath();
  pen.rect(area.left, area.top, area.width, views.length * LANE_HEIGHT * ratio);
  pen.clip();
  pen.strokeStyle = theme.alarm;
  for (const { first, last, x0, x1, selected } of frames) {
    pen.lineWidth = Math.round((selected ? 2.5 : 1.5) * ratio);
    pen.setLineDash([pen.lineWidth, pen.lineWidth]);
    const [left, wide] = across(area, x0 - FRAME_AIR, x1 + FRAME_AIR);
    const top = area.top + Math.round((first * LANE_HEIGHT + 2) * ratio);
    pen.strokeRect(left, top, wide, Math.round(((last - first + 1) * LANE_HEIGHT - 4) * ratio));
  }
  pen.restore();
}

function ring(pen: CanvasRenderingContext2D, left: number, top: number, wide: number, high: number, colour: string, ratio: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = Math.max(1, Math.round(1.5 * ratio));
  pen.beginPath();
  pen.roundRect(left - ratio, top - ratio, wide + 2 * ratio, high + 2 * ratio, (RADIUS + 1) * ratio);
  pen.stroke();
}

/** Left edge and width in whole device pixels. Far off the canvas there is nothing to see. */
function across({ left, width, ratio }: LaneArea, x0: number, x1: number): [number, number] {
  const air = 40 * ratio;
  const from = Math.max(left - air, Math.round(left + x0 * ratio));
  const to = Math.min(left + width + air, Math.round(left + x1 * ratio));
  return [from, Math.max(Math.round(2 * ratio), to - from)];
}
