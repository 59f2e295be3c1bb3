/** What the tests of the model share: a workbench as the server sends it, and a clock that the test turns. */
import type { Clock } from "./clock";
import type { Condition, Control, Region, Workbench } from "../net/types";

export class HandClock implements Clock {
  #now = 0;
  #waiting: { at: number; action: () => void }[] = [];

  after(milliseconds: number, action: () => void): () => void {
    const entry = { at: this.#now + milliseconds, action };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  /** Let time pass, and what it sets off settle. */
  async pass(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    const due = this.#waiting.filter(({ at }) => at <= this.#now);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#now);
    for (const { action } of due) action();
    await settled();
  }
}

/** Wait until promises that are resolved already have been followed up. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

export function control(change: Partial<Control> & Pick<Control, "name" | "type">): Control {
  return {
    to_name: "ts", title: change.name, per_region: true, required: false, required_message: "", mode: "single", options: [], nested: false,
    max: null, min: null, step: null, rows: 1, placeholder: "", max_submissions: null, conditions: [],
    ...change,
  };
}

/** When a control is shown, as far as a test cares. */
export function condition(change: Partial<Condition>): Condition {
  return { visible_when: null, when_tag: null, when_label: [], when_choice: [], ...change };
}

export function option(value: string) {
  return { value, alias: null, color: null, hotkey: null, hint: null, selected: false, parents: [] };
}

export const CONTROLS: Control[] = [
  control({ name: "label", type: "labels", options: [option("drift"), option("drop")] }),
  control({ name: "severity", type: "rating", max: 5, required: true }),
  control({ name: "cause", type: "text", conditions: [condition({ when_tag: "label", when_label: ["drift"] })] }),
  control({ name: "condition", type: "choices", per_region: false, options: [option("ok"), option("stop")] }),
];

export function wireRegion(change: Partial<Region> = {}): Region {
  return { id: "r1", start: "100", end: "200", instant: false, values: { label: ["drift"] }, origin: "manual", score: null, parent: null, channels: [], work_order: null, extra: {}, ...change };
}

export function workbench(change: Partial<Workbench> = {}): Workbench {
  return {
    task: { id: 7, project: { id: 1, title: "Pumps", instructions: "", overlap: 1, has_time_series: true, role: "annotator", url_label_studio: "" }, title: "P-301", subtitle: "", data: {} },
    schema: { object: { name: "ts", value_key: "csv", kind: "csv", time_column: "t", time_format: null, display_format: "", separator: ",", overview_channels: [] }, panes: [], controls: CONTROLS, unsupported: [] },
    series: {
      state: "ready", id: "0".repeat(32), axis: { kind: "number", decimals: 0, regular: true, step: "1", first: "0", last: "999", size: 1000 },
      channels: [], gaps: null, notices: [], offers: [], rows: 1000, source_name: "a.csv", progress: null, error: null, warning: null, time_format: null, zone: null,
    },
    document: { annotation_id: null, draft_id: null, regions: [], values: {}, rest: [], saved_at: null, version: "", cancelled: false, skip_reason: null, lead_time: 0 },
    proposals: [], others: [], notices: [], urls: { label_studio: "", project: "" }, user: { id: 3, email: "a@b.c", initials: "AB" },
    events: [], limits: [], layout: null, preferences: { keys: {}, zone: "data", theme: "system", flags: {} }, dismissed: [],
    queue: { tasks: 1, done: 0, mine: 0, drafts: 0, skipped: 0 },
    ...change,
  };
}

/** A browser's storage, in memory. */
export class MemoryStorage implements Storage {
  readonly #items = new Map<string, string>();

  /** @param most  characters that it holds */
  constructor(private readonly most = Number.POSITIVE_INFINITY) {}

  get length(): number {
    return this.#items.size;
  }
  clear(): void {
    this.#items.clear();
  }
  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }
  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }
  removeItem(key: string): void {
    this.#items.delete(key);
  }
  setItem(key: string, value: string): void {
    const others = [...this.#items].reduce((sum, [name, text]) => sum + (name === key ? 0 : name.length + text.length), 0);
    if (others + key.length + value.length > this.most) throw new DOMException("full", "QuotaExceededError");
    this.#items.set(key, value);
  }
}
