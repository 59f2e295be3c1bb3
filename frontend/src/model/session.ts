/** One task on the bench: what is shown, what is chosen, what is done to it, and that all of it is saved. */
import { batch, computed, effect, signal, type ReadonlySignal } from "@preact/signals-core";

import { asTick, parseTick } from "../core/tick";
import type { AxisInfo, Tick, Window } from "../core/types";
import { fullWindow } from "../core/window";
import { ApiError, type Api } from "../net/api";
import { parseAxis } from "../net/axis";
import type { AnnotationDoc, Control, ControlValue, Notice, Problem, SeriesDoc, Values, Workbench } from "../net/types";
import { Autosave, REAL_CLOCK, type Clock } from "./autosave";
import { History, storageShelf } from "./history";
import { problemsOf } from "./problems";
import { openProposals, proposalKey, proposalsFromWire, type Proposal } from "./proposals";
import * as regions from "./region";
import type { LabelDoc, Region } from "./region";
import { followSeries } from "./series";

/** All of a task's labels and what was decided about proposals: one undo line for both. */
interface Desk {
  readonly doc: LabelDoc;
  readonly dismissed: ReadonlySet<string>;
}

export interface SessionOptions {
  readonly api: Api;
  readonly clock?: Clock;
  readonly storage?: Storage | undefined;
  readonly now?: () => number;
}

const DESK_CODEC = {
  encode: ({ doc, dismissed }: Desk) => ({
    regions: doc.regions.map(regions.regionToWire),
    values: doc.values,
    dismissed: [...dismissed],
  }),
  decode: (value: unknown): Desk => {
    const kept = value as { regions: AnnotationDoc["regions"]; values: Values; dismissed: string[] };
    return { doc: regions.docFromWire(kept), dismissed: new Set(kept.dismissed) };
  },
};

export class Session {
  readonly axis = signal<AxisInfo | null>(null);
  readonly series = signal<SeriesDoc>(null as unknown as SeriesDoc);
  readonly seriesFailure = signal<ApiError | null>(null);
  readonly window = signal<Window>({ start: asTick(0n), end: asTick(1n) });
  readonly cursor = signal<Tick | null>(null);
  /** Id of the selected region, or key of the selected proposal. */
  readonly selected = signal<string | null>(null);
  readonly edge = signal<"start" | "end">("start");
  /** The label that the next region gets: control and value. */
  readonly activeLabel = signal<{ control: string; value: string } | null>(null);
  readonly threshold = signal(0);
  readonly problems = signal<readonly Problem[]>([]);
  readonly submitting = signal(false);
  readonly failure = signal<ApiError | null>(null);
  readonly rangeStart = signal<Tick | null>(null);
  readonly submitted: ReadonlySignal<boolean>;
  readonly doc: ReadonlySignal<LabelDoc>;
  readonly ordered: ReadonlySignal<readonly Region[]>;
  readonly proposals: ReadonlySignal<readonly Proposal[]>;
  /** Open proposals at or above the threshold. */
  readonly shownProposals: ReadonlySignal<readonly Proposal[]>;
  readonly history: History<Desk>;
  readonly autosave: Autosave;
  readonly notices: readonly Notice[];

  readonly #api: Api;
  readonly #clock: Clock;
  readonly #now: () => number;
  readonly #annotation = signal<number | null>(null);
  readonly #all: readonly Proposal[];
  #base: AnnotationDoc;
  #startedAt: number;
  #stopFollowing: (() => void) | null = null;
  readonly #ends: (() => void)[] = [];

