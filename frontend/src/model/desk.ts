/** What lies on the bench: all of a task's labels, and what was decided about proposals. One undo line for both. */
import type { AnnotationDoc, Values } from "../net/types";
import { regionFromWire, regionText, type LabelDoc } from "./region";

export interface Desk {
  readonly doc: LabelDoc;
  /** Keys of the proposals that were dismissed. */
  readonly dismissed: ReadonlySet<string>;
}

type WireRegion = AnnotationDoc["regions"][number];

/** What one step changed, with what was before it: it can be taken back as well as done again. */
export interface DeskPatch {
  readonly regions: readonly { readonly before: WireRegion | null; readonly after: WireRegion | null }[];
  readonly values: { readonly before: Values; readonly after: Values } | null;
  readonly dismissed: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

/** The difference of two desks. Regions that are the same object are not looked into. */
export function diffDesks(before: Desk, after: Desk): DeskPatch {
  const regions: { before: WireRegion | null; after: WireRegion | null }[] = [];
  const wire = (region: LabelDoc["regions"][number] | undefined) => (region === undefined ? null : ({ ...(JSON.parse(regionText(region)) as WireRegion), extra: region.extra }));
  const left = new Map(before.doc.regions.map((region) => [region.id, region]));
  for (const region of after.doc.regions) {
    const old = left.get(region.id);
    left.delete(region.id);
    if (old !== region) regions.push({ before: wire(old), after: wire(region) });
  }
  for (const region of left.values()) regions.push({ before: wire(region), after: null });
  return {
    regions,
    values: before.doc.values === after.doc.values ? null : { before: before.doc.values, after: after.doc.values },
    dismissed: {
      added: [...after.dismissed].filter((key) => !before.dismissed.has(key)),
      removed: [...before.dismissed].filter((key) => !after.dismissed.has(key)),
    },
  };
}

/** Go one step on (`forth`) or back (`back`) along a patch. */
export function applyPatch(desk: Desk, patch: DeskPatch, way: "forth" | "back"): Desk {
  const to = way === "forth" ? "after" : "before";
  const from = way === "forth" ? "before" : "after";
  const changed = new Map<string, WireRegion | null>();
  for (const change of patch.regions) {
    const id = change[from]?.id ?? change[to]?.id;
    if (id !== undefined) changed.set(id, change[to]);
  }
  const kept = desk.doc.regions.flatMap((region) => {
    const next = changed.get(region.id);
    changed.delete(region.id);
    // How Label Studio wrote the region may have become known since the step was made.
    return next === undefined ? [region] : next === null ? [] : [{ ...regionFromWire(next), extra: region.extra }];
  });
  const added = [...changed.values()].flatMap((region) => (region === null ? [] : [regionFromWire(region)]));
  const { added: more, removed: less } = patch.dismissed;
  const [put, take] = way === "forth" ? [more, less] : [less, more];
  return {
    doc: { regions: [...kept, ...added], values: patch.values === null ? desk.doc.values : patch.values[to] },
    dismissed: new Set([...[...desk.dismissed].filter((key) => !take.includes(key)), ...put]),
  };
}

function sorted(values: Values): [string, unknown][] {
  return Object.entries(values)
    .filter(([, value]) => value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A short name of what a document says: the same for the same regions and values, in whatever order they come. */
export function stampOf(doc: LabelDoc): string {
  const regions = doc.regions.map(regionText).sort();
  return hash(`${regions.join("\n")}\n${JSON.stringify(sorted(doc.values))}`);
}

/** 64 bits of FNV-1a in two halves: for telling documents apart, not for secrets. */
function hash(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return `${text.length.toString(36)}-${(low >>> 0).toString(36)}-${(high >>> 0).toString(36)}`;
}
