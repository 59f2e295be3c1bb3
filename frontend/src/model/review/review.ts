/** One task under review: the lanes, the settled lane that is worked on, the verdict. */
import { batch, computed, effect, signal, type ReadonlySignal } from "@preact/signals-core";

import { tickText } from "../../core/tick";
import type { Tick } from "../../core/types";
import { ApiError, type Api } from "../../net/api";
import type { CommentDoc, Problem, ReviewSheet, VerdictName, Workbench } from "../../net/types";
import { Autosave } from "../autosave";
import { REAL_CLOCK, type Clock } from "../clock";
import { RegionCommands } from "../commands";
import { applyPatch, diffDesks, stampOf, type Desk, type DeskPatch } from "../desk";
import { History } from "../history";
import { Proposals } from "../proposals";
import { byTime, docFromWire, regionFromWire, regionToWire, type LabelDoc, type Region } from "../region";
import { Selection } from "../selection";
import { storageShelf } from "../shelf";
import { Telemetry } from "../telemetry";
import { disagreementsFromWire, lanesFromWire, nearest, partOf, regionIn, shortName, taken, type Disagreement, type Lane } from "./lanes";

export interface ReviewOptions {
  readonly api: Api;
  readonly clock?: Clock;
  readonly storage?: Storage | undefined;
  readonly now?: () => number;
}

/** Where a comment belongs on the axis, and whose annotation it is about. */
export interface Anchor {
  readonly start: Tick;
  readonly end: Tick;
  readonly region: string;
  readonly annotationId: number | null;
}

export class Review {
  readonly sheet = signal<ReviewSheet>(null as unknown as ReviewSheet);
  readonly telemetry: Telemetry;
  readonly history: History<Desk, DeskPatch>;
  readonly selection: Selection;
  readonly commands: RegionCommands;
  readonly autosave: Autosave;
  readonly lanes: ReadonlySignal<readonly Lane[]>;
  readonly disagreements: ReadonlySignal<readonly Disagreement[]>;
  /** The settled lane. */
  readonly doc: ReadonlySignal<LabelDoc>;
  readonly ordered: ReadonlySignal<readonly Region[]>;
  /** Whether the settled lane is other than what it started from. */
  readonly isFixed: ReadonlySignal<boolean>;
  /** The disagreement that is looked at, by its place in the list. */
  readonly at = signal<number | null>(null);
  /** A region of a lane that was clicked, to be compared and taken over. */
  readonly picked = signal<{ readonly lane: Lane; readonly region: Region } | null>(null);
  readonly comment = signal("");
  readonly busy = signal(false);
  readonly failure = signal<ApiError | null>(null);
  readonly problems = signal<readonly Problem[]>([]);
  readonly #api: Api;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #version = signal("");
  #rest: ReviewSheet["settled"]["rest"] = [];
  readonly #ends: (() => void)[] = [];

