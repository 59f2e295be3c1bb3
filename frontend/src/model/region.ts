/** Regions as the page works with them: ticks are numbers, everything else is as it travels. */
import { asTick, parseTick, tickText } from "../core/tick";
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
  return { ...wire, start: parseTick(wire.start), end: parseTick(wire.end) };
}

export function regionToWire(region: Region): WireRegion {
  return { ...region, start: tickText(region.start), end: tickText(region.end), channels: [...region.channels] };
}

export function docFromWire(wire: Pick<AnnotationDoc, "regions" | "values">): LabelDoc {
  return { regions: wire.regions.map(regionFromWire), values: wire.values };
}

export function newRegion(start: Tick, end: Tick, instant: boolean, values: Values): Region {
  const [first, last] = start <= end ? [start, end] : [end, start];
  const place = instant ? { start: first, end: first } : { start: first, end: last };
  return { id: newRegionId(), ...place, instant, values, origin: "manual", score: null, parent: null, channels: [], extra: {} };
}

/** A human region made from a model's: it remembers where it came from. */
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
function edited(region: Region): Region {
  return region.origin === "prediction" ? { ...region, origin: "prediction-changed" } : region;
}

export function withValue(region: Region, control: string, value: ControlValue | null): Region {
  const values = { ...region.values };
  if (value === null || (Array.isArray(value) && value.length === 0)) Reflect.deleteProperty(values, control);
  else values[control] = value;
  return { ...edited(region), values };
}

/** Move one edge; edges that cross swap, and both edges of an instant move together. */
export function withEdge(region: Region, edge: "start" | "end", at: Tick): Region {
  if (region.instant) return { ...edited(region), start: at, end: at };
  const other = edge === "start" ? region.end : region.start;
  return { ...edited(region), start: at < other ? at : other, end: at < other ? other : at };
}

/** Move the whole; both ends of an instant are its start. */
export function withPlace(region: Region, start: Tick, end: Tick): Region {
  return { ...edited(region), start, end: region.instant ? start : end };
}

export function shifted(region: Region, by: bigint): Region {
  return { ...edited(region), start: asTick(region.start + by), end: asTick(region.end + by) };
}

export function byTime(a: Region, b: Region): number {
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  if (a.end !== b.end) return a.end < b.end ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

export function replaceRegion(doc: LabelDoc, id: string, change: (region: Region) => Region): LabelDoc {
  return { ...doc, regions: doc.regions.map((region) => (region.id === id ? change(region) : region)) };
}

/** Names in a value, through all levels of nested choices. */
export function namesIn(value: ControlValue | null | undefined): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((part) => (typeof part === "string" ? [part] : namesIn(part as unknown[])));
}
