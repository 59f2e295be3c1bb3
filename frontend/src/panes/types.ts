import type { ReadonlySignal, Signal } from "@preact/signals-core";

import type { AxisInfo, Tick, Window } from "../core/types";
import type { ApiError } from "../net/api";
import type { TileSource } from "../net/tiles";

/** A line across a pane, with what it says at its right end. */
export interface Limit {
  readonly value: number;
  readonly label: string;
  readonly severity: "warning" | "alarm";
}

/**
 * How a pane's value axis is chosen. `auto` shows everything in view, `robust` leaves out the outermost hundredth at
 * either end, `log` is logarithmic and shows what is not positive as missing, `fixed` stays as it is. `low` and
 * `high`, where given, hold in every mode; the mode chooses the rest.
 */
export interface PaneScale {
  readonly mode: "auto" | "fixed" | "robust" | "log";
  readonly low?: number;
  readonly high?: number;
}

/** One pane: one or more channels over one another, with a value axis of their own. */
export interface PaneSpec {
  readonly id: string;
  readonly title: string;
  readonly units: string;
  /** `index` counts the series' channels; `color` null takes the theme's signal colour. */
  readonly channels: readonly { readonly index: number; readonly name: string; readonly color: string | null }[];
  /** CSS pixels, or null to share what is left of the stack's height. */
  readonly height: number | null;
  /** Only its name, unit and value are shown. */
  readonly collapsed: boolean;
  readonly scale: PaneScale;
  readonly limits: readonly Limit[];
  /** Number format of the value under the crosshair, such as ".1f"; "" chooses by the range. */
  readonly format: string;
  /** Whether the strip at the top shows this pane's channels. */
  readonly overview: boolean;
}

/** A region or a proposal as the panes draw it. */
export interface DrawnRegion {
  readonly id: string;
  readonly start: Tick;
  readonly end: Tick;
  readonly instant: boolean;
  readonly color: string;
  /** What the tag says, such as "drift 4". */
  readonly label: string;
  /** A proposal: drawn hatched. */
  readonly hatched: boolean;
  readonly opacity: number;
  readonly score: number | null;
  /** Names of the channels that show it, drawn strong there and faint elsewhere. Null or empty: all of them. */
  readonly channels: ReadonlySet<string> | null;
  readonly selected: boolean;
  readonly editable: boolean;
  /** In a lane, instead of a block: a dotted frame. One with the same id in the next lane becomes part of it. */
  readonly outline?: "disagreement";
}

/** What is known to have happened, from the task's data. */
export interface LaneEvent {
  readonly id: string;
  readonly kind: "regime" | "alarm" | "work-order" | "note";
  readonly title: string;
  readonly start: Tick;
  /** Null for a moment. */
  readonly end: Tick | null;
  readonly color?: string;
  readonly selected?: boolean;
}

interface LaneBase {
  readonly id: string;
  readonly title: string;
  /** The settled lane stands out: it is what the others lead to. */
  readonly tone: "plain" | "settled";
}
export interface EventLane extends LaneBase {
  readonly kind: "events";
  readonly items: readonly LaneEvent[];
}
/** Proposals hatched, people's regions solid, disagreements as dotted frames. */
export interface RegionLane extends LaneBase {
  readonly kind: "regions";
  readonly items: readonly DrawnRegion[];
}
/** A row between the overview and the panes, on the same time axis. */
export type LaneSpec = EventLane | RegionLane;

export interface StackStatus {
  readonly loading: boolean;
  readonly samplesInView: number;
  /** Samples per pixel column of the device. */
  readonly samplesPerPixel: number;
}

/** A drag under way, its end, or that it was taken back. */
export type DragPhase = "move" | "commit" | "cancel";

/** What people do in the panes. Every tick handed out lies on a sample. */
export interface StackEvents {
  drawRange(start: Tick, end: Tick, paneId: string): void;
  setInstant(at: Tick, paneId: string): void;
  select(id: string | null, additive: boolean): void;
  resize(id: string, edge: "start" | "end", at: Tick, phase: DragPhase): void;
  /** A selected region was dragged as a whole. With "cancel" it is back where it was. */
  moveRegion(id: string, start: Tick, end: Tick, phase: DragPhase): void;
  laneSelect(laneId: string, itemId: string, additive: boolean): void;
  /** Region or lane item under the pointer. */
  hover(id: string | null): void;
  /** The lower edge of a pane was dragged; null lets it share the stack's height again. */
  paneHeight(id: string, px: number | null): void;
  /** A pane was dragged by its name, to before another one or to the end. */
  paneMove(id: string, beforeId: string | null): void;
  /** The value axis was dragged, or reset with a double click. */
  paneScale(id: string, range: readonly [number, number] | null): void;
  /** The pane's name was clicked. `anchor` is where a menu belongs, and where the focus returns to. */
  paneMenu(id: string, anchor: HTMLElement): void;
  status(status: StackStatus): void;
  failed(error: ApiError): void;
}

export interface StackInputs {
  readonly axis: AxisInfo;
  /** Distance of two samples from which there is a gap between them. Without it the panes judge by what they see. */
  readonly gap?: Tick | null;
  readonly panes: ReadonlySignal<readonly PaneSpec[]>;
  /** Between the overview and the panes, from top to bottom. */
  readonly lanes: ReadonlySignal<readonly LaneSpec[]>;
  readonly tiles: TileSource;
  readonly window: Signal<Window>;
  readonly cursor: Signal<Tick | null>;
  readonly regions: ReadonlySignal<readonly DrawnRegion[]>;
  /** Colour of the active label; null lets a drag pan. */
  readonly drawColor: ReadonlySignal<string | null>;
  readonly theme: ReadonlySignal<"light" | "dark">;
  /** The exact text of a tick; `resolution` is the width of a pixel in ticks. */
  formatTick(tick: Tick, resolution: number): string;
  /** IANA zone that days and hours on the axis are aligned to. */
  readonly zone: ReadonlySignal<string>;
}

export interface Stack {
  destroy(): void;
  /** The sample nearest to a tick: exact on a regular axis, else the nearest known to the tile in hand. */
  snap(at: Tick): Tick;
}