  constructor(
    readonly bench: Workbench,
    sheet: ReviewSheet,
    { api, clock = REAL_CLOCK, storage, now = Date.now }: ReviewOptions,
  ) {
    this.#api = api;
    this.#now = now;
    this.#startedAt = now();
    this.sheet.value = sheet;
    this.#version.value = sheet.settled.version;
    this.#rest = sheet.settled.rest;
    const start: Desk = { doc: docFromWire(sheet.settled), dismissed: new Set() };
    const codec = { diff: diffDesks, apply: applyPatch, stamp: (desk: Desk) => stampOf(desk.doc) };
    this.history = new History<Desk, DeskPatch>(start, storageShelf(storage, "faultmark-review", `${sheet.user.id}:${sheet.task.id}`, now), codec, clock);
    this.telemetry = new Telemetry(sheet.task.id, sheet.series, api, clock);
    this.lanes = computed(() => lanesFromWire(this.sheet.value.lanes));
    this.disagreements = computed(() => disagreementsFromWire(this.sheet.value.disagreements));
    this.doc = computed(() => this.history.current.value.doc);
    this.ordered = computed(() => [...this.doc.value.regions].sort(byTime));
    const items = computed(() => this.ordered.value.map((region) => ({ id: region.id, region })));
    this.selection = new Selection(items);
    this.commands = new RegionCommands(sheet.schema, this.history, this.selection, new Proposals([], this.history), this.telemetry);
    const origin = computed(() => stampOf(this.#origin()));
    this.isFixed = computed(() => stampOf(this.doc.value) !== origin.value);
    this.autosave = new Autosave(() => this.#saveDraft(), clock);
    if (sheet.settled.saved_at !== null) this.autosave.settle(new Date(sheet.settled.saved_at));
    this.#watch();
    if (this.disagreements.peek().length > 0) this.look(0);
  }

  get schema(): ReviewSheet["schema"] {
    return this.sheet.value.schema;
  }

  get current(): Disagreement | null {
    const at = this.at.value;
    return at === null ? null : (this.disagreements.value[at] ?? null);
  }

  /** The settled region that is selected. */
  get region(): Region | null {
    const lead = this.selection.lead.value;
    return this.doc.value.regions.find(({ id }) => id === lead) ?? null;
  }

  /** Look at a disagreement, and select what the settled lane has there. */
  look(at: number): void {
    const disagreement = this.disagreements.peek()[at];
    if (disagreement === undefined) return;
    batch(() => {
      this.at.value = at;
      this.picked.value = null;
      this.selection.only(this.settledIn(disagreement)?.id ?? null);
    });
  }

  next(by: 1 | -1): void {
    const count = this.disagreements.peek().length;
    if (count > 0) this.look((((this.at.peek() ?? (by > 0 ? -1 : 0)) + by) % count + count) % count);
  }

  /** Look at a region of a lane. */
  pick(laneKey: string, regionId: string): void {
    const lane = this.lanes.peek().find(({ key }) => key === laneKey);
    const region = lane?.regions.find(({ id }) => id === regionId);
    if (lane === undefined || region === undefined) return;
    const at = this.disagreements.peek().findIndex(({ marked }) => marked.some((mark) => mark.lane === laneKey && mark.region === regionId));
    batch(() => {
      if (at >= 0) this.look(at);
      else this.at.value = null;
      this.picked.value = { lane, region };
      this.selection.only(this.settledAt(region)?.id ?? null);
    });
  }

  /** Look at a region of the settled lane. */
  select(id: string | null): void {
    batch(() => {
      this.picked.value = null;
      this.selection.only(id);
      const region = this.region;
      if (region !== null) {
        const at = this.disagreements.peek().findIndex((disagreement) => this.settledIn(disagreement)?.id === id);
        this.at.value = at >= 0 ? at : null;
      }
    });
  }

  /** What the settled lane has where there is a disagreement. Read while drawing, it follows. */
  settledIn(disagreement: Disagreement): Region | null {
    const doc = this.doc.value;
    const row = this.sheet.value.consensus.regions.find(({ members }) => members.some((member) => disagreement.marked.some((mark) => mark.lane === member.lane && mark.region === member.region)));
    const drafted = row && doc.regions.find(({ id }) => id === row.region.id);
    return drafted ?? nearest(doc.regions, disagreement.start, disagreement.end);
  }

  settledAt(region: Region): Region | null {
    return nearest(this.doc.value.regions, region.start, region.end);
  }

  /** Take a lane's answer to the current disagreement, or the region of it that was picked, into the settled lane. */
  take(lane: Lane): boolean {
    const disagreement = this.current;
    const picked = this.picked.peek();
    const source = picked?.lane.key === lane.key ? picked.region : disagreement === null ? null : regionIn(disagreement, lane);
    if (source === null) return false;
    const target = disagreement === null ? this.settledAt(source) : this.settledIn(disagreement);
    const part = disagreement === null ? "whole" : partOf(disagreement.reason);
    this.#push(taken(this.doc.peek(), this.schema, target, source, part), `Take ${shortName(lane)}'s ${part === "whole" ? "region" : part}`);
    this.selection.only(this.settledAt(source)?.id ?? null);
    return true;
  }

  /** Take the computed consensus where the current disagreement is. */
  takeConsensus(): boolean {
    const disagreement = this.current;
    if (disagreement === null) return false;
    const row = this.sheet.peek().consensus.regions.find(({ members }) => members.some((member) => disagreement.marked.some((mark) => mark.lane === member.lane && mark.region === member.region)));
    if (row === undefined) return false;
    const source = regionFromWire(row.region);
    const target = this.settledIn(disagreement);
    this.#push(taken(this.doc.peek(), this.schema, target, source, partOf(disagreement.reason)), "Take the consensus");
    this.selection.only(this.settledIn(disagreement)?.id ?? null);
    return true;
  }

  /** Leave the selected region out of the settled lane. */
  leaveOut(): boolean {
    const id = this.selection.lead.peek();
    if (id === null) return false;
    this.commands.remove([id]);
    return true;
  }

  /** Where a comment that is written now belongs. */
  get anchor(): Anchor {
    const disagreement = this.current;
    const picked = this.picked.value;
    const region = picked?.region ?? this.region;
    const point = this.telemetry.cursor.value ?? this.telemetry.window.value.start;
    return {
      start: region?.start ?? disagreement?.start ?? point,
      end: region?.end ?? disagreement?.end ?? point,
      region: picked?.region.id ?? "",
      annotationId: picked?.lane.annotationId ?? null,
    };
  }

  /** Accept, fix and accept, or send back. Resolves to whether the server took it. */
  async judge(verdict: VerdictName): Promise<boolean> {
    if (this.busy.value) return false;
    const text = this.comment.value.trim();
    if (verdict === "send_back" && text === "") {
      this.failure.value = new ApiError(0, "Say why: sending back needs a comment to the annotators.");
      return false;
    }
    return this.#send(async () => {
      await this.autosave.flush().catch(() => undefined);
      const settled = verdict === "send_back" ? {} : this.#body();
      const answer = await this.#api.judge(this.sheet.value.task.id, {
        verdict,
        base_version: this.#version.peek(),
        ...settled,
        lead_time: (this.#now() - this.#startedAt) / 1000,
        comment: text === "" ? null : this.#commentBody(text),
      });
      this.#take(answer);
      this.comment.value = "";
    });
  }

