/** The undo line as those see it who change what lies on it. */
import type { ReadonlySignal } from "@preact/signals-core";

export interface Line<T> {
  readonly current: ReadonlySignal<T>;
  /** Do something. `label` says what, for undo; changes with the same `key` in a row are one step. */
  push(value: T, label: string, key?: string | null): void;
}
