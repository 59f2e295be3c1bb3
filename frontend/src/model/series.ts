/** Follows a task's series from file to view. */
import { ApiError, isAbort, type Api } from "../net/api";
import type { SeriesDoc } from "../net/types";
import type { Clock } from "./clock";

const POLL_MS = 400;
/** After this long without an answer or a step forward, it is said that something is wrong. */
const PATIENCE_MS = 60_000;

export interface SeriesEvents {
  changed(series: SeriesDoc): void;
  /** Polling failed; it goes on by itself as long as `goesOn`. */
  failed(error: ApiError, goesOn: boolean): void;
}

/** Ask again and again until the series is ready or has failed. Returns how to stop. */
export function followSeries(task: number, api: Api, clock: Clock, events: SeriesEvents): () => void {
  const abort = new AbortController();
  let cancel: (() => void) | null = null;
  let waited = 0;
  let last = "";

  const ask = async () => {
    try {
      const series = await api.series(task, abort.signal);
      const now = JSON.stringify([series.state, series.progress]);
      waited = now === last ? waited + POLL_MS : 0;
      last = now;
      events.changed(series);
      if (series.state !== "queued" && series.state !== "ingesting") return;
      if (waited >= PATIENCE_MS) {
        events.failed(new ApiError(0, `Reading the file has made no progress for ${PATIENCE_MS / 1000} s. Is the job worker running?`), true);
      }
    } catch (error) {
      if (isAbort(error)) return;
      const failure = error instanceof ApiError ? error : new ApiError(0, String(error));
      const goesOn = failure.status === 0 || failure.status >= 500;
      events.failed(failure, goesOn);
      if (!goesOn) return;
    }
    cancel = clock.after(POLL_MS, () => void ask());
  };
  cancel = clock.after(POLL_MS, () => void ask());
  return () => {
    abort.abort();
    cancel?.();
  };
}
