import { asTick, spanOf } from "../../core/tick";
import { clampWindow, meanStep } from "../../core/window";
import { REACH, SLOP } from "../layout";
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
  lanes.root.addEventListener("pointermove", (event) => {
    if (event.buttons !== 0) return;
    const item = lanes.at(plotX(ground, event), event.clientY, REACH)?.item ?? null;
    const { left, top } = ground.root.getBoundingClientRect();
    lanes.root.style.cursor = item ? "pointer" : "";
    lanes.tell(item && laneItemText(ground, item), event.clientX - left, event.clientY - top);
    hover(item?.id ?? null);
  }, { signal });
  lanes.root.addEventListener("pointerleave", () => {
    lanes.tell(null, 0, 0);
    hover(null);
  }, { signal });
  lanes.root.addEventListener("dblclick", (event) => {
    const item = lanes.at(plotX(ground, event), event.clientY, REACH)?.item;
    if (!item) return;
    const end = item.end ?? item.start;
    const air = (end - item.start) / 3n + BigInt(Math.ceil(meanStep(inputs.axis) * 20));
    inputs.window.value = clampWindow(inputs.axis, { start: asTick(item.start - air), end: asTick(end + air) });
  }, { signal });
  return followDrags(lanes.root, SLOP, (event) => ({
    ...panning(ground, event),
    click: (now) => {
      const hit = lanes.at(plotX(ground, now), now.clientY, REACH);
      if (hit?.item) events.laneSelect(hit.lane, hit.item.id, additive(now));
      else events.select(null, additive(now));
    },
  }));
}
