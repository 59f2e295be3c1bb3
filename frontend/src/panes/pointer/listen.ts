import { panWindow, zoomWindow } from "../../core/window";
import { SLOP } from "../layout";
import { followDrags } from "./drag";
import { plotX, type Ground } from "./ground";
import { listenToLanes } from "./lane-pointer";
import { overviewDrag } from "./overview-drag";
import { listenToPanes } from "./pane-drags";
import { gripAt, panning, surfaceDrag } from "./region-drags";
import { wheelDeed } from "./wheel";

/** Make the stack answer to pointer and wheel. Returns how to stop. */
export function listen(ground: Ground): () => void {
  const { root, surface, axis, overview, lanes } = ground;
  const ends = new AbortController();
  const { signal } = ends;
  const stops = [
    followDrags(surface, SLOP, (event) => {
      root.focus({ preventScroll: true });
      return surfaceDrag(ground, event);
    }),
    followDrags(axis, 1, (event) => panning(ground, event)),
    followDrags(overview.root, 2, (event) => overviewDrag(ground, event)),
    listenToLanes(ground, signal),
    listenToPanes(ground, signal),
  ];
  listenToHover(ground, signal);
  listenToWheel(ground, [surface, axis, lanes], signal);
  surface.addEventListener("dblclick", (event) => {
    const pane = ground.panes.at(event.clientY);
    if (pane && gripAt(ground, event).kind !== "tag") ground.events.setInstant(ground.reader.sampleAt(plotX(ground, event)), pane.spec.id);
  }, { signal });
  return () => {
    for (const stop of stops) stop();
    ends.abort();
  };
}

/** The crosshair, the pointer's shape, and what it is over. */
function listenToHover(ground: Ground, signal: AbortSignal): void {
  const { inputs, surface, events } = ground;
  let hovered: string | null = null;
  const tell = (id: string | null): void => {
    if (id !== hovered) events.hover(id);
    hovered = id;
  };
  surface.addEventListener("pointermove", (event) => {
    const x = Math.min(ground.plotWidth(), Math.max(0, plotX(ground, event)));
    inputs.cursor.value = ground.reader.sampleAt(x);
    if (event.buttons !== 0) return;
    const grip = gripAt(ground, event);
    const region = grip.kind === "nothing" ? null : grip.region;
    const movable = region !== null && region.selected && region.editable && (grip.kind === "tag" || event.altKey);
    if (grip.kind === "edge") surface.style.cursor = "ew-resize";
    else if (movable) surface.style.cursor = "move";
    else if (grip.kind === "tag") surface.style.cursor = "pointer";
    else surface.style.cursor = inputs.drawColor.value === null ? "grab" : "crosshair";
    tell(region?.id ?? null);
  }, { signal });
  surface.addEventListener("pointerleave", () => {
    inputs.cursor.value = null;
    tell(null);
  }, { signal });
}

function listenToWheel(ground: Ground, targets: readonly HTMLElement[], signal: AbortSignal): void {
  const { inputs } = ground;
  let controlHeld = false;
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
      inputs.window.value = zoomWindow(inputs.axis, before, ground.reader.momentAt(plotX(ground, event)), deed.factor, ground.reader.stepHere());
    }
  };
  for (const target of targets) target.addEventListener("wheel", onWheel, { signal, passive: false });
}
