/** A choice of the user's that the server keeps: it holds at once, and is sent a little later. */
import { signal, type ReadonlySignal } from "@preact/signals-core";

import { REAL_CLOCK, type Clock } from "./clock";

const QUIET_MS = 600;
const RETRY_MS = 10_000;

export class Kept<T> {
  readonly #value;
  /** Why it is not kept yet, or null. */
  readonly #failure = signal<string | null>(null);
  #cancel: (() => void) | null = null;

  constructor(
    start: T,
    private readonly save: (value: T) => Promise<unknown>,
    private readonly clock: Clock = REAL_CLOCK,
  ) {
    this.#value = signal(start);
  }

  get current(): ReadonlySignal<T> {
    return this.#value;
  }

  get failure(): ReadonlySignal<string | null> {
    return this.#failure;
  }

  set(value: T): void {
    this.#value.value = value;
    this.#plan(QUIET_MS);
  }

  /** Send now what waits. */
  flush(): void {
    if (this.#cancel === null) return;
    this.#cancel();
    this.#cancel = null;
    this.save(this.#value.peek()).then(
      () => {
        this.#failure.value = null;
      },
      (error: unknown) => {
        this.#failure.value = error instanceof Error ? error.message : String(error);
        this.#plan(RETRY_MS);
      },
    );
  }

  #plan(milliseconds: number): void {
    this.#cancel?.();
    this.#cancel = this.clock.after(milliseconds, () => {
      this.flush();
    });
  }
}
