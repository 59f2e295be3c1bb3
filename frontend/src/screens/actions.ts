/** What keys do on the bench. */
import type { AxisInfo } from "../core/types";
import { fullWindow } from "../core/window";
import { isTyping, type Meaning } from "../model/keymap";
import type { ActionName } from "../model/keys";
import { isMissing } from "../model/problems";
import type { Session } from "../model/session";
import { appliesToRegion } from "../model/visibility";
import type { Control } from "../net/types";
import { fitSelected, nudge, pan, panTo, reveal, zoom } from "./moves";
import type { View } from "./view";

/** What leads beyond the task on the bench. */
export interface Steps {
  next(): void;
  previous(): void;
  submit(): void;
  skip(): void;
  focusFilter(): void;
  snap(): void;
  linkWorkOrder(): void;
  toggleZone(): void;
}

/** Labels in the order of their keys: control and value. One that the config gives a digit has that; the others what is left. */
export function keyedLabels(session: Session): ({ control: string; value: string } | undefined)[] {
  const all = session.labelControls.flatMap((control) => control.options.map((option) => ({ control: control.name, value: option.value, hotkey: option.hotkey })));
  const places: ({ control: string; value: string } | undefined)[] = [];
  const digit = (hotkey: string | null) => (hotkey !== null && /^[1-9]$/.test(hotkey) ? Number(hotkey) - 1 : null);
  for (const { hotkey, ...label } of all) {
    const place = digit(hotkey);
    if (place !== null) places[place] ??= label;
  }
  const placed = new Set(places.flatMap((label) => (label === undefined ? [] : [`${label.control}/${label.value}`])));
  for (const { control, value } of all) {
    if (placed.has(`${control}/${value}`)) continue;
    const free = places.findIndex((label) => label === undefined);
    places[free < 0 ? places.length : free] = { control, value };
  }
  return places;
}

/** The control that Shift and a digit rate: the first rating of a region, else of the task. */
export function keyedRating(session: Session): Control | null {
  const ratings = session.schema.controls.filter((control) => control.type === "rating");
  return ratings.find((control) => control.per_region) ?? ratings[0] ?? null;
}

/** The control that the letters choose from: the first that applies to the selected region, else the task's first. */
export function keyedChoice(session: Session): Control | null {
  const choices = session.schema.controls.filter((control) => control.type === "choices");
  const region = session.region ?? session.proposal?.region ?? null;
  if (region === null) return choices.find((control) => !control.per_region) ?? null;
  return choices.find((control) => control.per_region && appliesToRegion(control, region, session.doc.value, session.schema)) ?? null;
}

/** Handle a press. Returns the action that was done, if it was one. */
export function handleKey(event: KeyboardEvent, session: Session, view: View, steps: Steps): ActionName | null {
  if (event.key === "Escape" && isTyping(event.target)) {
    // A search field would be emptied, which nobody asked for.
    event.preventDefault();
    const field = event.target as HTMLElement;
    // What was typed counts as it does when the field is left.
    field.blur();
    field.closest("dialog")?.close();
    return null;
  }
  if (isTyping(event.target) || view.dialog.value !== null || view.menu.value !== null) return null;
  // A focused button or link keeps the keys that press it, and a slider those that move it.
  const { target } = event;
  if ((event.key === "Enter" || event.key === " ") && (target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement)) return null;
  if (target instanceof HTMLInputElement && (event.key.startsWith("Arrow") || ["Home", "End", "PageUp", "PageDown"].includes(event.key)) && !event.ctrlKey) return null;
  const meaning = view.keymap.value.meaning(event);
  if (meaning === null) return null;
  const axis = session.telemetry.axis.value;
  if (axis === null && !["help", "filter", "nextTask", "previousTask", "skip"].includes(meaning.action)) return null;
  event.preventDefault();
  view.said.value = "";
  run(meaning, session, axis, view, steps);
  return meaning.action;
}

