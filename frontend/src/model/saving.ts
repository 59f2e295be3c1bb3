/** Brings what is on the bench to the server: drafts while one works, an annotation on submit. */
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals-core";

import { ApiError, type Api } from "../net/api";
import type { AnnotationDoc, Problem, Values, Workbench } from "../net/types";
import { Autosave } from "./autosave";
import type { Clock } from "./clock";
import { stampOf, type Desk } from "./desk";
import type { Line } from "./line";
import { proposedBy } from "./proposals";
import { docFromWire, newRegionId, regionToWire, regionWireText, type LabelDoc } from "./region";
import type { Shelf } from "./shelf";

interface Unsaved {
  readonly base: string;
  readonly regions: AnnotationDoc["regions"];
  readonly values: Values;
  readonly dismissed: readonly string[];
}

export interface SavingParts {
  readonly bench: Workbench;
  readonly line: Line<Desk>;
  readonly api: Api;
  readonly clock: Clock;
  /** Where the browser keeps what the server does not have yet. */
  readonly shelf: Shelf | null;
  readonly now: () => number;
}

const QUIET_MS = 300;

export class Saving {
  readonly autosave: Autosave;
  readonly submitting = signal(false);
  readonly failure = signal<ApiError | null>(null);
  /** What the server found missing or wrong with the last submit. */
  readonly refused = signal<readonly Problem[]>([]);
  readonly submitted: ReadonlySignal<boolean>;
  /** Labels of an earlier visit that were never saved, and that what is saved now does not build on. */
  readonly leftover = signal<Desk | null>(null);
  /** The version that is worked on. */
  readonly version: ReadonlySignal<string>;
  readonly #base = signal<AnnotationDoc>(null as unknown as AnnotationDoc);
  readonly #startedAt: number;
  readonly #ends: (() => void)[] = [];
  #later: (() => void) | null = null;

