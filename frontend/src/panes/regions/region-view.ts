import { offsetOf } from "../../core/tick";
import type { Tick, Window } from "../../core/types";
import type { DrawnRegion } from "../types";

/** A region as plain draw data: where it is on the plotting area, in CSS pixels from its left edge. */
export interface RegionView {
  readonly region: DrawnRegion;
  readonly x0: number;
  readonly x1: number;
  /** Whether each pane shows it strong, in the panes' order. */
  readonly strong: readonly boolean[];
}

/** A range of a single sample, or of less than a pixel, must still be seen and hit. */
const LEAST = 1.5;

const NONE_NAMED: ReadonlySet<string> = new Set();
const known = new WeakMap<readonly (readonly string[])[], WeakMap<ReadonlySet<string>, readonly boolean[]>>();

/** Which panes show a region strong that names these channels; worked out once for the same panes and names. */
function strongIn(panes: readonly (readonly string[])[], named: ReadonlySet<string> | null): readonly boolean[] {
  let here = known.get(panes);
  if (here === undefined) known.set(panes, (here = new WeakMap()));
  const channels = named ?? NONE_NAMED;
  let strong = here.get(channels);
  if (strong === undefined) here.set(channels, (strong = panes.map((names) => channels.size === 0 || names.some((name) => channels.has(name)))));
  return strong;
}

/**
 * Regions in view, in the order of painting: long ones first, so that nested ones lie on top; the selected one last.
 *
 * @param panes  names of the channels of each pane
 */
export function regionViews(regions: readonly DrawnRegion[], window: Window, width: number, panes: readonly (readonly string[])[]): RegionView[] {
  const perTick = width / Math.max(1, offsetOf(window.end, window.start));
  const views: RegionView[] = [];
  for (const region of regions) {
    if (region.end < window.start || region.start > window.end) continue;
    const x0 = offsetOf(region.start, window.start) * perTick;
    let x1 = offsetOf(region.end, window.start) * perTick;
    if (!region.instant && x1 - x0 < LEAST) x1 = x0 + LEAST;
    views.push({ region, x0, x1: region.instant ? x0 : x1, strong: strongIn(panes, region.channels) });
  }
  return views.sort((a, b) => Number(a.region.selected) - Number(b.region.selected) || b.x1 - b.x0 - (a.x1 - a.x0));
}

export type Edge = "start" | "end";

/** The edge of a selected region under the pointer, if it can be moved; the nearest. An instant has one: its start. */
export function edgeAt(views: readonly RegionView[], x: number, reach: number): { region: DrawnRegion; edge: Edge } | null {
  let best: RegionView | null = null;
  let least = reach;
  for (const view of views) {
    if (!view.region.selected || !view.region.editable) continue;
    const far = Math.min(Math.abs(x - view.x0), Math.abs(x - view.x1));
    if (far > least) continue;
    least = far;
    best = view;
  }
  if (!best) return null;
  const { region, x0, x1 } = best;
  if (region.instant) return { region, edge: "start" };
  const toStart = Math.abs(x - x0);
  const toEnd = Math.abs(x - x1);
  // With both ends under the pointer, the side it comes from decides, so that a narrow region can be widened.
  const nearer = toStart === toEnd ? x < (x0 + x1) / 2 : toStart < toEnd;
  return { region, edge: nearer ? "start" : "end" };
}

/** All regions under the pointer, the smallest first. What is narrower than the reach is reached from beside it too. */
export function regionsAt(views: readonly RegionView[], x: number, reach: number): RegionView[] {
  return views
    .filter(({ x0, x1 }) => {
      const beside = x1 - x0 < 2 * reach ? reach : 0;
      return x >= x0 - beside && x <= x1 + beside;
    })
    .sort((a, b) => a.x1 - a.x0 - (b.x1 - b.x0) || Math.abs(x - a.x0) - Math.abs(x - b.x0));
}

/**
 * The region that a click at `x` means: the smallest there. Clicking where one is selected goes on to the next, so
 * that everything beneath can be reached. One that is to be added to the selection is one that is not in it, if any.
 */
export function regionAt(views: readonly RegionView[], x: number, reach: number, additive = false): DrawnRegion | null {
  const hits = regionsAt(views, x, reach).map(({ region }) => region);
  if (additive) return hits.find(({ selected }) => !selected) ?? hits[0] ?? null;
  const selected = hits.findIndex((region) => region.selected);
  return hits[(selected + 1) % Math.max(1, hits.length)] ?? null;
}

/** A tag's text and place; `row` counts from the top where tags would cover one another. */
export interface Tag {
  readonly view: RegionView;
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly row: number;
}

const TAG_PAD = 6;
const MOST_ROWS = 3;

/** Score as it is read at a glance: ".87". */
export function scoreText(score: number): string {
  return score >= 0.995 ? "1.0" : score.toFixed(2).replace(/^0/, "");
}

/**
 * Place the tags of the regions in view: each at its region's left edge, further down where one is in the way.
 *
 * @param elsewhere  proposals whose score stands in a lane
 */
export function tags(views: readonly RegionView[], width: number, measure: (text: string) => number, elsewhere: ReadonlySet<string> = new Set()): Tag[] {
  const rows: { from: number; to: number }[][] = [];
  const placed: Tag[] = [];
  // The selected one is last in painting order, and first in the choice of places.
  for (const view of [...views].reverse()) {
    const { region } = view;
    if (region.instant && !region.selected) continue;
    if (region.hatched && !region.selected && elsewhere.has(region.id)) continue;
    const score = region.score !== null && region.hatched ? scoreText(region.score) : null;
    const room = view.x1 - view.x0;
    let text = score ? `${region.label} ${score}` : region.label;
    if (score && measure(text) + 2 * TAG_PAD > room && !region.selected) text = score;
    if (text === "") continue;
    const tagWidth = Math.ceil(measure(text)) + 2 * TAG_PAD;
    const x = Math.round(Math.max(0, Math.min(view.x0, width - tagWidth)));
    const free = (row: number): boolean => !(rows[row] ?? []).some((taken) => x < taken.to && x + tagWidth > taken.from);
    let row = 0;
    while (row < MOST_ROWS && !free(row)) row++;
    if (row === MOST_ROWS) continue;
    (rows[row] ??= []).push({ from: x, to: x + tagWidth });
    placed.push({ view, text, x, width: tagWidth, row });
  }
  return placed;
}

const TAG_ROW = 20;

/** The region whose tag is at a place, `y` CSS pixels from the top of the pane with the tags. */
export function tagAt(placed: readonly Tag[], x: number, y: number): DrawnRegion | null {
  const row = Math.floor(y / TAG_ROW);
  return placed.find((tag) => tag.row === row && x >= tag.x && x <= tag.x + tag.width)?.view.region ?? null;
}

/** The ordered range between two ticks, whichever way it was drawn. */
export function ordered(a: Tick, b: Tick): [Tick, Tick] {
  return a <= b ? [a, b] : [b, a];
}
