/** What models propose, which of it is still open, and what is decided about it. */
import { computed, signal, type ReadonlySignal } from "@preact/signals-core";

import type { ProposalDoc } from "../net/types";
import type { Desk } from "./desk";
import type { Line } from "./line";
import { acceptedFrom, byTime, regionFromWire, type Region } from "./region";

export interface Proposal {
  /** Stable name, for selecting and dismissing. */
  readonly key: string;
  readonly region: Region;
  readonly predictionId: number;
  readonly model: string;
  /** From 0 to 1; a model that gives none is taken at its word. */
  readonly score: number;
}

const PREFIX = "proposal:";

export function proposalKey(predictionId: number, regionId: string): string {
  return `${PREFIX}${predictionId}:${regionId}`;
}

/** The prediction and the region that a key names. */
export function proposedBy(key: string): { prediction_id: number; region_id: string } {
  const [id = "", ...rest] = key.slice(PREFIX.length).split(":");
  return { prediction_id: Number(id), region_id: rest.join(":") };
}

export function proposalsFromWire(docs: readonly ProposalDoc[]): Proposal[] {
  return docs
    .flatMap((doc) =>
      doc.regions.map((wire) => {
        const region = regionFromWire(wire);
        return {
          key: proposalKey(doc.prediction_id, region.id),
          region,
          predictionId: doc.prediction_id,
          model: doc.model_version,
          score: region.score ?? doc.score ?? 1,
        };
      }),
    )
    .sort((a, b) => byTime(a.region, b.region));
}

/** Key of the proposal that a region came from, or null. */
function parentKey(region: Region): string | null {
  return region.parent === null ? null : proposalKey(region.parent.prediction_id, region.parent.region_id);
}

export class Proposals {
  /** Weaker ones are hidden. */
  readonly threshold = signal(0);
  /** Neither accepted nor dismissed yet. */
  readonly open: ReadonlySignal<readonly Proposal[]>;
  /** Open, and not hidden. */
  readonly shown: ReadonlySignal<readonly Proposal[]>;
  readonly #byKey: ReadonlyMap<string, Proposal>;

  constructor(
    readonly all: readonly Proposal[],
    private readonly line: Line<Desk>,
  ) {
    this.#byKey = new Map(all.map((proposal) => [proposal.key, proposal]));
    this.open = computed(() => {
      if (all.length === 0) return all;
      const { doc, dismissed } = line.current.value;
      const taken = new Set(doc.regions.map(parentKey));
      return all.filter(({ key }) => !taken.has(key) && !dismissed.has(key));
    });
    this.shown = computed(() => this.open.value.filter((proposal) => proposal.score >= this.threshold.value));
  }

  get(key: string): Proposal | null {
    return this.#byKey.get(key) ?? null;
  }

  /** The proposal that a region was made from, as the model had put it. */
  parentOf(region: Region): Proposal | null {
    const key = parentKey(region);
    return key === null ? null : this.get(key);
  }

  /** Make regions of these. Returns the regions' ids by the proposals' keys. */
  accept(proposals: readonly Proposal[]): ReadonlyMap<string, string> {
    const accepted = proposals.map(({ key, region, predictionId }) => [key, acceptedFrom(region, predictionId)] as const);
    if (accepted.length > 0) {
      const { doc, dismissed } = this.line.current.peek();
      const regions = [...doc.regions, ...accepted.map(([, region]) => region)];
      this.line.push({ doc: { ...doc, regions }, dismissed }, accepted.length === 1 ? "Accept the proposal" : `Accept ${accepted.length} proposals`);
    }
    return new Map(accepted.map(([key, region]) => [key, region.id]));
  }

  dismiss(proposals: readonly Proposal[]): void {
    if (proposals.length === 0) return;
    const { doc, dismissed } = this.line.current.peek();
    const keys = proposals.map(({ key }) => key);
    this.line.push({ doc, dismissed: new Set([...dismissed, ...keys]) }, keys.length === 1 ? "Dismiss the proposal" : `Dismiss ${keys.length} proposals`);
  }
}
