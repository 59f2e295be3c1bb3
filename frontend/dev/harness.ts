import "@fontsource-variable/figtree";
import { computed, signal } from "@preact/signals-core";

import { PALETTES } from "../src/core/palette";
import { asTick, parseTick, tickText } from "../src/core/tick";
import { tickLabel } from "../src/core/timeaxis";
import type { Tick, Window } from "../src/core/types";
import { mountStack, type Stack } from "../src/panes/stack";
import type { DrawnRegion, LaneSpec, PaneSpec } from "../src/panes/types";
import { labelLanes, people, proposals, region, reviewLanes, type Scene } from "./scene";
import { makeSeries, makeSource } from "./synthetic";

/** The panes on made-up data, for trying them by hand (`npm run dev`, then /dev/), for tests and for the bench. */
const query = new URLSearchParams(location.search);
const number = (name: string, otherwise: number): number => Number(query.get(name) ?? otherwise);

const series = makeSeries(number("size", 2_000_000), number("channels", 5));
const source = makeSource(series, number("delay", 15));
const { axis } = series;
const span = axis.last - axis.first;
const at = (share: number): Tick => asTick(axis.first + (BigInt(Math.round((share * Number(span)) / Number(axis.step))) * (axis.step ?? 1n)));

const theme = signal<"light" | "dark">(query.get("theme") === "dark" ? "dark" : "light");
const range = signal<Window>({ start: at(number("from", 0.37)), end: at(number("to", 0.78)) });
const cursor = signal<Tick | null>(null);
const drawColor = signal<string | null>("#c2571a");
const zone = signal(query.get("zone") ?? "Europe/Zurich");
const panes = signal<PaneSpec[]>(
  series.channels.map((_, index) => ({
    id: `pane-${index}`, title: series.names[index] ?? "", units: series.units[index] ?? "",
    channels: [{ index, name: series.names[index] ?? "", color: null }], height: null, collapsed: false, scale: { mode: "auto" }, limits: [], format: "", overview: index === 0,
  })),
);
const change = (id: string, made: Partial<PaneSpec>): void => {
  panes.value = panes.value.map((spec) => (spec.id === id ? { ...spec, ...made } : spec));
};
const scene = (): Scene => ({ at, theme: theme.value });
/** Ids of what is selected. */
const selected = signal<readonly string[]>(["drift"]);
const moved = signal<Record<string, { start: Tick; end: Tick }>>({});
const drawn = signal<DrawnRegion[]>([]);
const regions = computed<DrawnRegion[]>(() =>
  query.has("bare")
    ? []
    : [...people(scene()), ...proposals(scene()), ...drawn.value].map((one) => ({ ...one, ...moved.value[one.id], selected: selected.value.includes(one.id) })),
);
/** `?lanes=label` or `?lanes=review` shows what is above the panes of that screen. */
const lanes = computed<LaneSpec[]>(() => {
  const wanted = query.get("lanes");
  const specs = wanted === "label" ? labelLanes(scene(), regions.value) : wanted === "review" ? reviewLanes(scene()) : [];
  const choose = <T extends { id: string }>(items: readonly T[]): T[] => items.map((item) => ({ ...item, selected: selected.value.includes(item.id) }));
  return specs.map((lane) => (lane.kind === "events" ? { ...lane, items: choose(lane.items) } : { ...lane, items: choose(lane.items) }));
});
function select(id: string | null, additive: boolean): void {
  const before = selected.value;
  if (!additive) selected.value = id === null ? [] : [id];
  else if (id !== null) selected.value = before.includes(id) ? before.filter((other) => other !== id) : [...before, id];
}
const log: unknown[] = [];

function open(root: HTMLElement): Stack {
  return mountStack(
    root,
    { axis, panes, lanes, tiles: source, window: range, cursor, regions, drawColor, theme, zone, formatTick: (tick, width) => tickLabel(axis, tick, width, zone.value) },
    {
      drawRange: (start, end, pane) => {
        log.push(["drawRange", tickText(start), tickText(end), pane]);
        const id = `drawn ${drawn.value.length}`;
        drawn.value = [...drawn.value, { ...region(scene(), id, 0, 0, drawColor.value ?? "gray", "drawn"), instant: false, start, end }];
        select(id, false);
      },
      setInstant: (tick, pane) => {
        log.push(["setInstant", tickText(tick), pane]);
        drawn.value = [...drawn.value, { ...region(scene(), `drawn ${drawn.value.length}`, 0, 0, "#b0851a", "instant"), start: tick, end: tick }];
      },
      select: (id, additive) => {
        log.push(["select", id, additive]);
        select(id, additive);
      },
      resize: (id, edge, tick, phase) => {
        log.push(["resize", id, edge, tickText(tick), phase]);
        const now = regions.value.find((one) => one.id === id);
        if (now) moved.value = { ...moved.value, [id]: { start: now.start, end: now.end, [edge]: tick } };
      },
      moveRegion: (id, start, end, phase) => {
        log.push(["moveRegion", id, tickText(start), tickText(end), phase]);
        moved.value = { ...moved.value, [id]: { start, end } };
      },
      laneSelect: (lane, item, additive) => {
        log.push(["laneSelect", lane, item, additive]);
        select(item, additive);
      },
      hover: (id) => {
        log.push(["hover", id]);
      },
      paneHeight: (id, height) => {
        log.push(["paneHeight", id, height]);
        change(id, { height });
      },
      paneMove: (id, before) => {
        log.push(["paneMove", id, before]);
        const rest = panes.value.filter((spec) => spec.id !== id);
        const at = before === null ? rest.length : rest.findIndex((spec) => spec.id === before);
        panes.value = rest.toSpliced(at, 0, ...panes.value.filter((spec) => spec.id === id));
      },
      paneScale: (id, range) => {
        log.push(["paneScale", id, range]);
        const mode = panes.value.find((spec) => spec.id === id)?.scale.mode === "log" ? "log" : range ? "fixed" : "auto";
        change(id, { scale: range ? { mode, low: range[0], high: range[1] } : { mode } });
      },
      paneMenu: (id, anchor) => {
        log.push(["paneMenu", id, anchor.tagName]);
      },
      status: (status) => {
        log.push(["status", status]);
      },
      failed: (error) => {
        log.push(["failed", error.message]);
      },
    },
  );
}

const root = document.getElementById("stack");
if (!root) throw new Error("harness.html has no #stack");
document.body.style.background = PALETTES[theme.value].page;
theme.subscribe((now) => {
  document.body.style.background = PALETTES[now].page;
});
let stack = open(root);

const harness = {
  axis, range, cursor, theme, zone, panes, lanes, regions, drawColor, selected, source, log, change,
  reopen(): void {
    stack.destroy();
    stack = open(root);
  },
  close(): void {
    stack.destroy();
  },
  /** A window as shares of the series. */
  show(from: number, to: number): void {
    range.value = { start: at(from), end: at(to) };
  },
  snap: (text: string): string => tickText(stack.snap(parseTick(text))),
};
export type Harness = typeof harness;
Object.assign(globalThis, { harness });
