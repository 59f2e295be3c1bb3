/** Saves what changes, soon and in order, through bad weather. */
import { signal, type ReadonlySignal } from "@preact/signals-core";

import { ApiError, isAbort } from "../net/api";
import { REAL_CLOCK, type Clock } from "./clock";

export type SaveState =
  | { readonly kind: "clean" }
  | { readonly kind: "dirty" }
  | { readonly kind: "saving" }
  | { readonly kind: "saved"; readonly at: Date }
  /** The server is away; it is tried again by itself. */
  | { readonly kind: "offline"; readonly message: string }
  /** Somebody else, or another tab, saved in between. */
  | { readonly kind: "conflict"; readonly error: ApiError }
  /** The server refuses what is there; trying again would not help. */
  | { readonly kind: "refused"; readonly error: ApiError };

const QUIET_MS = 800;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000] as const;

/** One save runs at a time; what changes meanwhile is saved after it. */
export class Autosave {
  readonly #state = signal<SaveState>({ kind: "clean" });
  #cancel: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #failures = 0;
  #stopped = false;

  constructor(
    private readonly save: () => Promise<Date>,
    private readonly clock: Clock = REAL_CLOCK,
  ) {}

  get state(): ReadonlySignal<SaveState> {
    return this.#state;
  }

  /** Whether something is not on the server yet. */
  get pending(): boolean {
    return !["clean", "saved"].includes(this.#state.value.kind);
  }

  /** Something changed. */
  touch(): void {
    if (this.#stopped || this.#state.peek().kind === "conflict") return;
    this.#again = this.#running !== null;
    if (this.#running !== null) return;
    // While the server is away, it is asked at its own pace, not at each key press.
    if (this.#state.peek().kind === "offline" && this.#cancel !== null) return;
    this.#state.value = { kind: "dirty" };
    this.#plan(QUIET_MS);
  }

  /** Save now what is pending, and wait for it. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#running === null && !this.pending) return;
    if (this.#running === null) this.#start();
    // One that changes during a save is saved after it.
    while (this.#running !== null) await this.#running;
  }

  /** A submit found that somebody else saved in between. */
  conflict(error: ApiError): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#state.value = { kind: "conflict", error };
  }

  /** Everything is as on the server, by other means. */
  settle(at: Date | null): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#again = false;
    this.#failures = 0;
    this.#state.value = at === null ? { kind: "clean" } : { kind: "saved", at };
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #plan(milliseconds: number): void {
    this.#cancel?.();
    this.#cancel = this.clock.after(milliseconds, () => {
      this.#start();
    });
  }

  #start(): void {
    this.#cancel = null;
    const { kind } = this.#state.peek();
    if (this.#stopped || this.#running !== null || kind === "conflict") return;
    // Until the server answers, it is away: the message does not flicker with each attempt.
    if (kind !== "offline") this.#state.value = { kind: "saving" };
    this.#again = false;
    this.#running = this.#attempt().finally(() => {
      this.#running = null;
      if (this.#again) this.touch();
    });
  }

  async #attempt(): Promise<void> {
    try {
      const at = await this.save();
      this.#failures = 0;
      this.#state.value = this.#again ? { kind: "dirty" } : { kind: "saved", at };
    } catch (error) {
      if (isAbort(error)) return;
      const failure = error instanceof ApiError ? error : new ApiError(0, String(error));
      if (failure.status === 409) this.#state.value = { kind: "conflict", error: failure };
      else if (failure.status >= 400 && failure.status < 500) this.#state.value = { kind: "refused", error: failure };
      else {
        this.#state.value = { kind: "offline", message: failure.detail };
        this.#plan(RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)] ?? RETRY_MS[0]);
      }
    }
  }
}
