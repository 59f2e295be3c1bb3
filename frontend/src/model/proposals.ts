/** What models propose, and which of it is still open. */
import type { ProposalDoc } from "../net/types";
import { byTime, regionFromWire, type LabelDoc, type Region } from "./region";

export interface Proposal {
  readonly region: Region;
  readonly predictionId: number;
  readonly model: string;
  /** From 0 to 1; a model that gives none is taken at its word. */
  readonly score: number;
}

export function proposalsFromWire(docs: readonly ProposalDoc[]): Proposal[] {
  return docs
    .flatMap((doc) =>
      doc.regions.map((wire) => {
        const region = regionFromWire(wire);
        return { region, predictionId: doc.prediction_id, model: doc.model_version, score: region.score ?? doc.score ?? 1 };
      }),
    )
    .sort((a, b) => byTime(a.region, b.region));
}

/** Stable name of a proposal, for selecting and dismissing. */
export function proposalKey(proposal: Proposal): string {
  return `proposal:${proposal.predictionId}:${proposal.region.id}`;
}

/** Proposals that nobody has accepted or dismissed yet. */
export function openProposals(all: readonly Proposal[], doc: LabelDoc, dismissed: ReadonlySet<string>): Proposal[] {
  const taken = new Set(doc.regions.flatMap((region) => (region.parent ? [`${region.parent.prediction_id}:${region.parent.region_id}`] : [])));
  return all.filter((proposal) => !taken.has(`${proposal.predictionId}:${proposal.region.id}`) && !dismissed.has(proposalKey(proposal)));
}
