import { BLACK, legible, parseColour, WHITE, type Rgba } from "../../core/colour";
import type { Palette } from "../../core/palette";
import { Light, type Lay } from "../raster/light";
import { OPAQUE, pack, WHOLE } from "../raster/pixels";
import type { Columns, Ground } from "../raster/raster";
import { across, inside, type Area } from "./area";
import { hatchCover, hatchPeriod } from "./hatch";
import type { RegionView } from "./region-view";

/** A hatched ground narrower than this many CSS pixels shows no lines: it is filled instead. */
const LEAST_HATCH = 4;
const GRID_ALPHA = 0.75;

/** What the layers of all panes follow from. */
export interface LayerGrounds {
  readonly views: readonly RegionView[];
  /** Where the lines of the grid stand, in CSS pixels from the plotting area's left edge. */
  readonly grid: readonly number[];
  readonly area: Area;
  readonly theme: Palette;
}

/** What lies beneath and above the channels over the whole height, gathered once for all panes that show the same. */
export class RegionLayers {
  #made: readonly unknown[] = [];
  /** By which regions are strong. */
  readonly #grounds = new Map<string, Ground>();
  #edges: Columns | null = null;
  readonly #light = new Light();
  readonly #lines = new Light();
  /** Rows that were made before, to be used again. */
  #spare: Uint32Array[] = [];

  /** Page, grid and the regions' grounds beneath the channels of a pane. */
  ground(of: LayerGrounds, pane: number): Ground {
    this.#renew(of);
    const key = of.views.map(({ strong }) => (strong[pane] === true ? "1" : "0")).join("");
    let ground = this.#grounds.get(key);
    if (ground === undefined) this.#grounds.set(key, (ground = this.#makeGround(of, pane)));
    return ground;
  }

  /** What lies above them: the ends of ranges, and instants. */
  edges(of: LayerGrounds): Columns {
    this.#renew(of);
    return (this.#edges ??= makeEdges(this.#light, of));
  }

  #renew({ views, grid, area, theme }: LayerGrounds): void {
    const grounds = [views, grid, area.width, area.ratio, theme];
    if (grounds.every((ground, at) => ground === this.#made[at])) return;
    this.#made = grounds;
    this.#spare = Array.from(this.#grounds.values(), ({ rows }) => rows);
    this.#grounds.clear();
    this.#edges = null;
  }

  #makeGround(of: LayerGrounds, pane: number): Ground {
    const { area, theme } = of;
    const { width, ratio } = area;
    const light = this.#light.begin(width);
    const hatched = layGrounds(light.lay, of, pane);
    const count = hatched.length > 0 ? hatchPeriod(ratio) : 1;
    const rows = this.#takeRows(width * count);
    for (let row = 0; row < count; row++) {
      const lines = count === 1 ? light : this.#lines.copy(light);
      layHatching(lines, hatched, { area, theme }, pane, row);
      for (let x = 0; x < width; x++) rows[row * width + x] = lines.packedAt(x) | OPAQUE;
    }
    return { width, rows };
  }

  #takeRows(length: number): Uint32Array {
    const spare = this.#spare.pop();
    return spare?.length === length ? spare : new Uint32Array(length);
  }
}

/** Lay all grounds but the hatched ones, which are returned. */
function layGrounds(lay: Lay, { views, grid, area, theme }: LayerGrounds, pane: number): RegionView[] {
  const colourOf = regionPaint(theme);
  lay(0, area.width, parseColour(theme.page) ?? WHITE, 1);
  layGrid(lay, grid, area.ratio, parseColour(theme.line) ?? BLACK);
  return views.filter((view) => {
    const { region, x0, x1, strong } = view;
    if (region.hatched && !region.instant && x1 - x0 >= LEAST_HATCH) return true;
    if (region.instant) return false;
    const [from, to] = across(area, x0, x1);
    const isStrong = strong[pane] === true;
    const solid = (isStrong ? 0.16 : 0.07) + (region.selected && isStrong ? 0.02 : 0);
    lay(from - area.left, Math.max(from + 1, to) - area.left, colourOf(region.color), region.opacity * (region.hatched ? 0.7 : 1) * solid);
    return false;
  });
}

/** Lay what one of the rows that repeat downwards shows of the hatching's lines. */
function layHatching(light: Light, hatched: readonly RegionView[], { area, theme }: Pick<LayerGrounds, "area" | "theme">, pane: number, row: number): void {
  const colourOf = regionPaint(theme);
  for (const { region, x0, x1, strong } of hatched) {
    const [from, to] = across(area, x0, x1);
    const colour = colourOf(region.color);
    const alpha = colour.a * region.opacity * (strong[pane] === true ? 0.42 : 0.2);
    for (let x = from - area.left; x < to - area.left; x++) {
      const cover = hatchCover(x + row, area.ratio);
      if (cover > 0) light.layOne(x, colour, alpha * cover);
    }
  }
}

function layGrid(lay: Lay, grid: readonly number[], ratio: number, colour: Rgba): void {
  const thick = Math.max(1, Math.floor(ratio));
  for (const x of grid) {
    const at = Math.round(x * ratio);
    lay(at, at + thick, colour, GRID_ALPHA);
  }
}

function makeEdges(light: Light, { views, area, theme }: LayerGrounds): Columns {
  const colourOf = regionPaint(theme);
  light.begin(area.width);
  for (const { region, x0, x1 } of views) {
    const isFull = region.selected || region.instant;
    const thick = Math.max(1, Math.round((isFull ? 1.5 : 1) * area.ratio));
    const alpha = region.opacity * (isFull ? 1 : region.hatched ? 0.35 : 0.5);
    for (const x of region.instant ? across(area, x0, x0).slice(1) : across(area, x0, x1)) {
      const left = x - (thick >> 1) - area.left;
      if (inside(area, x)) light.lay(left, left + thick, colourOf(region.color), alpha);
    }
  }
  const at: number[] = [];
  for (let x = 0; x < area.width; x++) if (light.alphaAt(x) > 0) at.push(x);
  return { at, colours: at.map((x) => light.packedAt(x)), shares: at.map((x) => Math.round(WHOLE * light.alphaAt(x))) };
}

/** The bare page. */
export function plainGround(width: number, theme: Palette): Ground {
  const { r, g, b } = parseColour(theme.page) ?? WHITE;
  return { width, rows: new Uint32Array(width).fill(pack(r, g, b) | OPAQUE) };
}

/** The few colours that regions have, each looked up once. */
export function regionPaint(theme: Palette): (colour: string) => Rgba {
  const known = new Map<string, Rgba>();
  return (colour) => {
    let found = known.get(colour);
    if (found === undefined) {
      found = parseColour(legible(colour, theme.page)) ?? BLACK;
      known.set(colour, found);
    }
    return found;
  };
}
