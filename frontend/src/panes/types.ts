import type { ReadonlySignal, Signal } from "@preact/signals-core";

import type { AxisInfo, Tick, Window } from "../core/types";
import type { ApiError } from "../net/api";
import type { TileSource } from "../net/tiles";

/** One pane: one or more channels over one another, with a value axis of their own. */
export interface PaneSpec {
  readonly id: string;
  readonly title: string;
  readonly units: string;
  /** `index` counts the series' channels; `color` null takes the theme's signal colour. */
  readonly channels: readonly { readonly index: number; readonly name: string; readonly color: string | null }[];
  /** CSS pixels, or null to share what is left of the stack's height. */
  readonly height: number | null;
  /** Fixed value range, or null to follow what is in view. */
  readonly range: readonly [number, number] | null;
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
}

export interface StackStatus {
  readonly loading: boolean;
  readonly samplesInView: number;
  /** Samples per pixel column of the device. */
  readonly samplesPerPixel: number;
}

/** What people do in the panes. Every tick handed out lies on a sample. */
export interface StackEvents {
  drawRange(start: Tick, end: Tick, paneId: string): void;
  setInstant(at: Tick, paneId: string): void;
  select(id: string | null, additive: boolean): void;
  resize(id: string, edge: "start" | "end", at: Tick, phase: "move" | "commit" | "cancel"): void;
  status(status: StackStatus): void;
  failed(error: ApiError): void;
}

export interface StackInputs {
  readonly axis: AxisInfo;
  /** Distance of two samples from which there is a gap between them. Without it the panes judge by what they see. */
  readonly gap?: Tick | null;
  readonly panes: ReadonlySignal<readonly PaneSpec[]>;
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
