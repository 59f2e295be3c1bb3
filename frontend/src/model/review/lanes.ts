/** What each annotator and each model says of a task, side by side. */
import type { DisagreementDoc, LaneDoc, Schema } from "../../net/types";
import { parseTick } from "../../core/tick";
import type { Tick } from "../../core/types";
import { namesIn, newRegionId, regionFromWire, withPlace, type LabelDoc, type Region } from "../region";

export interface Lane {
  readonly key: string;
  readonly kind: LaneDoc["kind"];
  readonly name: string;
  /** A, B, … of annotators; empty for models. */
  readonly letter: string;
  readonly annotationId: number | null;
  readonly regions: readonly Region[];
}

export interface Disagreement {
  /** Stable within a sheet. */
  readonly id: string;
  readonly reason: DisagreementDoc["reason"];
  readonly start: Tick;
  readonly end: Tick;
  readonly marked: DisagreementDoc["marked"];
  readonly missing: readonly string[];
  readonly score: number | null;
}

/** What the settled lane can take from another: where a region lies, what it is called, how severe it is, or all of it. */
export type Part = "boundaries" | "class" | "severity" | "whole";

export function lanesFromWire(docs: readonly LaneDoc[]): Lane[] {
  return docs.map((doc) => ({
    key: doc.key,
    kind: doc.kind,
    name: doc.name,
    letter: doc.letter,
    annotationId: doc.annotation_id,
    regions: doc.regions.map(regionFromWire),
  }));
}

export function disagreementsFromWire(docs: readonly DisagreementDoc[]): Disagreement[] {
  return docs.map((doc, index) => ({
    id: `disagreement:${index}`,
    reason: doc.reason,
    start: parseTick(doc.start),
    end: parseTick(doc.end),
    marked: doc.marked,
    missing: doc.missing,
    score: doc.score,
  }));
}

/** Short name of a lane: the annotator's letter, or the model's version. */
export function shortName(lane: Lane): string {
  return lane.letter || lane.name;
}

/** The region that a lane has in a disagreement, or null where it has none. */
export function regionIn(disagreement: Disagreement, lane: Lane): Region | null {
  const mark = disagreement.marked.find((candidate) => candidate.lane === lane.key);
  const marked = mark && lane.regions.find((region) => region.id === mark.region);
  if (marked) return marked;
  // A model is no party to the disagreement; what it has at the place still helps to decide.
  return lane.kind === "model" ? nearest(lane.regions, disagreement.start, disagreement.end) : null;
}

/** The region that shares the most with a range, or null where none touches it. */
export function nearest(regions: readonly Region[], start: Tick, end: Tick): Region | null {
  let best: Region | null = null;
  let most = -1;
  for (const region of regions) {
    const low = region.start > start ? region.start : start;
    const high = region.end < end ? region.end : end;
    if (low > high) continue;
    const longest = (region.end > end ? region.end : end) - (region.start < start ? region.start : start);
    const share = longest === 0n ? 1 : Number(high - low) / Number(longest);
    if (share > most) {
      most = share;
      best = region;
    }
  }
  return best;
}

/** What taking a disagreement's answer from a lane changes. */
export function partOf(reason: Disagreement["reason"]): Part {
  return reason === "missed" ? "whole" : reason;
}

/** The document with a part of `source` taken over into `target`; without a target it comes in as a region of its own. */
export function taken(doc: LabelDoc, schema: Schema, target: Region | null, source: Region, part: Part): LabelDoc {
  if (target === null || part === "whole") {
    const whole: Region = { ...source, id: target?.id ?? newRegionId(), origin: "manual", parent: null, score: null, extra: target?.extra ?? {} };
    const regions = target === null ? [...doc.regions, whole] : doc.regions.map((region) => (region.id === target.id ? whole : region));
    return { ...doc, regions };
  }
  const next = part === "boundaries" ? withPlace(target, source.start, source.end) : withFields(target, source, schema, part === "class" ? "labels" : "rating");
  return { ...doc, regions: doc.regions.map((region) => (region.id === target.id ? next : region)) };
}

function withFields(target: Region, source: Region, schema: Schema, type: "labels" | "rating"): Region {
  const names = schema.controls.filter((control) => control.type === type && (type === "labels" || control.per_region)).map(({ name }) => name);
  const kept = Object.entries(target.values).filter(([name]) => !names.includes(name));
  const fresh = Object.entries(source.values).filter(([name]) => names.includes(name));
  return { ...target, values: Object.fromEntries([...kept, ...fresh]) };
}

/** What is written about a region, in all of its text fields. */
export function noteOf(region: Region, schema: Schema): string {
  return schema.controls
    .filter((control) => control.type === "text" && control.per_region)
    .flatMap((control) => namesIn(region.values[control.name]))
    .join(" · ");
}
