/** What part of a task is looked at, in the address: a link or the Back button leads to the same view and region. */
import { asTick, parseTick } from "../core/tick";
import type { Tick, Window } from "../core/types";

export interface Place {
  readonly window: Window | null;
  readonly cursor: Tick | null;
  readonly region: string | null;
}

/** As the part of the address after `#`, such as `view=0..9999&region=U8kq`. */
export function placeText({ window, cursor, region }: Place): string {
  const parts = new URLSearchParams();
  if (window !== null) parts.set("view", `${window.start}..${window.end}`);
  if (cursor !== null) parts.set("at", String(cursor));
  if (region !== null) parts.set("region", region);
  return parts.toString();
}

/** Read it back. What cannot be read is left out: an old or mistyped link still opens the task. */
export function parsePlace(hash: string): Place {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const view = /^(-?\d{1,19})\.\.(-?\d{1,19})$/.exec(parts.get("view") ?? "");
  const at = /^-?\d{1,19}$/.exec(parts.get("at") ?? "");
  const window = view === null ? null : { start: parseTick(view[1] ?? ""), end: parseTick(view[2] ?? "") };
  return {
    window: window !== null && window.end > window.start ? window : null,
    cursor: at === null ? null : asTick(BigInt(at[0])),
    region: parts.get("region") ?? null,
  };
}
