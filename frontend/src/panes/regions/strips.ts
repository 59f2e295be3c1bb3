import { legible, parseColour, type Rgba } from "../../core/colour";
import type { Palette } from "../../core/palette";
import { across, inside, type Area } from "./area";
import type { RegionView } from "./region-view";
import { Strip } from "./strip";

/** A hatched ground narrower than this many CSS pixels shows no lines: it is filled instead. */
const LEAST_HATCH = 4;
const BLACK: Rgba = { r: 0, g: 0, b: 0, a: 1 };

export function isHatched({ region, x0, x1 }: RegionView): boolean {
  return region.hatched && x1 - x0 >= LEAST_HATCH;
}

/** Grounds and edges of all regions in view, gathered once and drawn on every pane. */
export class RegionStrips {
  #made: readonly unknown[] = [];
  /** By pane; panes that show the same regions strong have the same one. */
  readonly #ofPane = new Map<number, Strip>();
  readonly #known = new Map<string, Strip>();
  #edges: Strip | null = null;
  /** Canvases that were made before, to be used again. */
  #spare: Strip[] = [];

  /** What lies beneath the channels of a pane. */
  ground(views: readonly RegionView[], pane: number, area: Area, theme: Palette): Strip {
    this.#renew(views, area, theme);
    const known = this.#ofPane.get(pane);
    if (known !== undefined) return known;
    const key = views.map(({ strong }) => (strong[pane] === true ? "1" : "0")).join("");
    const strip = this.#known.get(key) ?? this.#makeGround(views, pane, area, theme);
    this.#known.set(key, strip);
    this.#ofPane.set(pane, strip);
    return strip;
  }

  #makeGround(views: readonly RegionView[], pane: number, area: Area, theme: Palette): Strip {
    const colourOf = regionPaint(theme);
    return this.#take().make(area.width, (lay) => {
      for (const view of views) {
        const { region, x0, x1, strong } = view;
        if (region.instant || isHatched(view)) continue;
        const [from, to] = across(area, x0, x1);
        const isStrong = strong[pane] === true;
        const solid = (isStrong ? 0.16 : 0.07) + (region.selected && isStrong ? 0.02 : 0);
        lay(from - area.left, Math.max(from + 1, to) - area.left, colourOf(region.color), region.opacity * (region.hatched ? 0.7 : 1) * solid);
      }
    });
  }

  /** What lies above them: the ends of ranges, and instants. */
  edges(views: readonly RegionView[], area: Area, theme: Palette): Strip {
    this.#renew(views, area, theme);
    if (this.#edges !== null) return this.#edges;
    const colourOf = regionPaint(theme);
    this.#edges = this.#take().make(area.width, (lay) => {
      for (const { region, x0, x1 } of views) {
        const isFull = region.selected || region.instant;
        const thick = Math.max(1, Math.round((isFull ? 1.5 : 1) * area.ratio));
        const alpha = region.opacity * (isFull ? 1 : region.hatched ? 0.35 : 0.5);
        const colour = colourOf(region.color);
        const edge = (x: number): void => {
          const left = x - (thick >> 1) - area.left;
          if (inside(area, x)) lay(left, left + thick, colour, alpha);
        };
        const [start, end] = across(area, x0, x1);
        edge(start);
        if (!region.instant) edge(end);
      }
    });
    return this.#edges;
  }

  #renew(views: readonly RegionView[], { left, width, ratio }: Area, theme: Palette): void {
    const grounds = [views, left, width, ratio, theme];
    if (grounds.every((ground, at) => ground === this.#made[at])) return;
    this.#made = grounds;
    this.#spare.push(...this.#known.values(), ...(this.#edges === null ? [] : [this.#edges]));
    this.#known.clear();
    this.#ofPane.clear();
    this.#edges = null;
  }

  #take(): Strip {
    return this.#spare.pop() ?? new Strip();
  }
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
