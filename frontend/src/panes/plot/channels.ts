import { cssColour, type Rgba } from "../../core/colour";
import type { Columns, Ground, Raster } from "../raster/raster";
import type { Area } from "../regions/area";
import type { Piece } from "../tiles/cover";
import { traceChannel, type LinePen, type Projection } from "./paths";

/** One channel's tiles, its number in them, its colour, and where its values fall. */
export interface DrawnChannel {
  readonly pieces: readonly Piece[];
  readonly index: number;
  readonly colour: Rgba;
  readonly at: Projection;
}

/** What lies beneath the channels, and above them. */
export interface Layers {
  readonly ground: Ground;
  readonly edges?: Columns;
}

/**
 * Draw channels over one another on a plotting area.
 *
 * @param gap  distance of two samples in ticks from which there is a gap between them; null when not known
 */
export function drawChannels(pen: CanvasRenderingContext2D, raster: Raster, { left, top, width, height, ratio }: Area, layers: Layers, channels: readonly DrawnChannel[], gap: number | null): void {
  raster.begin(layers.ground, height);
  const lines: { path: Path2D; colour: Rgba }[] = [];
  for (const { pieces, index, colour, at } of channels) {
    const line = new FewLines();
    raster.fill(colour, (bars) => {
      traceChannel(pieces, index, at, gap, { bars, line });
    });
    if (line.path) lines.push({ path: line.path, colour });
  }
  if (layers.edges) raster.cover(layers.edges);
  raster.put(pen, left, top);
  if (lines.length === 0) return;
  pen.save();
  pen.translate(left, top);
  pen.beginPath();
  pen.rect(0, 0, width, height);
  pen.clip();
  pen.lineWidth = 1.5 * ratio;
  pen.lineJoin = "round";
  for (const { path, colour } of lines) {
    pen.strokeStyle = cssColour(colour);
    pen.stroke(path);
  }
  pen.restore();
}

/** A path that is only made once there is something to draw. */
class FewLines implements LinePen {
  path: Path2D | null = null;

  moveTo(x: number, y: number): void {
    (this.path ??= new Path2D()).moveTo(x, y);
  }

  lineTo(x: number, y: number): void {
    (this.path ??= new Path2D()).lineTo(x, y);
  }
}
