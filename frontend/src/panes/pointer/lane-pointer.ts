import { asTick, spanOf } from "../../core/tick";
import { clampWindow, meanStep } from "../../core/window";
import { SLOP } from "../layout";
import { scoreText } from "../regions/region-view";
import type { DrawnRegion, LaneEvent } from "../types";
import { followDrags } from "./drag";
import { additive, plotX, type Ground } from "./ground";
import { panning } from "./region-drags";

/** What a lane's item is called, in full. */
export function laneItemText({ inputs, plotWidth }: Pick<Ground, "inputs" | "plotWidth">, item: DrawnRegion | LaneEvent): string {
  const resolution = spanOf(inputs.window.peek()) / plotWidth();
  const when = (tick: DrawnRegion["start"]): string => inputs.formatTick(tick, resolution);
  const until = item.end === null || item.end === item.start ? "" : ` – ${when(item.end)}`;
  if ("kind" in item) return `${item.title} · ${when(item.start)}${until}`;
  const score = item.score === null ? "" : ` ${scoreText(item.score)}`;
  return `${item.outline ? "disagreement: " : ""}${item.label}${score} · ${when(item.start)}${until}`;
}

/** Click selects, double click brings into view, drag pans, hovering tells. Returns how to stop. */
export function listenToLanes(ground: Ground, signal: AbortSignal): () => void {
  const { lanes, events, inputs } = ground;
  let hovered: string | null = null;

  function hover(id: string | null): void {
    if (id !== hovered) events.hover(id);
    hovered = id;
  }
  lanes.addEventListener("pointermove", (event) => {
    if (event.buttons !== 0) return;
    const item = ground.laneAt(plotX(ground, event), event.clientY)?.shown ?? null;
    const { left, top } = ground.root.getBoundingClientRect();
    lanes.style.cursor = item ? "pointer" : "";
    ground.tell(item && laneItemText(ground, item), event.clientX - left, event.clientY - top);
    hover(item?.id ?? null);
  }, { signal });
  lanes.addEventListener("pointerleave", () => {
    ground.tell(null, 0, 0);
    hover(null);
  }, { signal });
  lanes.addEventListener("dblclick", (event) => {
    const item = ground.laneAt(plotX(ground, event), event.clientY)?.narrowest;
    if (!item) return;
    const end = item.end ?? item.start;
    const air = (end - item.start) / 3n + BigInt(Math.ceil(meanStep(inputs.axis) * 20));
    inputs.window.value = clampWindow(inputs.axis, { start: asTick(item.start - air), end: asTick(end + air) });
  }, { signal });
  return followDrags(lanes, SLOP, (event) => ({
    ...panning(ground, event),
    click: (now) => {
      const hit = ground.laneAt(plotX(ground, now), now.clientY);
      if (hit?.next) events.laneSelect(hit.lane, hit.next.id, additive(now));
      else events.select(null, additive(now));
    },
  }));
}
