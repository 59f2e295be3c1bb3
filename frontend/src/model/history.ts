/** Undo and redo without limit, kept across a reload. */
import { signal, type ReadonlySignal } from "@preact/signals-core";

import { REAL_CLOCK, type Clock } from "./clock";
import type { Shelf } from "./shelf";

/** How the steps between states are written down. A step costs what it changes, whatever the size of the state. */
export interface Codec<T, P> {
  diff(before: T, after: T): P;
  apply(state: T, patch: P, way: "forth" | "back"): T;
  /** A short name of a state, by which it is known again. */
  stamp(state: T): string;
}

interface Entry<T> {
  readonly value: T;
  /** What was done, such as "Delete drift"; shown with undo. */
  readonly label: string;
  /** Changes with the same key in a row are one step, for instance the moves of one drag. */
  readonly key: string | null;
  /** The step from the entry before, written down; made when it is first kept. */
  text: string | null;
}

interface Kept<P> {
  readonly place: number;
  readonly stamp: string;
  readonly steps: readonly { readonly label: string; readonly patch: P }[];
}

/** Characters kept for one task. Beyond them the oldest steps go first. */
export const MOST_KEPT = 1_000_000;
const QUIET_MS = 250;

/** A line of states with a place in it. Everything after the place is what redo brings back. */
export class History<T, P> {
  readonly #current = signal<T>(undefined as T);
  readonly #place = signal(0);
  #entries: Entry<T>[];
  #cancel: (() => void) | null = null;

  constructor(
    start: T,
    private readonly shelf: Shelf | null,
    private readonly codec: Codec<T, P>,
    private readonly clock: Clock = REAL_CLOCK,
  ) {
    this.#entries = [{ value: start, label: "", key: null, text: null }];
    this.#current.value = start;
    this.#restore();
  }

  get current(): ReadonlySignal<T> {
    return this.#current;
  }

  /** What undo would take back, or null. Read inside an effect, it follows. */
  get undoes(): string | null {
    const label = this.#entries[this.#place.value]?.label;
    return label === undefined || label === "" ? null : label;
  }

  get redoes(): string | null {
    return this.#entries[this.#place.value + 1]?.label ?? null;
  }

  /** Do something. A change that changes nothing is none. */
  push(value: T, label: string, key: string | null = null): void {
    const place = this.#place.peek();
    const here = this.#entries[place];
    if (here === undefined || value === here.value) return;
    const goesOn = key !== null && here.key === key && place > 0;
    this.#entries.length = goesOn ? place : place + 1;
    this.#entries.push({ value, label, key, text: null });
    this.#go(this.#entries.length - 1);
  }

  /** From now on the same key starts a new step. */
  seal(): void {
    const place = this.#place.peek();
    const here = this.#entries[place];
    if (here !== undefined && here.key !== null) this.#entries[place] = { ...here, key: null };
  }

  /** Take the last step back. Returns what it was, or null when there is none. */
  undo(): string | null {
    const undone = this.undoes;
    if (this.#place.peek() > 0) this.#go(this.#place.peek() - 1);
    return undone;
  }

  redo(): string | null {
    const redone = this.redoes;
    if (this.#place.peek() < this.#entries.length - 1) this.#go(this.#place.peek() + 1);
    return redone;
  }

  /** Write down now what is to be kept; for a page that is about to go. */
  keep(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.shelf === null) return;
    const texts = this.#entries.slice(1).map((entry, index) => this.#text(entry, this.#entries[index]));
    let place = this.#place.peek();
    let [first, last] = [0, texts.length];
    let size = texts.reduce((sum, text) => sum + text.length + 1, 0);
    const stamp = this.codec.stamp(this.#current.peek());
    for (let most = MOST_KEPT; last > first; most = Math.floor(size / 2)) {
      while (size > most && place > 0) {
        size -= (texts[first]?.length ?? 0) + 1;
        first += 1;
        place -= 1;
      }
      while (size > most && last > first) {
        last -= 1;
        size -= (texts[last]?.length ?? 0) + 1;
      }
      const head = JSON.stringify({ place, stamp }).slice(0, -1);
      if (this.shelf.write(`${head},"steps":[${texts.slice(first, last).join(",")}]}`)) return;
    }
    this.shelf.clear();
  }

  #text(entry: Entry<T>, before: Entry<T> | undefined): string {
    if (before === undefined) return "";
    entry.text ??= JSON.stringify({ label: entry.label, patch: this.codec.diff(before.value, entry.value) });
    return entry.text;
  }

  /** Take up what was kept, if it was kept at the state that is here; then undo works on after a reload. */
  #restore(): void {
    const text = this.shelf?.read();
    if (!text) return;
    const here = this.#current.peek();
    try {
      const kept = JSON.parse(text) as Kept<P>;
      if (kept.place < 0 || kept.place > kept.steps.length || kept.stamp !== this.codec.stamp(here)) return;
      const values: T[] = Array.from({ length: kept.steps.length + 1 }, () => here);
      for (let at = kept.place; at > 0; at -= 1) values[at - 1] = this.codec.apply(at in values ? (values[at] as T) : here, (kept.steps[at - 1] as { patch: P }).patch, "back");
      for (let at = kept.place; at < kept.steps.length; at += 1) values[at + 1] = this.codec.apply(values[at] as T, (kept.steps[at] as { patch: P }).patch, "forth");
      this.#entries = values.map((value, at) => {
        const step = kept.steps[at - 1];
        return { value, label: step?.label ?? "", key: null, text: step === undefined ? null : JSON.stringify(step) };
      });
      this.#place.value = kept.place;
    } catch {
      // Written by another version: the document is safe on the server, only the steps back are lost.
      this.shelf?.clear();
    }
  }

  #go(place: number): void {
    const entry = this.#entries[place];
    if (entry === undefined) return;
    this.#place.value = place;
    this.#current.value = entry.value;
    if (this.shelf === null) return;
    // Not at each key press: writing may not hold up the next answer.
    this.#cancel?.();
    this.#cancel = this.clock.after(QUIET_MS, () => {
      this.keep();
    });
  }
}
