import { element } from "../dom";
import { LEAST_HEIGHT, SLOP } from "../layout";
import type { Pane } from "../plot/pane";
import { followDrags, type Drag } from "./drag";
import type { Ground } from "./ground";

/** Height by which an arrow key moves a pane's edge. */
const KEY_STEP = 16;

/** Let the panes be resized, moved, scaled and asked for their menu. Returns how to stop. */
export function listenToPanes(ground: Ground, signal: AbortSignal): () => void {
  const { inner, panes, events } = ground;
  const paneOf = (target: EventTarget | null): Pane | undefined =>
    target instanceof Element ? panes.find(target.closest<HTMLElement>("[data-pane]")?.dataset.pane) : undefined;
  const on = (target: EventTarget | null, part: string): boolean => target instanceof Element && target.closest(part) !== null;

  inner.addEventListener("click", (event) => {
    // Those of a pointer are answered at its release.
    const name = event.target instanceof Element ? event.target.closest<HTMLElement>(".fm-gutter-name") : null;
    const pane = paneOf(name);
    if (event.detail === 0 && name && pane) events.paneMenu(pane.spec.id, name);
  }, { signal });
  inner.addEventListener("dblclick", (event) => {
    // The press was captured, so the event's own target is the whole.
    const target = document.elementFromPoint(event.clientX, event.clientY);
    const pane = paneOf(target);
    if (!pane) return;
    if (on(target, ".fm-gutter-axis")) events.paneScale(pane.spec.id, null);
    else if (on(target, ".fm-pane-edge")) events.paneHeight(pane.spec.id, null);
  }, { signal });
  inner.addEventListener("keydown", (event) => {
    const pane = on(event.target, ".fm-pane-edge") ? paneOf(event.target) : undefined;
    if (!pane) return;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const by = event.key === "ArrowUp" ? -KEY_STEP : KEY_STEP;
      events.paneHeight(pane.spec.id, Math.max(LEAST_HEIGHT, pane.height + by));
    } else if (event.key === "Home") events.paneHeight(pane.spec.id, null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  inner.addEventListener("wheel", (event) => {
    const pane = on(event.target, ".fm-gutter-axis") ? paneOf(event.target) : undefined;
    if (!pane || event.deltaY === 0) return;
    event.preventDefault();
    const at = event.clientY - pane.root.getBoundingClientRect().top;
    const factor = Math.exp(Math.max(-300, Math.min(300, event.deltaY)) * 0.0022);
    events.paneScale(pane.spec.id, [pane.valueAt(at + (pane.height - at) * factor), pane.valueAt(at - at * factor)]);
  }, { signal, passive: false });
  const emphasise = (event: PointerEvent, over: boolean): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-channel]") : null;
    const pane = paneOf(row);
    if (!row || !pane) return;
    pane.chart.emphasis = over ? Number(row.dataset.channel) : null;
    ground.repaint();
  };
  inner.addEventListener("pointerover", (event) => { emphasise(event, true); }, { signal });
  inner.addEventListener("pointerout", (event) => { emphasise(event, false); }, { signal });

  return followDrags(inner, SLOP, (event) => {
    const pane = paneOf(event.target);
    if (!pane) return null;
    if (on(event.target, ".fm-pane-edge")) return resizing(ground, pane, event);
    if (on(event.target, ".fm-gutter-axis")) {
      return event.button === 1 || event.shiftKey || event.altKey ? shifting(ground, pane, event) : scaling(ground, pane, event);
    }
    const name = event.target instanceof Element ? event.target.closest<HTMLElement>(".fm-gutter-name") : null;
    return name && event.button === 0 ? { ...reordering(ground, pane), click: () => { events.paneMenu(pane.spec.id, name); } } : null;
  });
}

function resizing({ events, panes }: Ground, pane: Pane, event: PointerEvent): Drag {
  const { height } = pane;
  const before = pane.spec.height;
  // Those above that share the height would shrink as this one grows, and the edge would run from the pointer.
  for (const above of panes.all.slice(0, panes.all.indexOf(pane))) {
    if (above.spec.height === null && !above.spec.collapsed) events.paneHeight(above.spec.id, above.height);
  }
  return {
    move: (now) => { events.paneHeight(pane.spec.id, Math.max(LEAST_HEIGHT, Math.round(height + now.clientY - event.clientY))); },
    commit: () => undefined,
    cancel: () => { events.paneHeight(pane.spec.id, before); },
  };
}

/** Mark a range of the axis to zoom to. */
function scaling({ events }: Ground, pane: Pane, event: PointerEvent): Drag {
  const { top } = pane.root.getBoundingClientRect();
  const inside = (clientY: number): number => Math.min(pane.height, Math.max(0, clientY - top));
  const from = inside(event.clientY);
  const band = element("div", "fm-band");
  return {
    move: (now) => {
      const to = inside(now.clientY);
      band.style.top = `${Math.min(from, to)}px`;
      band.style.height = `${Math.abs(to - from)}px`;
      if (!band.isConnected) pane.root.append(band);
    },
    commit: (now) => {
      band.remove();
      const to = inside(now.clientY);
      if (Math.abs(to - from) >= SLOP) events.paneScale(pane.spec.id, [pane.valueAt(Math.max(from, to)), pane.valueAt(Math.min(from, to))]);
    },
    cancel: () => { band.remove(); },
  };
}

/** Move the axis up and down. */
function shifting({ events }: Ground, pane: Pane, event: PointerEvent): Drag {
  const { axis } = pane.chart;
  const [low, high] = axis.range;
  const { low: pinned, high: held } = pane.spec.scale;
  return {
    move: (now) => {
      const by = ((now.clientY - event.clientY) / Math.max(1, pane.height)) * (high - low);
      events.paneScale(pane.spec.id, [axis.valueOf(low + by), axis.valueOf(high + by)]);
    },
    commit: () => undefined,
    cancel: () => { events.paneScale(pane.spec.id, pinned === undefined || held === undefined ? null : [pinned, held]); },
  };
}

/** Take a pane by its name to another place. */
function reordering({ events, panes, inner }: Ground, pane: Pane): Drag {
  const drop = element("div", "fm-drop");
  const others = panes.all.filter((other) => other !== pane);
  const before = (clientY: number): Pane | undefined =>
    others.find(({ root }) => {
      const { top, height } = root.getBoundingClientRect();
      return clientY < top + height / 2;
    });
  const end = (): void => {
    drop.remove();
    pane.root.classList.remove("fm-pane-moving");
  };
  return {
    move: (now) => {
      const next = before(now.clientY);
      const last = panes.all.at(-1);
      drop.style.top = `${next ? next.top : last ? last.top + last.height : 0}px`;
      pane.root.classList.add("fm-pane-moving");
      if (!drop.isConnected) inner.append(drop);
    },
    commit: (now) => {
      end();
      const next = before(now.clientY);
      const after = panes.all[panes.all.indexOf(pane) + 1];
      if (next !== after) events.paneMove(pane.spec.id, next?.spec.id ?? null);
    },
    cancel: end,
  };
}
