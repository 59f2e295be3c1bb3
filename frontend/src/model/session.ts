/** One task on the bench: puts together what is shown, what is selected, what is done to it, and that it is saved. */
import { computed, signal, type ReadonlySignal } from "@preact/signals-core";

import { parseTick } from "../core/tick";
import type { Tick } from "../core/types";
import type { Api } from "../net/api";
import type { Control, Problem, SeriesDoc, Workbench } from "../net/types";
import { REAL_CLOCK, type Clock } from "./clock";
import { RegionCommands } from "./commands";
import { applyPatch, diffDesks, stampOf, type Desk, type DeskPatch } from "./desk";
import { History } from "./history";
import { problemsOf } from "./problems";
import { proposalKey, Proposals, proposalsFromWire, type Proposal } from "./proposals";
import { byTime, docFromWire, type LabelDoc, type Region } from "./region";
import { readUnsaved, Saving } from "./saving";
import { Selection, type Item } from "./selection";
import { storageShelf } from "./shelf";
import { Talk } from "./talk";
import { Telemetry } from "./telemetry";

export interface SessionOptions {
  readonly api: Api;
  readonly clock?: Clock;
  readonly storage?: Storage | undefined;
  readonly now?: () => number;
}

export class Session {
  readonly telemetry: Telemetry;
  readonly history: History<Desk, DeskPatch>;
  readonly proposals: Proposals;
  readonly selection: Selection;
  readonly regions: RegionCommands;
  readonly saving: Saving;
  /** What reviewers said of the task. */
  readonly talk: Talk;
  readonly doc: ReadonlySignal<LabelDoc>;
  /** Regions in their order of time. */
  readonly ordered: ReadonlySignal<readonly Region[]>;
  /** Regions and shown proposals, in their order of time. */
  readonly items: ReadonlySignal<readonly Item[]>;
  /** What keeps this from being submitted, at any moment. */
  readonly missing: ReadonlySignal<readonly Problem[]>;
  /** Whether a submit was tried: from then on what is missing is said aloud. */
  readonly tried = signal(false);
  /** Where a range begins that waits for its end. */
  readonly rangeStart = signal<Tick | null>(null);

  constructor(
    readonly bench: Workbench,
    { api, clock = REAL_CLOCK, storage, now = Date.now }: SessionOptions,
  ) {
    const name = `${bench.user.id}:${bench.task.id}`;
    const unsavedShelf = storageShelf(storage, "faultmark-unsaved", name, now);
    const saved: Desk = { doc: docFromWire(bench.document), dismissed: new Set(bench.dismissed.map((one) => proposalKey(one.prediction_id, one.region_id))) };
    const unsaved = readUnsaved(unsavedShelf, bench.document);
    const start = unsaved?.isNext === true ? unsaved.desk : saved;
    const codec = { diff: diffDesks, apply: applyPatch, stamp: (desk: Desk) => stampOf(desk.doc) };
    this.history = new History<Desk, DeskPatch>(start, storageShelf(storage, "faultmark-steps", name, now), codec, clock);
    this.telemetry = new Telemetry(bench.task.id, bench.series, api, clock);
    this.doc = computed(() => this.history.current.value.doc);
    this.ordered = computed(() => [...this.doc.value.regions].sort(byTime));
    this.proposals = new Proposals(proposalsFromWire(bench.proposals), this.history);
    this.items = computed(() => inTime(this.ordered.value, this.proposals.shown.value));
    this.selection = new Selection(this.items);
    this.regions = new RegionCommands(bench.schema, this.history, this.selection, this.proposals, this.telemetry);
    this.missing = computed(() => problemsOf(this.doc.value, this.ordered.value, bench.schema));
    this.talk = new Talk(bench.task.id, api);
    this.saving = new Saving({ bench, line: this.history, api, clock, shelf: unsavedShelf, now });
    if (unsaved?.isNext === true) this.saving.autosave.touch();
    else if (unsaved !== null) this.saving.leftover.value = unsaved.desk;
  }

  get schema(): Workbench["schema"] {
    return this.bench.schema;
  }

  get labelControls(): readonly Control[] {
    return this.schema.controls.filter((control) => control.type === "labels");
  }

  /** The leading region of the selection, if it is one of ours. */
  get region(): Region | null {
    const lead = this.selection.lead.value;
    return lead === null ? null : (this.doc.value.regions.find(({ id }) => id === lead) ?? null);
  }

  /** The leading proposal of the selection, if it is one. */
  get proposal(): Proposal | null {
    const lead = this.selection.lead.value;
    return lead === null || this.region !== null ? null : this.proposals.get(lead);
  }

  get selectedProposals(): readonly Proposal[] {
    return this.selection.ids.value.flatMap((id) => this.proposals.get(id) ?? []);
  }

  /** What is to be said of what is missing: all of it once a submit was tried, and what the server found. */
  get problems(): readonly Problem[] {
    const found = this.saving.refused.value;
    return found.length > 0 ? found : this.tried.value ? this.missing.value : [];
  }

  /** Accept the selected proposals; then the next one is selected, unless an accepted one lacks something. */
  acceptSelected(): boolean {
    const accepted = this.selectedProposals;
    if (accepted.length === 0) return false;
    const last = accepted.at(-1);
    const names = this.proposals.accept(accepted);
    const made = new Set(names.values());
    const lacking = this.missing.value.find((problem) => problem.region !== null && made.has(problem.region));
    const next = last === undefined ? null : this.#openAfter(last);
    if (lacking !== undefined || next === null) this.selection.set([...names.values()]);
    else this.selection.only(next.key);
    return true;
  }

  /** Accept every proposal that is shown. */
  acceptShown(): void {
    this.selection.rename(this.proposals.accept(this.proposals.shown.value));
  }

  /** Dismiss the selected proposals, and go on to the next. */
  dismissSelected(): boolean {
    const gone = this.selectedProposals;
    const last = gone.at(-1);
    if (last === undefined) return false;
    this.proposals.dismiss(gone);
    this.selection.only(this.#openAfter(last)?.key ?? null);
    return true;
  }

  /** Submit. Resolves to whether it was; what is missing stands in `problems` then. */
  async submit(skip: { reason: string } | null = null): Promise<boolean> {
    this.tried.value = skip === null;
    if (skip === null && this.missing.value.length > 0) return false;
    const done = await this.saving.submit(skip);
    if (done) this.tried.value = false;
    return done;
  }

  /** Keep in the browser what a page that is about to go would lose. */
  keep(): void {
    this.history.keep();
    this.saving.keep();
  }

  dispose(): void {
    this.telemetry.dispose();
    this.history.keep();
    this.saving.dispose();
  }

  #openAfter(proposal: Proposal): Proposal | null {
    const shown = this.proposals.shown.value;
    return shown.find((other) => byTime(other.region, proposal.region) > 0) ?? null;
  }
}

/** Two lists in order of time, as one. */
function inTime(regions: readonly Region[], proposals: readonly Proposal[]): Item[] {
  const items: Item[] = [];
  let at = 0;
  for (const region of regions) {
    for (let next = proposals[at]; next !== undefined && byTime(next.region, region) < 0; next = proposals[++at]) items.push({ id: next.key, region: next.region });
    items.push({ id: region.id, region });
  }
  for (const proposal of proposals.slice(at)) items.push({ id: proposal.key, region: proposal.region });
  return items;
}

/** Distance of two samples from which there is a gap, in ticks. */
export function gapOf(series: SeriesDoc): Tick | null {
  const text = series.gaps?.threshold_ticks;
  return text === null || text === undefined ? null : parseTick(text);
}
