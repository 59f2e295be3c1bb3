import type { Tick, Window } from "../core/types";
import { panWindow, zoomWindow } from "../core/window";
import { followDrags, type Drag } from "./drag";
import { REACH, SLOP } from "./layout";
import type { Overview } from "./overview";
import { edgeAt, ordered, regionAt, type RegionView } from "./region-view";
import type { StackEvents, StackInputs } from "./types";
import { wheelDeed } from "./wheel";

/** A range being drawn, before it is a region. */
export interface Preview {
  readonly start: Tick;
  readonly end: Tick;
  readonly color: string;
  readonly names: readonly string[];
}

/** What interaction needs to know of the stack, and may ask of it. */
export interface Ground {
  readonly inputs: StackInputs;
  readonly events: StackEvents;
  readonly root: HTMLElement;
  /** Over the plotting areas of all panes. */
  readonly surface: HTMLElement;
  readonly axis: HTMLElement;
  readonly overview: Overview;
  readonly plotWidth: () => number;
  /** The sample shown at `x` CSS pixels from the plotting area's left edge. */
  sampleAt(x: number): Tick;
  /** The exact moment there. */
  momentAt(x: number): Tick;
  /** Distance of the samples in view, in ticks. */
  stepHere(): number;
  views(): readonly RegionView[];
  paneAt(clientY: number): { id: string; names: readonly string[] } | null;
  preview(range: Preview | null): void;
}

/** Make the stack answer to pointer and wheel. Returns how to stop. */
export function listen(ground: Ground): () => void {
  const { inputs, events, root, surface, axis } = ground;
  const ends = new AbortController();
  const { signal } = ends;
  const x = (event: MouseEvent): number => event.clientX - surface.getBoundingClientRect().left;
  let controlHeld = false;

  function hover(event: PointerEvent): void {
    inputs.cursor.value = ground.sampleAt(Math.min(ground.plotWidth(), Math.max(0, x(event))));
  }
  function shape(event: PointerEvent): void {
    const edge = edgeAt(ground.views(), x(event), REACH);
    surface.style.cursor = edge ? "ew-resize" : inputs.drawColor.value === null ? "grab" : "crosshair";
  }
  surface.addEventListener("pointermove", (event) => {
    hover(event);
    if (event.buttons === 0) shape(event);
  }, { signal });
  surface.addEventListener("pointerleave", () => { inputs.cursor.value = null; }, { signal });

  function panning(event: PointerEvent): Drag {
    const from = x(event);
    const before = inputs.window.value;
    const perPixel = Number(before.end - before.start) / ground.plotWidth();
    return {
      move: (now) => { inputs.window.value = panWindow(inputs.axis, before, (from - x(now)) * perPixel); },
      commit: () => undefined,
      cancel: () => { inputs.window.value = before; },
    };
  }
  function selecting(event: PointerEvent): void {
    const hit = regionAt(ground.views(), x(event), REACH);
    events.select(hit?.id ?? null, event.shiftKey || event.ctrlKey || event.metaKey);
  }
  function resizing(event: PointerEvent, id: string, edge: "start" | "end"): Drag {
    // Hold the edge where it was taken, not where the pointer is: a press alone moves nothing.
    const view = ground.views().find(({ region }) => region.id === id);
    const slip = view ? x(event) - (edge === "start" ? view.x0 : view.x1) : 0;
    const before = edge === "start" ? view?.region.start : view?.region.end;
    const at = (now: PointerEvent): Tick => ground.sampleAt(x(now) - slip);
    return {
      move: (now) => { events.resize(id, edge, at(now), "move"); },
      commit: (now) => { events.resize(id, edge, at(now), "commit"); },
      cancel: () => { if (before !== undefined) events.resize(id, edge, before, "cancel"); },
      click: selecting,
    };
  }
  function drawing(event: PointerEvent, color: string): Drag {
    const from = ground.sampleAt(x(event));
    const pane = ground.paneAt(event.clientY);
    return {
      move: (now) => {
        const [start, end] = ordered(from, ground.sampleAt(x(now)));
        ground.preview({ start, end, color, names: pane?.names ?? [] });
      },
      commit: (now) => {
        ground.preview(null);
        if (pane) events.drawRange(...ordered(from, ground.sampleAt(x(now))), pane.id);
      },
      cancel: () => { ground.preview(null); },
      click: selecting,
    };
  }

  const endDrags = followDrags(surface, SLOP, (event) => {
    root.focus({ preventScroll: true });
    const colour = inputs.drawColor.value;
    if (event.button === 1 || event.altKey) return panning(event);
    const edge = edgeAt(ground.views(), x(event), REACH);
    if (edge) return resizing(event, edge.region.id, edge.edge);
    return colour === null ? { ...panning(event), click: selecting } : drawing(event, colour);
  });
  surface.addEventListener("dblclick", (event) => {
    const pane = ground.paneAt(event.clientY);
    if (pane) events.setInstant(ground.sampleAt(x(event)), pane.id);
  }, { signal });

  const endAxisDrags = followDrags(axis, 1, panning);
  const endOverviewDrags = followDrags(ground.overview.root, 2, (event) => overviewDrag(ground, event));

  window.addEventListener("keydown", (event) => { controlHeld ||= event.key === "Control"; }, { signal, capture: true });
  window.addEventListener("keyup", (event) => { controlHeld &&= event.key !== "Control"; }, { signal, capture: true });
  window.addEventListener("blur", () => { controlHeld = false; }, { signal });
  const onWheel = (event: WheelEvent): void => {
    const deed = wheelDeed(event, controlHeld);
    if (!deed) return;
    event.preventDefault();
    const before = inputs.window.value;
    if (deed.kind === "pan") {
      inputs.window.value = panWindow(inputs.axis, before, (deed.pixels * Number(before.end - before.start)) / ground.plotWidth());
    } else {
      inputs.window.value = zoomWindow(inputs.axis, before, ground.momentAt(x(event)), deed.factor, ground.stepHere());
    }
  };
  for (const target of [surface, axis]) target.addEventListener("wheel", onWheel, { signal, passive: false });

  return () => {
    endDrags();
    endAxisDrags();
    endOverviewDrags();
    ends.abort();
  };
}

/** Drag the frame, pull its sides, or put it elsewhere. */
function overviewDrag({ inputs, overview, plotWidth, surface }: Ground, event: PointerEvent): Drag | null {
  const left = surface.getBoundingClientRect().left;
  const x = event.clientX - left;
  if (x + REACH < 0 || x > plotWidth() + REACH) return null;
  const before = inputs.window.value;
  const part = overview.partAt(x, before, REACH);
  const put = (next: Window): void => {
    inputs.window.value = panWindow(inputs.axis, next, 0);
  };
  const from = part === "outside" ? overview.centred(before, overview.tickAt(x)) : before;
  if (part === "outside") put(from);
  const perPixel = Number(overview.full.end - overview.full.start) / plotWidth();
  return {
    move: (now) => {
      const at = now.clientX - left;
      if (part === "start" || part === "end") {
        const still = part === "start" ? before.end : before.start;
        const [start, end] = ordered(still, overview.tickAt(at));
        const fixed = zoomWindow(inputs.axis, { start, end }, still, 1);
        inputs.window.value = fixed;
      } else inputs.window.value = panWindow(inputs.axis, from, (at - x) * perPixel);
    },
    commit: () => undefined,
    cancel: () => { inputs.window.value = before; },
    click: () => {
      if (part === "inside") put(overview.centred(before, overview.tickAt(x)));
    },
  };
}
