/** Moving about: the window on the series, the crosshair, edges by sample. */
import { asTick, clampTick, spanOf } from "../core/tick";
import type { AxisInfo, Tick } from "../core/types";
import { clampWindow, fullWindow, meanStep, panWindow, zoomWindow } from "../core/window";
import type { Session } from "../model/session";

/** Bring a stretch into view, without changing the zoom more than needed. */
export function revealSpan(session: Session, axis: AxisInfo, start: Tick, end: Tick): void {
  const window = session.telemetry.window.value;
  if (start >= window.start && end < window.end) return;
  const length = window.end - window.start;
  const span = end - start;
  const wanted = span < length ? length : span + span / 4n;
  const middle = (start + end) / 2n;
  session.telemetry.window.value = clampWindow(axis, { start: asTick(middle - wanted / 2n), end: asTick(middle + wanted / 2n) });
}

/** Bring the selected region or proposal into view. */
export function reveal(session: Session, axis: AxisInfo): void {
  const target = session.region ?? session.proposal?.region;
  if (target !== undefined) revealSpan(session, axis, target.start, target.end);
}

/** Zoom so that everything selected fills most of the view. */
export function fitSelected(session: Session, axis: AxisInfo): void {
  const ids = new Set(session.selection.ids.value);
  const chosen = session.items.value.filter(({ id }) => ids.has(id)).map(({ region }) => region);
  const [first] = chosen;
  if (first === undefined) return;
  const end = chosen.reduce((last, region) => (region.end > last ? region.end : last), first.end);
  const air = (end - first.start) / 3n + BigInt(Math.ceil(meanStep(axis) * 20));
  session.telemetry.window.value = clampWindow(axis, { start: asTick(first.start - air), end: asTick(end + air) });
}

export function zoom(session: Session, axis: AxisInfo, factor: number): void {
  const { window } = session.telemetry;
  window.value = zoomWindow(axis, window.value, session.telemetry.point(), factor);
}

export function pan(session: Session, axis: AxisInfo, share: number): void {
  const { window } = session.telemetry;
  window.value = panWindow(axis, window.value, spanOf(window.value) * share);
}

export function panTo(session: Session, axis: AxisInfo, edge: "start" | "end"): void {
  const full = fullWindow(axis);
  const { window } = session.telemetry;
  const length = window.value.end - window.value.start;
  const start = edge === "start" ? full.start : full.end - length;
  window.value = clampWindow(axis, { start: asTick(start), end: asTick(start + length) });
}

/** Put the crosshair on the sample nearest to a tick, in the middle of the view if it was out of it. */
export function goTo(session: Session, axis: AxisInfo, at: Tick): void {
  const place = clampTick(at, axis.first, axis.last);
  revealSpan(session, axis, place, place);
  session.telemetry.cursor.value = session.telemetry.snap(place);
}

/** Move the selected region's edge, else the crosshair, by samples. */
export function nudge(session: Session, axis: AxisInfo, samples: number): void {
  const lead = session.selection.lead.value;
  if (lead !== null) {
    session.regions.nudgeEdge(lead, samples);
    return;
  }
  const { cursor, window } = session.telemetry;
  const here = session.telemetry.point();
  const one = session.telemetry.stepped(here, samples);
  // Ten samples may be less than a pixel: then a step of the crosshair is one that can be seen.
  const visible = BigInt(Math.max(1, Math.round(spanOf(window.value) / 400)));
  const far = Math.abs(samples) > 1 && (one > here ? one - here : here - one) < visible;
  cursor.value = far ? session.telemetry.snap(clampTick(asTick(here + (samples < 0 ? -visible : visible)), axis.first, axis.last)) : one;
}
