import type { Palette } from "../../core/palette";
import type { Window } from "../../core/types";
import { Surface } from "../canvas";
import { element, setText } from "../dom";
import { GUTTER, LANE_HEIGHT, PAD_RIGHT } from "../layout";
import { textWidth } from "../ruler";
import type { DrawnRegion, LaneEvent, LaneSpec } from "../types";
import { laneFont, paintFrames, paintLane } from "./lane-painter";
import { itemsAt, laneView, type ItemsAt, type LaneView } from "./lane-view";

/** So many items are named to those who cannot see the lane. */
const NAMED = 12;

/** What of a lane lies at a place. */
export interface LaneHit extends ItemsAt {
  readonly lane: string;
}

/** The rows between the overview and the panes: events, proposals, one for each annotator, the settled one. */
export class Lanes {
  readonly root = element("div", "fm-lanes");
  readonly #rows = element("div", "fm-lanes-rows");
  readonly #surface = new Surface(this.root, "fm-lanes-canvas");
  readonly #tip = element("div", "fm-tip");
  #views: readonly LaneView[] = [];
  #placed: readonly unknown[] = [];

  constructor() {
    this.#tip.setAttribute("role", "tooltip");
    this.#tip.hidden = true;
    this.root.prepend(this.#rows);
  }

  /** The tip is in the way of no lane, so it lives beside them. */
  get tip(): HTMLElement {
    return this.#tip;
  }

  get count(): number {
    return this.#rows.childElementCount;
  }

  /** Take on these lanes. */
  set(specs: readonly LaneSpec[]): void {
    this.root.hidden = specs.length === 0;
    while (this.#rows.childElementCount > specs.length) this.#rows.lastElementChild?.remove();
    specs.forEach((spec, at) => {
      const row = (this.#rows.children[at] as HTMLElement | undefined) ?? this.#addRow();
      row.dataset.lane = spec.id;
      row.classList.toggle("fm-lane-settled", spec.tone === "settled");
      const name = row.firstElementChild;
      if (name) setText(name as HTMLElement, spec.title);
    });
  }

  #addRow(): HTMLElement {
    const row = element("div", "fm-lane");
    row.setAttribute("role", "group");
    row.append(element("div", "fm-lane-name"));
    this.#rows.append(row);
    return row;
  }

  /** Find the items' places, `width` being that of the plotting area; as long as nothing has changed they stay. */
  place(specs: readonly LaneSpec[], window: Window, width: number): void {
    const grounds = [specs, window, width];
    if (grounds.every((ground, at) => ground === this.#placed[at])) return;
    this.#placed = grounds;
    this.#views = specs.map((spec) => laneView(spec, window, width, (text) => textWidth(laneFont(spec.kind === "regions", 1), text)));
  }

  /** Paint what was placed; `width` is that of the whole. */
  draw(width: number, theme: Palette): void {
    if (this.#views.length === 0) return;
    const plot = Math.max(1, width - GUTTER - PAD_RIGHT);
    const surface = this.#surface;
    surface.resize(width, this.#views.length * LANE_HEIGHT);
    surface.clear();
    const { pen, ratio } = surface;
    const area = { left: Math.round(GUTTER * ratio), top: 0, width: Math.round(plot * ratio), ratio };
    this.#views.forEach((view, at) => {
      paintLane(pen, { ...area, top: Math.round(at * LANE_HEIGHT * ratio) }, view, theme);
    });
    paintFrames(pen, area, this.#views, theme);
  }

  /** What lies there; null beside the lanes. */
  at(x: number, clientY: number, reach: number): LaneHit | null {
    const row = Math.floor((clientY - this.#rows.getBoundingClientRect().top) / LANE_HEIGHT);
    const view = this.#views[row];
    return view ? { lane: view.spec.id, ...itemsAt(view, x, reach) } : null;
  }

  /** Show what an item is called, beside the pointer; null hides it. */
  tell(text: string | null, x: number, y: number): void {
    this.#tip.hidden = text === null;
    if (text === null) return;
    setText(this.#tip, text);
    const right = x > this.root.clientWidth / 2;
    this.#tip.style.transform = `translate(${Math.round(x + (right ? -10 : 10))}px, ${Math.round(y + 16)}px) translateX(${right ? "-100%" : "0"})`;
  }

  /** What a reader without eyes is told of each lane. */
  describe(name: (item: DrawnRegion | LaneEvent) => string): void {
    this.#views.forEach((view, at) => {
      const row = this.#rows.children[at];
      const sources: (DrawnRegion | LaneEvent)[] = view.items.map(({ source }) => source);
      sources.sort((a, b) => (a.start < b.start ? -1 : 1));
      const more = sources.length > NAMED ? `; and ${sources.length - NAMED} more` : "";
      row?.setAttribute("aria-label", `${view.spec.title}, ${sources.length} in view`);
      row?.setAttribute("aria-description", sources.slice(0, NAMED).map(name).join("; ") + more);
    });
  }
}
