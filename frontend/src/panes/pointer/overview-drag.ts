import type { Window } from "../../core/types";
import { panWindow, zoomWindow } from "../../core/window";
import { REACH } from "../layout";
import { ordered } from "../regions/region-view";
import type { Drag } from "./drag";
import { plotX, type Ground } from "./ground";

/** Drag the frame, pull its sides, or put it elsewhere. */
export function overviewDrag(ground: Ground, event: PointerEvent): Drag | null {
  const { inputs, overview } = ground;
  const x = plotX(ground, event);
  if (x + REACH < 0 || x > ground.plotWidth() + REACH) return null;
  const before = inputs.window.value;
  const part = overview.partAt(x, before, REACH);
  const put = (next: Window): void => {
    inputs.window.value = panWindow(inputs.axis, next, 0);
  };
  const from = part === "outside" ? overview.centred(before, overview.tickAt(x)) : before;
  if (part === "outside") put(from);
  const perPixel = Number(overview.full.end - overview.full.start) / ground.plotWidth();
  return {
    move: (now) => {
      const at = plotX(ground, now);
      if (part === "start" || part === "end") {
        const still = part === "start" ? before.end : before.start;
        const [start, end] = ordered(still, overview.tickAt(at));
        inputs.window.value = zoomWindow(inputs.axis, { start, end }, still, 1);
      } else inputs.window.value = panWindow(inputs.axis, from, (at - x) * perPixel);
    },
    commit: () => undefined,
    cancel: () => { inputs.window.value = before; },
    click: () => {
      if (part === "inside") put(overview.centred(before, overview.tickAt(x)));
    },
  };
}
