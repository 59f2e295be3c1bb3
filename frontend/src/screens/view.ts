/** How a task is looked at: what is not a label and is not saved with it. */
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";

import { Keymap } from "../model/keymap";
import { Kept } from "../model/kept";
import { layoutFromWire, layoutToWire, type Layout } from "../model/layout";
import type { Preferences, Workbench } from "../net/types";
import type { StackStatus } from "../panes/types";
import { api } from "./boot";

export type DialogName = "keys" | "goTo" | "skip" | "channels" | "threshold";
export type ListOrder = "time" | "confidence" | "severity";

export interface View {
  readonly zone: Signal<string>;
  /** The zone that the data were recorded in, as far as they say. */
  readonly dataZone: string;
  readonly status: Signal<StackStatus | null>;
  readonly dialog: Signal<DialogName | null>;
  readonly order: Signal<ListOrder>;
  /** Words that a row of the list must hold. */
  readonly filter: Signal<string>;
  /** The pane whose menu is open, and where it belongs. */
  readonly menu: Signal<{ pane: string; anchor: HTMLElement } | null>;
  /** The event that is selected in the lane. */
  readonly event: Signal<string | null>;
  /** The thread of comments that is selected in the lane. */
  readonly comment: Signal<number | null>;
  /** A field that is to take the focus: its control, and of which region (null for the task). */
  readonly focus: Signal<{ control: string; region: string | null } | null>;
  /** What was just done or could not be done, in a sentence. */
  readonly said: Signal<string>;
  readonly layout: Kept<Layout>;
  readonly preferences: Kept<Preferences>;
  readonly keymap: ReadonlySignal<Keymap>;
}

/** The view of a task that is opened. */
export function openView(bench: Workbench): View {
  const layout = new Kept<Layout>(layoutFromWire(bench.layout), (value) => api.saveLayout(bench.task.project.id, layoutToWire(value)));
  const preferences = new Kept<Preferences>(bench.preferences, (value) => api.savePreferences(value));
  const { zone } = preferences.current.peek();
  const dataZone = bench.series.zone ?? "UTC";
  return {
    zone: signal(zone === "viewer" ? HERE : zone === "data" ? dataZone : zone === "utc" ? "UTC" : zone),
    dataZone,
    status: signal(null),
    dialog: signal(null),
    order: signal("time"),
    filter: signal(""),
    menu: signal(null),
    event: signal(null),
    comment: signal(null),
    focus: signal(null),
    said: signal(""),
    layout,
    preferences,
    keymap: computed(() => new Keymap(preferences.current.value.keys ?? {})),
  };
}

/** Bring to the server what it does not have yet; for a screen that is left and a page that goes. */
export function keepView(view: View): void {
  view.layout.flush();
  view.preferences.flush();
}

/** The viewer's own zone. */
export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** Zones to choose from, each once: the data's own, UTC, the viewer's, and one that was chosen elsewhere. */
export function zones(view: View): { zone: string; text: string }[] {
  const named = [
    { zone: view.dataZone, text: `Data's zone (${view.dataZone})` },
    { zone: "UTC", text: "UTC" },
    { zone: HERE, text: HERE },
    { zone: view.zone.value, text: view.zone.value },
  ];
  return named.filter(({ zone }, place) => named.findIndex((other) => other.zone === zone) === place);
}

/** Show times in another zone, here and from now on. */
export function chooseZone(view: View, zone: string): void {
  view.zone.value = zone;
  const kept = zone === view.dataZone ? "data" : zone === "UTC" ? "utc" : zone === HERE ? "viewer" : zone;
  view.preferences.set({ ...view.preferences.current.value, zone: kept });
}