  constructor(private readonly parts: SavingParts) {
    const { bench, clock, now } = parts;
    this.#base.value = bench.document;
    this.#startedAt = now();
    this.submitted = computed(() => this.#base.value.annotation_id !== null);
    this.version = computed(() => this.#base.value.version);
    this.autosave = new Autosave(() => this.#saveDraft(), clock);
    this.#settle(bench.document);
    this.#watch();
  }

  dispose(): void {
    this.keep();
    this.autosave.stop();
    for (const end of this.#ends) end();
  }

  /** The whole document as it travels. */
  #body() {
    const { annotation_id, draft_id, version, rest } = this.#base.peek();
    const { doc, dismissed } = this.parts.line.current.peek();
    return {
      annotation_id,
      draft_id,
      base_version: version,
      regions: doc.regions.map(regionToWire),
      values: doc.values,
      rest,
      dismissed: [...dismissed].map(proposedBy),
      lead_time: this.parts.bench.document.lead_time + (this.parts.now() - this.#startedAt) / 1000,
    };
  }

  /** Submit, or skip with a reason. Resolves to whether it was. */
  async submit(skip: { reason: string } | null = null): Promise<boolean> {
    if (this.submitting.value) return false;
    this.submitting.value = true;
    this.failure.value = null;
    try {
      // In order: a draft under way must not arrive after what replaces it.
      await this.autosave.flush().catch(() => undefined);
      const body = { ...this.#body(), cancelled: skip !== null, reason: skip?.reason ?? "" };
      const saved = await this.parts.api.submit(this.parts.bench.task.id, body);
      this.#base.value = saved;
      this.#settle(saved);
      return true;
    } catch (error) {
      const failure = error instanceof ApiError ? error : new ApiError(0, String(error));
      this.refused.value = failure.problems;
      if (failure.status === 409) this.autosave.conflict(failure);
      else this.failure.value = failure;
      return false;
    } finally {
      this.submitting.value = false;
    }
  }

  /** After a conflict: work on with what is saved, or save what is here over it, or keep the regions of both. */
  resolve(keep: "theirs" | "mine" | "both"): void {
    const state = this.autosave.state.value;
    const theirs = state.kind === "conflict" ? state.error.document : null;
    if (theirs === null) return;
    this.#base.value = theirs;
    if (keep === "mine") {
      this.autosave.settle(null);
      this.autosave.touch();
      return;
    }
    if (keep === "theirs") {
      this.#push({ ...this.parts.line.current.peek(), doc: docFromWire(theirs) }, "Take what was saved elsewhere");
      this.#settle(theirs);
      return;
    }
    this.autosave.settle(null);
    const { doc, dismissed } = this.parts.line.current.peek();
    this.#push({ doc: bothOf(doc, docFromWire(theirs)), dismissed }, "Keep the regions of both");
  }

  /** Take what another tab of mine has saved. Only for a page with nothing unsaved. */
  takeOver(document: AnnotationDoc): void {
    if (this.autosave.pending || document.version === this.#base.peek().version) return;
    this.#base.value = document;
    const doc = docFromWire(document);
    const desk = this.parts.line.current.peek();
    if (stampOf(doc) !== stampOf(desk.doc)) this.#push({ ...desk, doc }, "Take what another tab saved");
    this.#settle(document);
  }

  /** What to do with the labels of an earlier visit that were never saved. */
  resolveLeftover(take: boolean): void {
    const desk = this.leftover.value;
    this.leftover.value = null;
    this.parts.shelf?.clear();
    if (take && desk !== null) this.#push(desk, "Take the labels of the earlier visit");
  }

  /** Keep in the browser what the server does not have yet; for a page that is about to go. */
  keep(): void {
    this.#later?.();
    this.#later = null;
    if (!this.autosave.pending || this.leftover.peek() !== null) return;
    const { doc, dismissed } = this.parts.line.current.peek();
    const unsaved: Unsaved = { base: this.#base.peek().version, regions: [], values: doc.values, dismissed: [...dismissed] };
    // Of thousands of regions a few are new since the last time: the others' text is at hand.
    this.parts.shelf?.write(JSON.stringify(unsaved).replace('"regions":[]', () => `"regions":[${doc.regions.map(regionWireText).join(",")}]`));
  }

  #push(desk: Desk, label: string): void {
    this.parts.line.push(desk, label);
  }

  #settle(saved: AnnotationDoc): void {
    this.autosave.settle(saved.saved_at === null ? null : new Date(saved.saved_at));
  }

  async #saveDraft(): Promise<Date> {
    const saved = await this.parts.api.saveDraft(this.parts.bench.task.id, this.#body());
    this.#base.value = saved;
    return new Date(saved.saved_at ?? this.parts.now());
  }

  #watch(): void {
    let before = this.parts.line.current.peek();
    this.#ends.push(
      effect(() => {
        const desk = this.parts.line.current.value;
        if (desk === before) return;
        before = desk;
        this.refused.value = [];
        this.autosave.touch();
        this.#later ??= this.parts.clock.after(QUIET_MS, () => {
          this.keep();
        });
      }),
      effect(() => {
        if (this.autosave.state.value.kind === "saved" && this.leftover.peek() === null) this.parts.shelf?.clear();
      }),
    );
  }
}

/** What a closed laptop left unsaved, and whether what is saved now is what it built on. */
export function readUnsaved(shelf: Shelf | null, saved: AnnotationDoc): { desk: Desk; isNext: boolean } | null {
  const text = shelf?.read();
  if (!text) return null;
  try {
    const kept = JSON.parse(text) as Unsaved;
    const desk = { doc: docFromWire(kept), dismissed: new Set(kept.dismissed) };
    if (stampOf(desk.doc) === stampOf(docFromWire(saved))) return null;
    return { desk, isNext: kept.base === saved.version };
  } catch {
    return null;
  }
}

/** The regions of both sides. One that both have and that differs stays twice; of the fields, one's own stay. */
function bothOf(mine: LabelDoc, theirs: LabelDoc): LabelDoc {
  const own = new Map(mine.regions.map((region) => [region.id, region]));
  const more = theirs.regions.flatMap((region) => {
    const same = own.get(region.id);
    if (same === undefined) return [region];
    const differs = stampOf({ regions: [same], values: {} }) !== stampOf({ regions: [region], values: {} });
    return differs ? [{ ...region, id: newRegionId(), parent: null, origin: "manual" as const, score: null }] : [];
  });
  return { regions: [...mine.regions, ...more], values: { ...theirs.values, ...mine.values } };
}
