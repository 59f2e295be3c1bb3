/** Undo and redo without limit, kept across a reload. */
import { signal, type ReadonlySignal } from "@preact/signals-core";

/** Where a history is kept: the browser's storage, or nothing. */
export interface Shelf {
  read(): string | null;
  write(text: string): void;
  clear(): void;
}

export interface Codec<T> {
  encode(value: T): unknown;
  decode(value: unknown): T;
}

interface Entry<T> {
  readonly value: T;
  /** What was done, such as "Delete drift"; shown with undo. */
  readonly label: string;
  /** Changes with the same key in a row are one step, for instance the moves of one drag. */
  readonly key: string | null;
}

/** A line of states with a place in it. Everything after the place is what redo brings back. */
export class History<T> {
  readonly #current = signal<T>(undefined as T);
  readonly #place = signal(0);
  #entries: Entry<T>[];

  constructor(
    start: T,
    private readonly shelf: Shelf | null,
    private readonly codec: Codec<T>,
  ) {
    this.#entries = [{ value: start, label: "", key: null }];
    this.#current.value = start;
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
    this.#entries.push({ value, label, key });
    this.#go(this.#entries.length - 1);
  }

  /** From now on the same key starts a new step. */
  seal(): void {
    const place = this.#place.peek();
    const here = this.#entries[place];
    if (here !== undefined && here.key !== null) this.#entries[place] = { ...here, key: null };
  }

  undo(): void {
    if (this.#place.peek() > 0) this.#go(this.#place.peek() - 1);
  }

  redo(): void {
    if (this.#place.peek() < this.#entries.length - 1) this.#go(this.#place.peek() + 1);
  }

  /** Begin anew, for instance with what somebody else saved. */
  restart(value: T): void {
    this.#entries = [{ value, label: "", key: null }];
    this.#go(0);
  }

  /** Take up what was kept, if it ends where `value` is; then undo works on after a reload. */
  restore(matches: (kept: T) => boolean): boolean {
    const text = this.shelf?.read();
    if (!text) return false;
    try {
      const kept = JSON.parse(text) as { place: number; entries: { value: unknown; label: string }[] };
      const entries = kept.entries.map(({ value, label }) => ({ value: this.codec.decode(value), label, key: null }));
      const here = entries[kept.place];
      if (here === undefined || !matches(here.value)) return false;
      this.#entries = entries;
      this.#go(kept.place);
      return true;
    } catch {
      // Written by another version: the document is safe on the server, only the steps back are lost.
      this.shelf?.clear();
      return false;
    }
  }

  #go(place: number): void {
    const entry = this.#entries[place];
    if (entry === undefined) return;
    this.#place.value = place;
    this.#current.value = entry.value;
    this.#keep();
  }

  #keep(): void {
    if (this.shelf === null) return;
    // The shelf is small; the last steps matter most.
    for (const most of [500, 100, 20]) {
      const first = Math.max(0, this.#place.peek() - most);
      const entries = this.#entries.slice(first, this.#place.peek() + most);
      const text = JSON.stringify({
        place: this.#place.peek() - first,
        entries: entries.map(({ value, label }) => ({ value: this.codec.encode(value), label })),
      });
      try {
        this.shelf.write(text);
        return;
      } catch {
        // Over the quota: try with fewer steps.
      }
    }
    this.shelf.clear();
  }
}

/** A place in the browser's storage; works without storage too, and then keeps nothing. */
export function storageShelf(storage: Storage | undefined, name: string): Shelf | null {
  if (storage === undefined) return null;
  return {
    read: () => storage.getItem(name),
    write: (text) => {
      storage.setItem(name, text);
    },
    clear: () => {
      storage.removeItem(name);
    },
  };
}
