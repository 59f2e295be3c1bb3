import { BLACK, parseColour } from "../../core/colour";
import type { Palette } from "../../core/palette";
import { padded } from "../../core/scale";
import { asTick, offsetOf, tickAt } from "../../core/tick";
import { axisTicks, decimalText, durationText } from "../../core/timeaxis";
import type { AxisInfo, Tick, Tile, Window } from "../../core/types";
import { fullWindow } from "../../core/window";
import { Surface } from "../canvas";
import type { Piece } from "../tiles/cover";
import { extremes } from "../tiles/extent";
import { element, setText } from "../dom";
import { FONT, GUTTER, OVERVIEW_HEIGHT, PAD_RIGHT } from "../layout";
import { drawChannels } from "../plot/channels";
import { Raster } from "../raster/raster";
import { plainGround } from "../regions/layers";
import { Strip } from "../regions/strip";
import type { DrawnRegion } from "../types";
import { paintMarks } from "./density";

const STRIP_TOP = 5;
const STRIP_HEIGHT = 40;
/** Where the marks of people's regions stand, and beneath them those of proposals. */
const REGIONS_FOOT = 51;
const PROPOSALS_FOOT = 55;
const LABELS_MIDDLE = 60.5;

/** The strip that shows the whole series, its regions, and the window as a frame to take hold of. */
export class Overview {
  readonly root = element("div", "fm-overview");
  readonly frame = element("div", "fm-frame");
  readonly full: Window;
  readonly #surface = new Surface(this.root, "fm-overview-canvas");
  readonly #name = element("div", "fm-overview-name");
  readonly #strip = new Strip();
  readonly #raster = new Raster();
  #width = 0;

  constructor(private readonly axis: AxisInfo) {
    this.full = fullWindow(axis);
    this.root.style.height = `${OVERVIEW_HEIGHT}px`;
    this.frame.style.top = `${STRIP_TOP - 1}px`;
    this.frame.style.height = `${STRIP_HEIGHT + 2}px`;
    // The last sample lasts as long as the others.
    const span = axis.last - axis.first + (axis.step ?? 0n);
    setText(this.#name, axis.kind === "time" ? durationText(span) : `${decimalText(span, axis.decimals)} long`);
    // Beneath the canvas: text above it would be laid on a sheet of its own.
    this.root.prepend(this.#name);
    this.root.append(this.frame);
  }

  get #plot(): number {
    return Math.max(1, this.#width - GUTTER - PAD_RIGHT);
  }

  /** The tick at `x` CSS pixels from the strip's left edge, as far as the series reaches. */
  tickAt(x: number): Tick {
    const share = Math.min(1, Math.max(0, x / this.#plot));
    return tickAt(this.full.start, share * offsetOf(this.full.end, this.full.start));
  }

  x(tick: Tick): number {
    return (offsetOf(tick, this.full.start) / offsetOf(this.full.end, this.full.start)) * this.#plot;
  }

  /** `shown` is the tile of the whole series, and the distance in ticks from which there is a gap in it. */
  draw(width: number, shown: { readonly tile: Tile; readonly gap: number | null } | null, channels: readonly number[], regions: readonly DrawnRegion[], theme: Palette, zone: string): void {
    this.#width = width;
    const surface = this.#surface;
    surface.resize(width, OVERVIEW_HEIGHT);
    surface.clear();
    if (shown) this.#channels(shown.tile, channels, shown.gap, theme);
    this.#marks(regions, theme);
    this.#labels(theme, zone);
  }

  #channels(tile: Tile, channels: readonly number[], gap: number | null, theme: Palette): void {
    const { pen, ratio } = this.#surface;
    const left = Math.round(GUTTER * ratio);
    const area = { left, top: Math.round(STRIP_TOP * ratio), width: Math.round(this.#plot * ratio), height: Math.round(STRIP_HEIGHT * ratio), ratio };
    const pieces: Piece[] = [{ tile, from: tile.start, to: tile.end }];
    const perTick = area.width / offsetOf(this.full.end, this.full.start);
    const colour = { ...(parseColour(theme.muted) ?? BLACK), a: channels.length > 1 ? 0.5 : 0.75 };
    const drawn = channels.flatMap((index) => {
      const [min, max] = extremes(pieces, index);
      if (min > max) return [];
      const [low, high] = padded(min, max, 0.04);
      return [{ pieces, index, colour, at: { origin: this.full.start, perTick, height: area.height, low, high, log: false, thick: ratio } }];
    });
    drawChannels(pen, this.#raster, area, { ground: plainGround(area.width, theme) }, drawn, gap);
  }

  #marks(regions: readonly DrawnRegion[], theme: Palette): void {
    const { pen, ratio } = this.#surface;
    const row = { left: Math.round(GUTTER * ratio), width: this.#plot * ratio, ratio, x: (tick: Tick) => this.x(tick) * ratio };
    // Proposals first: where regions crowd, theirs is the row that rises over the other.
    paintMarks(pen, this.#strip, { ...row, foot: Math.round(PROPOSALS_FOOT * ratio) }, regions.filter(({ hatched }) => hatched), theme);
    paintMarks(pen, this.#strip, { ...row, foot: Math.round(REGIONS_FOOT * ratio) }, regions.filter(({ hatched }) => !hatched), theme);
  }

  #labels(theme: Palette, zone: string): void {
    const { pen, ratio } = this.#surface;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.font = `11px ${FONT}`;
    pen.textBaseline = "middle";
    pen.textAlign = "center";
    pen.fillStyle = theme.muted;
    // A label every 160 pixels is plenty here.
    for (const { tick, label } of axisTicks(this.axis, this.full, this.#plot, zone, 15).ticks) {
      const half = pen.measureText(label).width / 2;
      const x = Math.max(GUTTER + half, GUTTER + this.x(tick));
      if (x + half <= this.#width) pen.fillText(label, x, LABELS_MIDDLE);
    }
    pen.setTransform(1, 0, 0, 1, 0, 0);
  }

  /** Put the frame where the window is. */
  show(window: Window): void {
    const from = Math.max(0, this.x(window.start));
    const to = Math.min(this.#plot, this.x(window.end));
    this.frame.style.transform = `translateX(${GUTTER + Math.min(from, this.#plot - 3)}px)`;
    this.frame.style.width = `${Math.max(3, to - from)}px`;
  }

  /** What a press at `x` takes hold of. */
  partAt(x: number, window: Window, reach: number): "start" | "end" | "inside" | "outside" {
    const from = this.x(window.start);
    const to = this.x(window.end);
    if (to - from > 3 * reach) {
      if (Math.abs(x - from) <= reach) return "start";
      if (Math.abs(x - to) <= reach) return "end";
    }
    return x >= from - reach && x <= to + reach ? "inside" : "outside";
  }

  /** A window of the same length about the middle. */
  centred(window: Window, middle: Tick): Window {
    const span = window.end - window.start;
    const start = asTick(middle - span / 2n);
    return { start, end: asTick(start + span) };
  }
}