function run({ action, number }: Meaning, session: Session, axis: AxisInfo | null, view: View, steps: Steps): void {
  const say = (done: boolean, sentence: string) => {
    if (!done) view.said.value = sentence;
  };
  const { selection, regions, history } = session;
  const ids = selection.ids.value;
  switch (action) {
    case "label": {
      const label = keyedLabels(session)[number];
      if (label !== undefined) regions.chooseLabel(label.control, label.value);
      return;
    }
    case "rating": {
      const rating = keyedRating(session);
      if (rating === null || number >= (rating.max ?? 5)) return;
      if (!rating.per_region) session.regions.setTaskValue(rating.name, number + 1);
      else if (ids.length > 0) regions.setValue(ids, rating.name, number + 1);
      else say(false, "Select a region to rate it.");
      return;
    }
    case "choice": {
      const control = keyedChoice(session);
      const option = control?.options[number];
      if (control === null || option === undefined) return;
      if (control.per_region) regions.choose(ids, control.name, option.value);
      else {
        const held = session.doc.value.values[control.name];
        const entry = control.nested ? [...option.parents, option.value] : option.value;
        session.regions.setTaskValue(control.name, isMissing(held) || JSON.stringify(held) !== JSON.stringify([entry]) ? [entry] : null);
      }
      return;
    }
    case "undo": {
      const undone = history.undo();
      view.said.value = undone === null ? "There is nothing to undo." : `Undone: ${undone}`;
      return;
    }
    case "redo": {
      const redone = history.redo();
      view.said.value = redone === null ? "There is nothing to redo." : `Done again: ${redone}`;
      return;
    }
    case "nextRegion":
    case "previousRegion":
      selection.step(action === "nextRegion" ? 1 : -1);
      if (axis !== null) reveal(session, axis);
      return;
    case "extendNext":
    case "extendPrevious":
      selection.extend(action === "extendNext" ? 1 : -1);
      if (axis !== null) reveal(session, axis);
      return;
    case "selectAll":
      selection.set(session.ordered.value.map(({ id }) => id));
      return;
    case "accept":
      if (session.acceptSelected()) {
        if (axis !== null) reveal(session, axis);
      } else if (session.region === null && session.proposals.shown.value.length > 0) {
        // Nothing is selected: begin with the first.
        selection.only(session.proposals.shown.value[0]?.key ?? null);
        if (axis !== null) reveal(session, axis);
      }
      return;
    case "acceptAbove":
      session.acceptShown();
      return;
    case "strongerOnly":
    case "weakerToo": {
      const { threshold } = session.proposals;
      threshold.value = Math.min(1, Math.max(0, Math.round((threshold.value + (action === "strongerOnly" ? 0.05 : -0.05)) * 100) / 100));
      return;
    }
    case "delete":
      if (session.dismissSelected()) {
        if (axis !== null) reveal(session, axis);
      } else regions.remove(ids);
      return;
    case "merge":
      say(regions.merge(ids), "Select two or more regions to merge them: Shift and click, or Shift and J.");
      return;
    case "duplicate":
      regions.duplicate(ids);
      return;
    case "deselect":
      session.rangeStart.value = null;
      view.event.value = null;
      selection.only(null);
      return;
    case "otherEdge":
      selection.edge.value = selection.edge.value === "start" ? "end" : "start";
      return;
    case "help":
      view.dialog.value = "keys";
      return;
    case "goTo":
    case "channels":
      view.dialog.value = action;
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
    case "previousTask":
      steps.previous();
      return;
    case "snap":
      steps.snap();
      return;
    case "workOrder":
      steps.linkWorkOrder();
      return;
    case "zone":
      steps.toggleZone();
      return;
    default:
      if (axis !== null) onAxis(action, session, axis, view);
  }
}

function onAxis(action: ActionName, session: Session, axis: AxisInfo, view: View): void {
  const { telemetry, selection, regions } = session;
  const ids = selection.ids.value;
  switch (action) {
    case "left":
    case "right":
    case "leftFar":
    case "rightFar":
      nudge(session, axis, (action.startsWith("left") ? -1 : 1) * (action.endsWith("Far") ? 10 : 1));
      return;
    case "moveLeft":
    case "moveRight":
    case "moveLeftFar":
    case "moveRightFar":
      regions.nudge(ids, (action.startsWith("moveLeft") ? -1 : 1) * (action.endsWith("Far") ? 10 : 1));
      return;
    case "instant":
      regions.draw(telemetry.point(), telemetry.point(), true);
      return;
    case "rangeStart":
      session.rangeStart.value = telemetry.point();
      return;
    case "rangeEnd":
      if (session.rangeStart.value === null) view.said.value = "Begin the range first: move the crosshair and press [.";
      else regions.draw(session.rangeStart.value, telemetry.point(), false);
      session.rangeStart.value = null;
      return;
    case "split":
      if (selection.lead.value === null || !regions.split(selection.lead.value, telemetry.point())) {
        view.said.value = "Select a range and put the crosshair into it to split it.";
      }
      return;
    case "cycle":
      selection.cycle(telemetry.point(), (telemetry.window.value.end - telemetry.window.value.start) / 200n);
      return;
    case "zoomIn":
    case "zoomOut":
      zoom(session, axis, action === "zoomIn" ? 0.6 : 1 / 0.6);
      return;
    case "fit":
      telemetry.window.value = fullWindow(axis);
      return;
    case "fitRegion":
      fitSelected(session, axis);
      return;
    case "panLeft":
    case "panRight":
      pan(session, axis, action === "panLeft" ? -0.8 : 0.8);
      return;
    case "toStart":
    case "toEnd":
      panTo(session, axis, action === "toStart" ? "start" : "end");
      return;
    default:
  }
}
