import type { Tick } from "../../core/types";
import type { LaneHit } from "../lanes/lanes";
import type { PaneList } from "../plot/pane-list";
import type { RegionView, Tag } from "../regions/region-view";
import type { Reader } from "../tiles/reader";
import type { Overview } from "../time/overview";
import type { StackEvents, StackInputs } from "../types";

/** A range being drawn, before it is a region. */
export interface Preview {
  readonly start: Tick;
  readonly end: Tick;
  readonly color: string;
  readonly names: readonly string[];
}

/** What the pointer's deeds need to know of the stack, and may ask of it. */
export interface Ground {
  readonly inputs: StackInputs;
  readonly events: StackEvents;
  readonly root: HTMLElement;
  /** Holds the panes and their edges. */
  readonly inner: HTMLElement;
  /** Over the plotting areas of all panes. */
  readonly surface: HTMLElement;
  readonly axis: HTMLElement;
  readonly overview: Overview;
  readonly lanes: HTMLElement;
  /** Show beside the pointer what an item of a lane is called; null hides it. */
  tell(text: string | null, x: number, y: number): void;
  readonly panes: PaneList;
  readonly reader: Reader;
  plotWidth(): number;
  views(): readonly RegionView[];
  tags(): readonly Tag[];
  /** What of a lane lies at a place; `x` counts from the plotting area's left edge. Null beside the lanes. */
  laneAt(x: number, clientY: number): LaneHit | null;
  preview(range: Preview | null): void;
  /** Draw the regions and the channels as they were once more. */
  repaint(): void;
}

/** CSS pixels from the plotting area's left edge. */
export function plotX(ground: Ground, event: MouseEvent): number {
  return event.clientX - ground.surface.getBoundingClientRect().left;
}

/** Whether a click is to add to what is selected. */
export function additive(event: MouseEvent): boolean {
  return event.shiftKey || event.ctrlKey || event.metaKey;
}
