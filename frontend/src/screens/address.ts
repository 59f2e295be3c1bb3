/** Keeps the address in step with what is looked at: a link or the Back button leads to the same view and region. */
import { effect } from "@preact/signals";

import type { Window } from "../core/types";
import { clampWindow } from "../core/window";
import { parsePlace, placeText } from "../model/place";
import type { Session } from "../model/session";

const QUIET_MS = 250;

/** Whether going from one view to the other is a jump, which Back takes back, and not just a look around. */
function isJump(from: Window, to: Window): boolean {
  if (to.start >= from.end || to.end <= from.start) return true;
  const [a, b] = [Number(from.end - from.start), Number(to.end - to.start)];
  return Math.max(a, b) / Math.max(1, Math.min(a, b)) > 4;
}

function apply(session: Session): void {
  const axis = session.telemetry.axis.peek();
  const place = parsePlace(location.hash);
  if (axis === null) return;
  if (place.window !== null) session.telemetry.window.value = clampWindow(axis, place.window);
  if (place.cursor !== null) session.telemetry.cursor.value = place.cursor;
  session.selection.only(place.region);
}

/** Go where the address says, and follow from then on. Returns how to stop. */
export function followAddress(session: Session): () => void {
  apply(session);
  let last = session.telemetry.window.peek();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isGoing = false;
  const write = () => {
    timer = null;
    const window = session.telemetry.window.peek();
    const hash = `#${placeText({ window, cursor: null, region: session.selection.lead.peek() })}`;
    if (hash === location.hash) return;
    if (isJump(last, window) && !isGoing) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
    isGoing = false;
    last = window;
  };
  let isFirst = true;
  const stop = effect(() => {
    const seen = [session.telemetry.window.value, session.selection.lead.value];
    if (timer !== null) clearTimeout(timer);
    timer = isFirst || seen.length === 0 ? null : setTimeout(write, QUIET_MS);
    isFirst = false;
  });
  const went = () => {
    isGoing = true;
    apply(session);
    last = session.telemetry.window.peek();
  };
  addEventListener("popstate", went);
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
    removeEventListener("popstate", went);
  };
}
