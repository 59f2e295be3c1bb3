import { offsetOf } from "../../core/tick";
import type { Window } from "../../core/types";
import { scoreText } from "../regions/region-view";
import type { DrawnRegion, LaneEvent, LaneSpec } from "../types";

/** Where a lane's text goes, in CSS pixels from the plotting area's left edge. */
export interface LaneText {
  readonly text: string;
  readonly x: number;
  /** On the item itself, or beside it. */
  readonly inside: boolean;
}

/** An item of a lane as plain draw data, in CSS pixels from the plotting area's left edge. */
export interface LaneItem<T extends DrawnRegion | LaneEvent = DrawnRegion | LaneEvent> {
  readonly source: T;
  readonly x0: number;
  readonly x1: number;
  readonly text: LaneText | null;
}

export type LaneView =
  | { readonly spec: LaneSpec & { kind: "events" }; readonly items: readonly LaneItem<LaneEvent>[] }
  | { readonly spec: LaneSpec & { kind: "regions" }; readonly items: readonly LaneItem<DrawnRegion>[] };

type Measure = (text: string) => number;

/** A block is never narrower than can be seen. */
const LEAST = 2;
const PAD = 6;
/** From a block to the dotted frame about it. */
export const FRAME_AIR = 3;
/** From a moment's mark to its text, and from there to the next mark. */
const MARK_ROOM = 9;
/** A text that would be cut to less is left out. */
const LEAST_TEXT = 30;

/** Place what is in view of a lane, in the order of painting: long items first, selected ones last. */
export function laneView(spec: LaneSpec, window: Window, width: number, measure: Measure): LaneView {
  const perTick = width / Math.max(1, offsetOf(window.end, window.start));
  const x = (tick: bigint): number => offsetOf(tick, window.start) * perTick;
  if (spec.kind === "events") {
    const placed = spec.items
      .map((source) => ({ source, x0: x(source.start), x1: source.end === null ? x(source.start) : x(source.end), text: null }))
      .filter(({ x0, x1 }) => x1 >= -MARK_ROOM && x0 <= width + MARK_ROOM);
    return { spec, items: eventTexts(placed.sort(byPainting), width, measure) };
  }
  const placed = spec.items
    .filter(({ start, end }) => end >= window.start && start <= window.end)
    .map((source) => ({ source, x0: x(source.start), x1: Math.max(x(source.start) + LEAST, x(source.end)), text: null }));
  return { spec, items: regionTexts(placed.sort(byPainting), width, measure) };
}

function byPainting<T extends DrawnRegion | LaneEvent>(a: LaneItem<T>, b: LaneItem<T>): number {
  return Number(a.source.selected ?? false) - Number(b.source.selected ?? false) || b.x1 - b.x0 - (a.x1 - a.x0);
}

/**
 * Inside a block where it fits, else to its right where that is free: out of the frame that it lies in, and not into the
 * next. What would meet another block or text is left out.
 */
function regionTexts(items: readonly LaneItem<DrawnRegion>[], width: number, measure: Measure): LaneItem<DrawnRegion>[] {
  const cover = new Cover(width);
  const [starts, ends] = [new Cover(width), new Cover(width)];
  for (const { x0, x1 } of items.filter(({ source }) => source.outline)) {
    starts.take(x0 - FRAME_AIR - 2, x0 - FRAME_AIR + 2);
    ends.take(x1 + FRAME_AIR - 2, x1 + FRAME_AIR + 2);
  }
  const beside = (x1: number, wide: number): number | null => {
    const reach = wide + 2 * PAD;
    const from = ends.first(x1, x1 + reach) ?? x1;
    const free = cover.isFree(x1, from + reach) && starts.isFree(x1, from + reach) && ends.isFree(from + PAD, from + reach);
    return free ? from + PAD : null;
  };
  const texts = new Map<LaneItem<DrawnRegion>, LaneText>();
  const outside: LaneItem<DrawnRegion>[] = [];
  // What is painted last lies on top: it speaks first, and hides what lies below it.
  for (const item of items.filter(({ source }) => !source.outline).reverse()) {
    const text = textInside(item, width, measure);
    if (text !== null && cover.isFree(text.x, text.x + measure(text.text))) texts.set(item, text);
    else outside.push(item);
    cover.take(item.x0, item.x1);
  }
  for (const item of outside) {
    const { x1 } = item;
    if (x1 < 0) continue;
    for (const text of wordings(item.source)) {
      const x = text === "" ? null : beside(x1, measure(text));
      if (x === null) continue;
      texts.set(item, { text, x, inside: false });
      cover.take(x1, x + measure(text));
      break;
    }
  }
  return items.map((item) => ({ ...item, text: texts.get(item) ?? null }));
}

function textInside({ source, x0, x1 }: LaneItem<DrawnRegion>, width: number, measure: Measure): LaneText | null {
  const from = Math.max(0, x0);
  const room = Math.min(width, x1) - from - 2 * PAD;
  const inside = wordings(source).find((text) => text !== "" && measure(text) <= room);
  if (inside !== undefined) return { text: inside, x: from + PAD, inside: true };
  // A score is short, and may use the padding too.
  const score = scoreOf(source);
  const tight = score === null ? 0 : (room + 2 * PAD - measure(score)) / 2;
  return score !== null && tight >= 1 ? { text: score, x: from + tight, inside: true } : null;
}

