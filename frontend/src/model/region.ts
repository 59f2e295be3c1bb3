/** Regions as the page works with them: ticks are numbers, everything else is as it travels. */
import { parseTick, tickText } from "../core/tick";
import type { Tick } from "../core/types";
import type { AnnotationDoc, ControlValue, Region as WireRegion, Values } from "../net/types";

export interface Region {
  readonly id: string;
  readonly start: Tick;
  readonly end: Tick;
  readonly instant: boolean;
  readonly values: Values;
  readonly origin: WireRegion["origin"];
  readonly score: number | null;
  readonly parent: WireRegion["parent"];
  readonly channels: readonly string[];
  readonly workOrder: string | null;
  readonly extra: WireRegion["extra"];
}

/** What an annotator says of a task. Values are immutable: every change makes a new one. */
export interface LabelDoc {
  readonly regions: readonly Region[];
  readonly values: Values;
}

export const EMPTY_DOC: LabelDoc = { regions: [], values: {} };

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

/** An id of the form that Label Studio's editor gives. */
export function newRegionId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => ALPHABET.charAt(byte & 63)).join("");
}

export function regionFromWire(wire: WireRegion): Region {
  const { work_order: workOrder, ...rest } = wire;
  return { ...rest, start: parseTick(wire.start), end: parseTick(wire.end), workOrder: workOrder ?? null };
}

export function regionToWire(region: Region): WireRegion {
  const { workOrder, ...rest } = region;
  return { ...rest, start: tickText(region.start), end: tickText(region.end), channels: [...region.channels], work_order: workOrder };
}

export function docFromWire(wire: Pick<AnnotationDoc, "regions" | "values">): LabelDoc {
  return { regions: wire.regions.map(regionFromWire), values: wire.values };
}

export function newRegion(start: Tick, end: Tick, instant: boolean, values: Values): Region {
  const [first, last] = start <= end ? [start, end] : [end, start];
  const place = instant ? { start: first, end: first } : { start: first, end: last };
  return { id: newRegionId(), ...place, instant, values, origin: "manual", score: null, parent: null, channels: [], workOrder: null, extra: {} };
}

/** A human region made from a model's: it remembers where it came from, and where the model had put it. */
export function acceptedFrom(proposal: Region, predictionId: number): Region {
  return {
    ...proposal,
    id: newRegionId(),
    origin: "prediction",
    parent: { prediction_id: predictionId, region_id: proposal.id, score: proposal.score },
    extra: {},
  };
}

/** What editing makes of a region: one that came from a model is from then on a corrected one. */
export function edited(region: Region): Region {
  return region.origin === "prediction" ? { ...region, origin: "prediction-changed" } : region;
}

export function withValue(region: Region, control: string, value: ControlValue | null): Region {
  const values = { ...region.values };
  if (value === null || (Array.isArray(value) && value.length === 0)) Reflect.deleteProperty(values, control);
  else values[control] = value;
  return { ...edited(region), values };
}

export type Edge = "start" | "end";

/** Move one edge; edges that cross swap, and both edges of an instant move together. */
export function withEdge(region: Region, edge: Edge, at: Tick): Region {
  if (region.instant) return { ...edited(region), start: at, end: at };
  const other = edge === "start" ? region.end : region.start;
  return { ...edited(region), start: at < other ? at : other, end: at < other ? other : at };
}

/** Both edges anew, for instance after moving the whole. */
export function withPlace(region: Region, start: Tick, end: Tick): Region {
  return { ...edited(region), start, end: region.instant ? start : end };
}

/** Cut a range in two: the first part ends at `at`, the second begins at `after`, the sample that follows. */
export function split(region: Region, at: Tick, after: Tick): [Region, Region] {
  const first = { ...edited(region), end: at };
  // A proposal has one heir. The second part is the person's own.
  return [first, { ...first, id: newRegionId(), start: after, end: region.end, origin: "manual", parent: null, score: null }];
}

/** One region from the start of the first to the end of the last. What the first leaves open, the others fill in. */
export function merged(regions: readonly [Region, ...Region[]]): Region {
  const inTime = [...regions].sort(byTime);
  const first = inTime[0] ?? regions[0];
  const heir = inTime.find((region) => region.parent !== null) ?? first;
  const end = inTime.reduce((last, region) => (region.end > last ? region.end : last), first.end);
  return {
    ...first,
    end,
    instant: inTime.every((region) => region.instant) && end === first.start,
    values: Object.assign({}, ...[...inTime].reverse().map((region) => region.values)) as Values,
    origin: heir.parent === null ? "manual" : "prediction-changed",
    parent: heir.parent,
    score: heir.score,
    channels: [...new Set(inTime.flatMap((region) => region.channels))],
  };
}

/** The same once more, as a region of one's own. */
export function duplicate(region: Region): Region {
  return { ...region, id: newRegionId(), origin: "manual", parent: null, score: null };
}

export function byTime(a: Region, b: Region): number {
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  if (a.end !== b.end) return a.end < b.end ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

const texts = new WeakMap<Region, string>();

/**
 * What a region says as JSON, the same text for the same content. Regions never change, so each is written once. What
 * only the server knows of it, how Label Studio wrote it, is left out.
 */
export function regionText(region: Region): string {
  const known = texts.get(region);
  if (known !== undefined) return known;
  const wire = regionToWire(region);
  const values = Object.fromEntries(Object.entries(wire.values).filter(([, value]) => value !== null).sort(([a], [b]) => (a < b ? -1 : 1)));
  const inOrder = Object.entries({ ...wire, values })
    .filter(([name]) => name !== "extra")
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(Object.fromEntries(inOrder));
  texts.set(region, text);
  return text;
}

const wireTexts = new WeakMap<Region, string>();

/** A region as JSON, all of it; each is written once. */
export function regionWireText(region: Region): string {
  const text = wireTexts.get(region) ?? JSON.stringify(regionToWire(region));
  wireTexts.set(region, text);
  return text;
}

/** Names in a value, through all levels of nested choices. */
export function namesIn(value: ControlValue | null | undefined): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((part) => (typeof part === "string" ? [part] : namesIn(part as unknown[])));
}
