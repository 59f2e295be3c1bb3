/** The series on the bench: whether it can be shown, which part of it is, and where its samples are. */
import { batch, signal } from "@preact/signals-core";

import { asTick, clampTick } from "../core/tick";
import type { AxisInfo, Tick, Window } from "../core/types";
import { fullWindow, meanStep, nearestRegular } from "../core/window";
import { ApiError, type Api } from "../net/api";
import { parseAxis } from "../net/axis";
import type { SeriesDoc } from "../net/types";
import type { Clock } from "./clock";
import { safeFix } from "./safe-fix";
import { followSeries } from "./series";

/** How often a step looks further for the next sample of an irregular axis, each time half as far again. */
const MOST_TRIES = 60;
/** As many fixes as the doctor takes one after the other. */
const MOST_FIXES = 8;

export class Telemetry {
  readonly axis = signal<AxisInfo | null>(null);
  readonly series = signal<SeriesDoc>(null as unknown as SeriesDoc);
  readonly failure = signal<ApiError | null>(null);
  readonly window = signal<Window>({ start: asTick(0n), end: asTick(1n) });
  readonly cursor = signal<Tick | null>(null);
  /** Finds the nearest sample of an irregular axis; only the panes know those. */
  finder: (at: Tick) => Tick = (at) => at;
  #stop: (() => void) | null = null;
  #fixes = 0;

  constructor(
    private readonly task: number,
    series: SeriesDoc,
    private readonly api: Api,
    private readonly clock: Clock,
  ) {
    this.#take(series);
  }

  get isRegular(): boolean {
    return this.axis.peek()?.regular === true;
  }

  /** The sample nearest to a tick. */
  snap(at: Tick): Tick {
    const axis = this.axis.peek();
    if (axis === null) return at;
    return nearestRegular(axis, at) ?? this.finder(clampTick(at, axis.first, axis.last));
  }

  /** The sample that lies `by` samples from the one nearest to `at`, within the series. */
  stepped(at: Tick, by: number): Tick {
    const axis = this.axis.peek();
    if (axis === null) return at;
    let here = this.snap(at);
    if (axis.regular && axis.step !== null) {
      return this.snap(clampTick(asTick(here + BigInt(by) * axis.step), axis.first, axis.last));
    }
    const sign = by < 0 ? -1 : 1;
    for (let left = Math.abs(by); left > 0; left -= 1) {
      let distance = Math.max(1, meanStep(axis) / 16);
      for (let tries = 0; tries < MOST_TRIES; tries += 1, distance *= 1.5) {
        const next = this.snap(asTick(here + BigInt(sign) * BigInt(Math.ceil(distance))));
        if (next === here) continue;
        here = next;
        break;
      }
    }
    return here;
  }

  /** The crosshair, or the middle of what is in view, as a sample. */
  point(): Tick {
    const { start, end } = this.window.peek();
    return this.snap(this.cursor.peek() ?? asTick((start + end) / 2n));
  }

  /** Read the file again, with a remedy's options. */
  async reread(options: Record<string, unknown>): Promise<void> {
    this.failure.value = null;
    try {
      this.#take(await this.api.ingest(this.task, { options }));
    } catch (error) {
      this.failure.value = error instanceof ApiError ? error : new ApiError(0, String(error));
    }
  }

  /** Take the safe fix, and that of whatever then shows, until the file can be read or somebody has to choose. */
  async fixAll(): Promise<void> {
    this.#fixes = MOST_FIXES;
    await this.#fixNext();
  }

  async #fixNext(): Promise<void> {
    const { state, error } = this.series.peek();
    if (state === "queued" || state === "ingesting") return;
    const fix = state === "failed" && error !== null && this.#fixes > 0 ? safeFix(error) : null;
    if (fix === null) {
      // Read, or somebody has to choose: a later failure is a matter of its own.
      this.#fixes = 0;
      return;
    }
    this.#fixes -= 1;
    await this.reread(fix);
  }

  dispose(): void {
    this.#stop?.();
  }

  #take(series: SeriesDoc): void {
    this.series.value = series;
    if (series.axis !== null && this.axis.peek() === null) {
      const axis = parseAxis(series.axis);
      batch(() => {
        this.window.value = fullWindow(axis);
        this.axis.value = axis;
      });
    }
    this.#stop?.();
    this.#stop = null;
    if (series.state !== "queued" && series.state !== "ingesting") return;
    this.#stop = followSeries(this.task, this.api, this.clock, {
      changed: (now) => {
        this.failure.value = null;
        this.series.value = now;
        void this.#fixNext();
      },
      failed: (error) => {
        this.failure.value = error;
      },
    });
  }
}
