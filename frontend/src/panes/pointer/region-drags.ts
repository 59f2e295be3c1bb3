import { asTick, clampTick } from "../../core/tick";
import type { Tick } from "../../core/types";
import { panWindow } from "../../core/window";
import { REACH } from "../layout";
import { edgeAt, ordered, regionAt, regionsAt, tagAt } from "../regions/region-view";
import type { DrawnRegion } from "../types";
import type { Drag } from "./drag";
import { additive, plotX, type Ground } from "./ground";

/** What lies under the pointer on the panes. */
export type Grip =
  | { readonly kind: "edge"; readonly region: DrawnRegion; readonly edge: "start" | "end" }
  | { readonly kind: "tag"; readonly region: DrawnRegion }
  | { readonly kind: "body"; readonly region: DrawnRegion }
  | { readonly kind: "nothing" };

/** What a press there would take hold of. A selected region's edges come before all else, or they could not be had. */
export function gripAt(ground: Ground, event: MouseEvent): Grip {
  const x = plotX(ground, event);
  const edge = edgeAt(ground.views(), x, REACH);
  if (edge) return { kind: "edge", ...edge };
  const top = ground.panes.top?.root.getBoundingClientRect().top ?? Infinity;
  const tag = event.clientY >= top ? tagAt(ground.tags(), x, event.clientY - top) : null;
  if (tag && tag.id !== "") return { kind: "tag", region: tag };
  const bodies = regionsAt(ground.views(), x, REACH).map(({ region }) => region);
  const body = bodies.find(({ selected }) => selected) ?? bodies[0];
  return body ? { kind: "body", region: body } : { kind: "nothing" };
}

/** What a press on the panes starts. */
export function surfaceDrag(ground: Ground, event: PointerEvent): Drag {
  const colour = ground.inputs.drawColor.value;
  const select = selecting(ground);
  if (event.button === 1) return panning(ground, event);
  const grip = gripAt(ground, event);
  if (grip.kind === "edge" && !event.altKey) return { ...resizing(ground, event, grip.region.id, grip.edge), click: select };
  if (grip.kind === "tag") {
    const { region } = grip;
    const choose = (): void => { ground.events.select(region.id, additive(event)); };
    return { ...(region.editable && region.selected ? moving(ground, event, region) : panning(ground, event)), click: choose };
  }
  if (event.altKey) {
    const held = grip.kind !== "nothing" && grip.region.selected && grip.region.editable ? grip.region : null;
    return { ...(held ? moving(ground, event, held) : panning(ground, event)), click: select };
  }
  return { ...(colour === null ? panning(ground, event) : drawing(ground, event, colour)), click: select };
}

function selecting(ground: Ground): (event: PointerEvent) => void {
  return (event) => {
    const hit = regionAt(ground.views(), plotX(ground, event), REACH, additive(event));
    ground.events.select(hit?.id ?? null, additive(event));
  };
}

/** Shift the window with the pointer. */
export function panning(ground: Ground, event: PointerEvent): Drag {
  const { inputs } = ground;
  const from = plotX(ground, event);
  const before = inputs.window.value;
  const perPixel = Number(before.end - before.start) / ground.plotWidth();
  return {
    move: (now) => { inputs.window.value = panWindow(inputs.axis, before, (from - plotX(ground, now)) * perPixel); },
    commit: () => undefined,
    cancel: () => { inputs.window.value = before; },
  };
}

function resizing(ground: Ground, event: PointerEvent, id: string, edge: "start" | "end"): Drag {
  const { events, reader } = ground;
  // Hold the edge where it was taken, not where the pointer is: a press alone moves nothing.
  const view = ground.views().find(({ region }) => region.id === id);
  const slip = view ? plotX(ground, event) - (edge === "start" ? view.x0 : view.x1) : 0;
  const before = edge === "start" ? view?.region.start : view?.region.end;
  const at = (now: PointerEvent): Tick => reader.sampleAt(plotX(ground, now) - slip);
  let moved = false;
  return {
    move: (now) => {
      moved = true;
      events.resize(id, edge, at(now), "move");
    },
    commit: (now) => { events.resize(id, edge, at(now), "commit"); },
    cancel: () => { if (moved && before !== undefined) events.resize(id, edge, before, "cancel"); },
  };
}

/** Move a region as a whole. Its ends stay on samples, and within the series. */
function moving(ground: Ground, event: PointerEvent, { id, start, end }: DrawnRegion): Drag {
  const { events, reader } = ground;
  const { first, last } = ground.inputs.axis;
  const from = reader.momentAt(plotX(ground, event));
  const place = (now: PointerEvent): [Tick, Tick] => {
    const by = clampTick(asTick(reader.momentAt(plotX(ground, now)) - from), asTick(first - start), asTick(last - end));
    const next = reader.snap(asTick(start + by));
    return [next, start === end ? next : reader.snap(asTick(end + (next - start)))];
  };
  let moved = false;
  return {
    move: (now) => {
      moved = true;
      events.moveRegion(id, ...place(now), "move");
    },
    commit: (now) => { events.moveRegion(id, ...place(now), "commit"); },
    cancel: () => { if (moved) events.moveRegion(id, start, end, "cancel"); },
  };
}

function drawing(ground: Ground, event: PointerEvent, color: string): Drag {
  const { events, reader, panes } = ground;
  const from = reader.sampleAt(plotX(ground, event));
  const pane = panes.at(event.clientY);
  return {
    move: (now) => {
      const [start, end] = ordered(from, reader.sampleAt(plotX(ground, now)));
      ground.preview({ start, end, color, names: pane?.names ?? [] });
    },
    commit: (now) => {
      ground.preview(null);
      if (pane) events.drawRange(...ordered(from, reader.sampleAt(plotX(ground, now))), pane.spec.id);
    },
    cancel: () => { ground.preview(null); },
  };
}
