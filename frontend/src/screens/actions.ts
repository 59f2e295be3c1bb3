/** What keys do on the bench. */
import { asTick, clampTick, spanOf } from "../core/tick";
import type { AxisInfo, Tick } from "../core/types";
import { clampWindow, fullWindow, meanStep, zoomWindow } from "../core/window";
import { actionFor, isTyping, type ActionName } from "../model/keys";
import type { Session } from "../model/session";
import type { View } from "./view";

export interface Steps {
  next(): void;
  submit(): void;
  skip(): void;
  focusFilter(): void;
}

/** Labels in the order of their keys: control and value. */
export function keyedLabels(session: Session): { control: string; value: string }[] {
  return session.labelControls.flatMap((control) => control.options.map((option) => ({ control: control.name, value: option.value })));
}

export function handleKey(event: KeyboardEvent, session: Session, view: View, steps: Steps): void {
  if (event.key === "Escape" && isTyping(event.target)) {
    (event.target as HTMLElement).blur();
    return;
  }
  if (isTyping(event.target) || view.help.value) return;
  // A focused button keeps the keys that press it.
  if ((event.key === "Enter" || event.key === " ") && event.target instanceof HTMLButtonElement) return;
  const found = actionFor(event);
  if (found === null) return;
  const axis = session.axis.value;
  if (axis === null && !["help", "filter", "nextTask"].includes(found.action)) return;
  event.preventDefault();
  run(found.action, found.digit, session, axis, view, steps);
}

function run(action: ActionName, digit: number, session: Session, axis: AxisInfo | null, view: View, steps: Steps): void {
  const region = session.region;
  const proposal = session.proposal;
  switch (action) {
    case "label": {
      const label = keyedLabels(session)[digit];
      if (label !== undefined) session.chooseLabel(label.control, label.value);
      return;
    }
    case "rating": {
      const rating = session.schema.controls.find((control) => control.type === "rating" && control.per_region);
      if (region !== null && rating !== undefined && digit < (rating.max ?? 5)) session.setValue(region.id, rating.name, digit + 1);
      return;
    }
    case "undo":
      session.history.undo();
      return;
    case "redo":
      session.history.redo();
      return;
    case "nextRegion":
    case "previousRegion":
      session.step(action === "nextRegion" ? 1 : -1);
      if (axis !== null) reveal(session, axis);
      return;
    case "accept":
      if (proposal !== null) session.accept(proposal);
      return;
    case "acceptAbove":
      session.acceptShown();
      return;
    case "delete":
      if (region !== null) session.remove(region.id);
      else if (proposal !== null) session.dismiss(proposal);
      return;
    case "deselect":
      session.rangeStart.value = null;
      session.selected.value = null;
      return;
    case "otherEdge":
      session.edge.value = session.edge.value === "start" ? "end" : "start";
      return;
    case "help":
      view.help.value = true;
      return;
    case "filter":
      steps.focusFilter();
      return;
    case "submit":
      steps.submit();
      return;
    case "skip":
      steps.skip();
      return;
    case "nextTask":
      steps.next();
      return;
    default:
      if (axis !== null) onAxis(action, session, axis, view);
  }
}

function onAxis(action: ActionName, session: Session, axis: AxisInfo, view: View): void {
  const window = session.window.value;
  const at = session.cursor.value ?? view.snap(asTick((window.start + window.end) / 2n));
  switch (action) {
    case "left":
    case "right":
    case "leftFar":
    case "rightFar":
      nudge((action.startsWith("left") ? -1 : 1) * (action.endsWith("Far") ? 10 : 1), session, axis, view);
      return;
    case "instant":
      session.draw(view.snap(at), view.snap(at), true);
      return;
    case "rangeStart":
      session.rangeStart.value = view.snap(at);
      return;
    case "rangeEnd":
      if (session.rangeStart.value !== null) session.draw(session.rangeStart.value, view.snap(at), false);
      session.rangeStart.value = null;
      return;
    case "zoomIn":
    case "zoomOut":
      session.window.value = zoomWindow(axis, window, at, action === "zoomIn" ? 0.6 : 1 / 0.6);
      return;
    case "fit":
      session.window.value = fullWindow(axis);
      return;
    case "fitRegion": {
      const target = session.region ?? session.proposal?.region;
      if (target === undefined) return;
      const air = (target.end - target.start) / 3n + BigInt(Math.ceil(meanStep(axis) * 20));
      session.window.value = clampWindow(axis, { start: asTick(target.start - air), end: asTick(target.end + air) });
      return;
    }
    default:
  }
}

/** Move the selected region's edge, else the crosshair, by samples. */
function nudge(samples: number, session: Session, axis: AxisInfo, view: View): void {
  const by = BigInt(Math.round(samples * meanStep(axis)));
  const region = session.region;
  if (region !== null) {
    const edge = region.instant ? "start" : session.edge.value;
    const before = edge === "start" ? region.start : region.end;
    const at = view.snap(clampTick(asTick(before + by), axis.first, axis.last));
    session.moveEdge(region.id, edge, at, `nudge:${region.id}:${edge}`);
    return;
  }
  const window = session.window.value;
  const from = session.cursor.value ?? asTick((window.start + window.end) / 2n);
  // A step of the crosshair is one that can be seen.
  const visible = BigInt(Math.max(1, Math.round(spanOf(window) / 400)));
  const wanted = samples === 1 || samples === -1 ? by : (by < 0n ? -1n : 1n) * (visible > by ? visible : by);
  session.cursor.value = view.snap(clampTick(asTick(from + wanted), axis.first, axis.last));
}

/** Bring the selected region or proposal into view, without changing the zoom more than needed. */
export function reveal(session: Session, axis: AxisInfo): void {
  const target = session.region ?? session.proposal?.region;
  if (target === undefined) return;
  const window = session.window.value;
  if (target.start >= window.start && target.end < window.end) return;
  const length = window.end - window.start;
  const span = target.end - target.start;
  const wanted = span < length ? length : span + span / 4n;
  const middle: Tick = asTick((target.start + target.end) / 2n);
  session.window.value = clampWindow(axis, { start: asTick(middle - wanted / 2n), end: asTick(middle + wanted / 2n) });
}