  /** Say something, or answer a comment, without a verdict. */
  async say(text: string, parent: number | null = null): Promise<boolean> {
    return this.#send(async () => {
      const body = parent === null ? this.#commentBody(text) : { text, parent, region: "" };
      const said = await this.#api.comment(this.sheet.value.task.id, body);
      this.#withComments((comments) => [...comments, said]);
      if (parent === null) this.comment.value = "";
    });
  }

  async resolve(comment: CommentDoc, resolved: boolean): Promise<boolean> {
    return this.#send(async () => {
      const changed = await this.#api.changeComment(comment.id, { resolved });
      this.#withComments((comments) => comments.map((other) => (other.id === changed.id ? changed : other)));
    });
  }

  /** Hide or show the annotators' names. */
  async blindfold(blind: boolean): Promise<boolean> {
    return this.#send(async () => {
      const sheet = await this.#api.review(this.sheet.value.task.id, blind);
      this.sheet.value = { ...this.sheet.value, lanes: sheet.lanes, blind: sheet.blind, comments: sheet.comments, history: sheet.history };
    });
  }

  /** After a conflict: go on with what is there, or with what is on the page. */
  resolveConflict(keep: "theirs" | "mine", theirs: ReviewSheet["settled"]): void {
    this.#version.value = theirs.version;
    this.#rest = theirs.rest;
    if (keep === "theirs") {
      this.#push(docFromWire(theirs), "Take what was reviewed elsewhere");
      this.autosave.settle(theirs.saved_at === null ? null : new Date(theirs.saved_at));
    } else {
      this.autosave.settle(null);
      this.autosave.touch();
    }
  }

  dispose(): void {
    this.telemetry.dispose();
    this.history.keep();
    this.autosave.stop();
    for (const end of this.#ends) end();
  }

  /** What the settled lane starts from: what was accepted before, else the consensus. */
  #origin(): LabelDoc {
    const { settled, consensus } = this.sheet.value;
    if (settled.source === "settled") return docFromWire(settled);
    return { regions: consensus.regions.filter(({ state }) => state !== "dropped").map(({ region }) => regionFromWire(region)), values: this.doc.value.values };
  }

  #push(doc: LabelDoc, label: string): void {
    this.history.push({ doc, dismissed: this.history.current.peek().dismissed }, label);
  }

  #body() {
    const doc = this.doc.peek();
    return { regions: doc.regions.map(regionToWire), values: doc.values, rest: this.#rest };
  }

  #commentBody(text: string) {
    const { start, end, region, annotationId } = this.anchor;
    return { text, start: tickText(start), end: tickText(end), region, annotation_id: annotationId };
  }

  async #saveDraft(): Promise<Date> {
    const saved = await this.#api.saveReview(this.sheet.peek().task.id, { base_version: this.#version.peek(), ...this.#body() });
    this.#version.value = saved.version;
    this.#rest = saved.rest;
    return saved.saved_at === null ? new Date(this.#now()) : new Date(saved.saved_at);
  }

  async #send(work: () => Promise<void>): Promise<boolean> {
    this.busy.value = true;
    this.failure.value = null;
    this.problems.value = [];
    try {
      await work();
      return true;
    } catch (error) {
      const failure = error instanceof ApiError ? error : new ApiError(0, String(error));
      if (failure.status === 409) this.autosave.conflict(failure);
      else this.failure.value = failure;
      this.problems.value = failure.problems;
      return false;
    } finally {
      this.busy.value = false;
    }
  }

  #take(answer: Partial<ReviewSheet>): void {
    const sheet = { ...this.sheet.peek(), ...answer };
    batch(() => {
      this.sheet.value = sheet;
      this.#version.value = sheet.settled.version;
      this.#rest = sheet.settled.rest;
      this.#push(docFromWire(sheet.settled), "Take the verdict");
    });
    this.autosave.settle(new Date(this.#now()));
  }

  #withComments(change: (comments: ReviewSheet["comments"]) => ReviewSheet["comments"]): void {
    this.sheet.value = { ...this.sheet.value, comments: change(this.sheet.value.comments) };
  }

  #watch(): void {
    let before = this.doc.peek();
    this.#ends.push(
      effect(() => {
        const doc = this.doc.value;
        if (doc === before) return;
        before = doc;
        this.problems.value = [];
        if (this.sheet.peek().may_review) this.autosave.touch();
      }),
    );
  }
}