function scoreOf(source: DrawnRegion): string | null {
  return source.hatched && source.score !== null ? scoreText(source.score) : null;
}

/** What a block may say, the fullest first. */
function wordings(source: DrawnRegion): string[] {
  const score = scoreOf(source);
  return score === null ? [source.label] : [`${source.label} ${score}`.trim(), score];
}

/** Which CSS pixels of a lane are taken: thousands of blocks cost no more than their pixels. */
class Cover {
  readonly #taken: Uint8Array;

  constructor(width: number) {
    this.#taken = new Uint8Array(Math.max(0, Math.floor(width)));
  }

  take(from: number, to: number): void {
    this.#taken.fill(1, Math.max(0, Math.floor(from)), Math.max(0, Math.ceil(to)));
  }

  /** The first pixel of a span that is taken. */
  first(from: number, to: number): number | null {
    const found = this.#taken.subarray(Math.max(0, Math.ceil(from)), Math.max(0, Math.ceil(to))).indexOf(1);
    return found < 0 ? null : Math.max(0, Math.ceil(from)) + found;
  }

  /** Whether a span lies in the lane and on nothing. */
  isFree(from: number, to: number): boolean {
    if (from < 0 || to > this.#taken.length) return false;
    return !this.#taken.subarray(Math.ceil(from), Math.ceil(to)).includes(1);
  }
}

/** Moments take their room first, from left to right; regimes use what is left of their own. */
function eventTexts(items: readonly LaneItem<LaneEvent>[], width: number, measure: Measure): LaneItem<LaneEvent>[] {
  const marks = items.filter(({ source }) => source.kind !== "regime").sort((a, b) => a.x0 - b.x0);
  const texts = new Map<LaneItem<LaneEvent>, LaneText>();
  const taken: { from: number; to: number }[] = [];
  let free = 0;
  marks.forEach((mark, at) => {
    const next = marks[at + 1]?.x0 ?? Infinity;
    const right = fit(mark.source.title, Math.min(next - MARK_ROOM, width - 2) - (mark.x0 + MARK_ROOM), measure);
    let span = { from: mark.x0 - MARK_ROOM, to: mark.x0 + MARK_ROOM };
    if (right !== null && right === mark.source.title) {
      texts.set(mark, { text: right, x: mark.x0 + MARK_ROOM, inside: false });
      span = { from: span.from, to: span.to + measure(right) };
    } else {
      // At the view's right end there may be room on the left.
      const wide = measure(mark.source.title);
      const left = mark.x0 - MARK_ROOM - wide;
      if (left > free) {
        texts.set(mark, { text: mark.source.title, x: left, inside: false });
        span = { from: left, to: span.to };
      } else if (right !== null) {
        texts.set(mark, { text: right, x: mark.x0 + MARK_ROOM, inside: false });
        span = { from: span.from, to: span.to + measure(right) };
      }
    }
    taken.push(span);
    free = span.to;
  });
  return items.map((item) => {
    if (item.source.kind !== "regime") return { ...item, text: texts.get(item) ?? null };
    const from = Math.max(0, item.x0) + PAD + 1;
    const end = Math.min(width, item.x1);
    const until = taken.filter((span) => span.to > from && span.from < end).reduce((least, span) => Math.min(least, span.from), end - PAD);
    const text = fit(item.source.title, until - from, measure);
    return text === null ? item : { ...item, text: { text, x: from, inside: true } };
  });
}

/** The text, or as much of it as fits with an ellipsis; null where that is next to nothing. */
export function fit(text: string, room: number, measure: Measure): string | null {
  if (text === "" || room <= 0) return null;
  if (measure(text) <= room) return text;
  if (room < LEAST_TEXT) return null;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${text.slice(0, middle).trimEnd()}…`) <= room) low = middle;
    else high = middle - 1;
  }
  return low < 2 ? null : `${text.slice(0, low).trimEnd()}…`;
}

/** What lies under the pointer. */
export interface ItemsAt {
  /** What a click means: the narrowest, or the next of them where one is selected already. */
  readonly next: DrawnRegion | LaneEvent | null;
  /** What the pointer shows: the selected one, which lies on top, else the narrowest. */
  readonly shown: DrawnRegion | LaneEvent | null;
  readonly narrowest: DrawnRegion | LaneEvent | null;
}

/** What lies at `x`, the narrowest first. A disagreement's frame comes after the blocks in it. */
export function itemsAt(view: LaneView, x: number, reach: number): ItemsAt {
  const hits = (view.items as readonly LaneItem[])
    .filter(({ x0, x1 }) => x >= x0 - (x1 - x0 < 2 * reach ? reach : 0) && x <= x1 + (x1 - x0 < 2 * reach ? reach : 0))
    .sort((a, b) => Number(framed(a)) - Number(framed(b)) || a.x1 - a.x0 - (b.x1 - b.x0))
    .map(({ source }) => source);
  const selected = hits.findIndex((item) => item.selected === true);
  const narrowest = hits[0] ?? null;
  return { next: hits[(selected + 1) % Math.max(1, hits.length)] ?? null, shown: hits[selected] ?? narrowest, narrowest };
}

function framed({ source }: LaneItem): boolean {
  return "outline" in source;
}