  constructor(
    readonly bench: Workbench,
    { api, clock = REAL_CLOCK, storage, now = Date.now }: SessionOptions,
  ) {
    this.#api = api;
    this.#clock = clock;
    this.#now = now;
    this.#base = bench.document;
    this.#startedAt = now();
    this.#all = proposalsFromWire(bench.proposals);
    this.notices = bench.notices;
    this.#annotation.value = bench.document.annotation_id;
    const shelf = storageShelf(storage, `faultmark:steps:${bench.user.id}:${bench.task.id}`);
    this.history = new History<Desk>({ doc: regions.docFromWire(bench.document), dismissed: new Set() }, shelf, DESK_CODEC);
    const saved = this.#fingerprint(this.history.current.peek().doc);
    const restored = this.history.restore((kept) => this.#fingerprint(kept.doc) === saved);
    this.doc = computed(() => this.history.current.value.doc);
    this.ordered = computed(() => [...this.doc.value.regions].sort(regions.byTime));
    this.proposals = computed(() => openProposals(this.#all, this.doc.value, this.history.current.value.dismissed));
    this.shownProposals = computed(() => this.proposals.value.filter((proposal) => proposal.score >= this.threshold.value));
    this.submitted = computed(() => this.#annotation.value !== null);
    this.autosave = new Autosave(() => this.#saveDraft(), clock);
    if (bench.document.saved_at !== null) this.autosave.settle(new Date(bench.document.saved_at));
    const backup = restored ? null : this.#backup(storage);
    if (backup !== null) this.history.push(backup, "Restore what was not saved");
    this.#watch(storage);
    this.#takeSeries(bench.series);
    this.#selectFirstLabel();
    if (backup !== null) this.autosave.touch();
  }

  get schema(): Workbench["schema"] {
    return this.bench.schema;
  }

  /** The selected region, if it is one of ours. */
  get region(): Region | null {
    return this.doc.value.regions.find((region) => region.id === this.selected.value) ?? null;
  }

  /** The selected proposal, if it is one. */
  get proposal(): Proposal | null {
    return this.proposals.value.find((proposal) => proposalKey(proposal) === this.selected.value) ?? null;
  }

  get labelControls(): readonly Control[] {
    return this.schema.controls.filter((control) => control.type === "labels");
  }

  dispose(): void {
    this.#stopFollowing?.();
    this.autosave.stop();
    for (const end of this.#ends) end();
  }

  // Regions

  draw(start: Tick, end: Tick, instant: boolean, channels: readonly string[] = []): void {
    const label = this.activeLabel.value;
    const region = { ...regions.newRegion(start, end, instant, label ? { [label.control]: [label.value] } : {}), channels };
    this.#change({ ...this.doc.value, regions: [...this.doc.value.regions, region] }, `Draw ${label?.value ?? "a region"}`);
    batch(() => {
      this.selected.value = region.id;
      this.edge.value = "end";
    });
  }

  remove(id: string): void {
    const doc = this.doc.value;
    this.#change({ ...doc, regions: doc.regions.filter((region) => region.id !== id) }, "Delete the region");
    if (this.selected.value === id) this.selected.value = null;
  }

  moveEdge(id: string, edge: "start" | "end", at: Tick, key: string): void {
    this.#change(regions.replaceRegion(this.doc.value, id, (region) => regions.withEdge(region, edge, at)), "Move the edge", key);
  }

  move(id: string, start: Tick, end: Tick, key: string): void {
    this.#change(regions.replaceRegion(this.doc.value, id, (region) => regions.withPlace(region, start, end)), "Move the region", key);
  }

  setValue(id: string, control: string, value: ControlValue | null, typing = false): void {
    const key = typing ? `type:${id}:${control}` : null;
    this.#change(regions.replaceRegion(this.doc.value, id, (region) => regions.withValue(region, control, value)), `Change ${control}`, key);
  }

  setTaskValue(control: string, value: ControlValue | null, typing = false): void {
    const values = { ...this.doc.value.values, [control]: value };
    this.#change({ ...this.doc.value, values }, `Change ${control}`, typing ? `type::${control}` : null);
  }

  setChannels(id: string, channels: readonly string[]): void {
    this.#change(regions.replaceRegion(this.doc.value, id, (region) => ({ ...region, channels })), "Change the channels");
  }

  /** Choose a label: the next region gets it, and so does the selected one. */
  chooseLabel(control: string, value: string): void {
    this.activeLabel.value = { control, value };
    const region = this.region;
    if (region === null) return;
    const declared = this.schema.controls.find((candidate) => candidate.name === control);
    const before = regions.namesIn(region.values[control]);
    const multiple = declared?.mode === "multiple";
    const after = !multiple ? [value] : before.includes(value) ? before.filter((name) => name !== value) : [...before, value];
    this.setValue(region.id, control, after);
  }

  // Proposals

  accept(proposal: Proposal): void {
    const region = regions.acceptedFrom(proposal.region, proposal.predictionId);
    this.#change({ ...this.doc.value, regions: [...this.doc.value.regions, region] }, "Accept the proposal");
    if (this.selected.value === proposalKey(proposal)) this.selected.value = region.id;
  }

  acceptShown(): void {
    const accepted = this.shownProposals.value.map((proposal) => regions.acceptedFrom(proposal.region, proposal.predictionId));
    if (accepted.length === 0) return;
    this.#change({ ...this.doc.value, regions: [...this.doc.value.regions, ...accepted] }, `Accept ${accepted.length} proposals`);
  }

  dismiss(proposal: Proposal): void {
    const { doc, dismissed } = this.history.current.value;
    this.history.push({ doc, dismissed: new Set([...dismissed, proposalKey(proposal)]) }, "Dismiss the proposal");
    if (this.selected.value === proposalKey(proposal)) this.step(1);
  }

  /** Select the next or the previous of all regions and proposals, in their order of time. */
  step(by: 1 | -1): void {
    const all = [
      ...this.ordered.value.map((region) => ({ id: region.id, region })),
      ...this.shownProposals.value.map((proposal) => ({ id: proposalKey(proposal), region: proposal.region })),
    ].sort((a, b) => regions.byTime(a.region, b.region));
    const here = all.findIndex(({ id }) => id === this.selected.value);
    const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + by));
    this.selected.value = all[next]?.id ?? null;
  }

  // Series

  /** Read the file again, with a remedy's options. */
  async reread(options: Record<string, unknown>): Promise<void> {
    this.seriesFailure.value = null;
    try {
      this.#takeSeries(await this.#api.ingest(this.bench.task.id, { options }));
    } catch (error) {
      this.seriesFailure.value = error instanceof ApiError ? error : new ApiError(0, String(error));
    }
  }

  // Saving

  /** Submit. Resolves to whether it was; what is missing stands in `problems`. */
  async submit(skip = false): Promise<boolean> {
    if (this.submitting.value) return false;
    this.problems.value = skip ? [] : problemsOf(this.doc.value, this.schema);
    if (this.problems.value.length > 0) return false;
    this.submitting.value = true;
    this.failure.value = null;
    try {
      // In order: a draft under way must not arrive after what replaces it.
      await this.autosave.flush().catch(() => undefined);
      const saved = await this.#api.submit(this.bench.task.id, { ...this.#body(), cancelled: skip });
      this.#take(saved);
      return true;
    } catch (error) {
      const failure = error instanceof ApiError ? error : new ApiError(0, String(error));
      this.problems.value = failure.problems;
      this.failure.value = failure;
      return false;
    } finally {
      this.submitting.value = false;
    }
  }

  /** After a conflict: work on with what is saved, or save what is here over it. */
  resolveConflict(keep: "theirs" | "mine"): void {
    const state = this.autosave.state.value;
    const document = state.kind === "conflict" ? state.error.document : null;
    if (document === null) return;
    this.#base = document;
    if (keep === "theirs") {
      this.history.push({ doc: regions.docFromWire(document), dismissed: this.history.current.value.dismissed }, "Take what was saved elsewhere");
      this.autosave.settle(document.saved_at === null ? null : new Date(document.saved_at));
    } else {
      this.autosave.settle(null);
      this.autosave.touch();
    }
  }

  #change(doc: LabelDoc, label: string, key: string | null = null): void {
    this.history.push({ doc, dismissed: this.history.current.value.dismissed }, label, key);
  }

  #fingerprint(doc: LabelDoc): string {
    return JSON.stringify([doc.regions.map(regions.regionToWire), doc.values]);
  }

  #body() {
    const { annotation_id, draft_id, version, rest } = this.#base;
    const doc = this.doc.value;
    return {
      annotation_id,
      draft_id,
      base_version: version,
      regions: doc.regions.map(regions.regionToWire),
      values: doc.values,
      rest,
      lead_time: this.bench.document.lead_time + (this.#now() - this.#startedAt) / 1000,
    };
  }

  #take(saved: AnnotationDoc): void {
    this.#base = saved;
    this.#annotation.value = saved.annotation_id;
    this.autosave.settle(saved.saved_at === null ? null : new Date(saved.saved_at));
  }

  async #saveDraft(): Promise<Date> {
    const saved = await this.#api.saveDraft(this.bench.task.id, this.#body());
    this.#base = saved;
    return saved.saved_at === null ? new Date(this.#now()) : new Date(saved.saved_at);
  }

  #watch(storage: Storage | undefined): void {
    let before = this.doc.peek();
    const name = this.#backupName();
    this.#ends.push(
      effect(() => {
        const doc = this.doc.value;
        if (doc === before) return;
        before = doc;
        this.problems.value = this.problems.peek().length > 0 ? problemsOf(doc, this.schema) : [];
        try {
          storage?.setItem(name, JSON.stringify({ base: this.#base.version, desk: DESK_CODEC.encode(this.history.current.peek()) }));
        } catch {
          // A full storage: the server still gets every change.
        }
        this.autosave.touch();
      }),
      effect(() => {
        if (this.autosave.state.value.kind === "saved") storage?.removeItem(name);
      }),
    );
  }

  #backupName(): string {
    return `faultmark:unsaved:${this.bench.user.id}:${this.bench.task.id}`;
  }

  /** What a closed laptop left unsaved, unless something newer has been saved since. */
  #backup(storage: Storage | undefined): Desk | null {
    const text = storage?.getItem(this.#backupName());
    if (!text) return null;
    try {
      const kept = JSON.parse(text) as { base: string; desk: unknown };
      const desk = DESK_CODEC.decode(kept.desk);
      if (kept.base !== this.#base.version || this.#fingerprint(desk.doc) === this.#fingerprint(this.doc.peek())) return null;
      return desk;
    } catch {
      return null;
    }
  }

  #takeSeries(series: SeriesDoc): void {
    this.series.value = series;
    if (series.axis !== null && this.axis.peek() === null) {
      const axis = parseAxis(series.axis);
      batch(() => {
        this.window.value = fullWindow(axis);
        this.axis.value = axis;
      });
    }
    this.#stopFollowing?.();
    this.#stopFollowing = null;
    if (series.state !== "queued" && series.state !== "ingesting") return;
    this.#stopFollowing = followSeries(this.bench.task.id, this.#api, this.#clock, {
      changed: (now) => {
        this.seriesFailure.value = null;
        this.series.value = now;
      },
      failed: (error) => {
        this.seriesFailure.value = error;
      },
    });
  }

  #selectFirstLabel(): void {
    const control = this.labelControls[0];
    const option = control?.options.find((candidate) => candidate.selected) ?? control?.options[0];
    if (control !== undefined && option !== undefined) this.activeLabel.value = { control: control.name, value: option.value };
  }
}

/** Distance of two samples from which there is a gap, in ticks. */
export function gapOf(series: SeriesDoc): Tick | null {
  const text = series.gaps?.threshold_ticks;
  return text === null || text === undefined ? null : parseTick(text);
}
