import { asTick, maxTick, minTick, sameWindow, spanOf } from "../../core/tick";
import type { AxisInfo, SampleTile, Tile, Window } from "../../core/types";
import { ApiError, isAbort } from "../../net/api";
import type { TileRequest, TileSource } from "../../net/tiles";
import { gapOf } from "../plot/paths";
import { alignedWindow, type AlignedWindow } from "./aligned";
import { resolution } from "./cover";

interface Target {
  readonly channels: readonly number[];
  readonly width: number;
  /** The whole series. */
  readonly full: Window;
}

export interface LoaderEvents {
  /** There is more, or other, to draw; perhaps of the whole series. */
  changed(overview: boolean): void;
  loading(loading: boolean): void;
  failed(error: ApiError): void;
}

/** Tiles at hand besides the overview. */
const KEEP = 5;
/** A request that has become less than ideal may still finish for this long, so that panning shows something. */
const PATIENCE = 160;

interface Running {
  readonly window: Window;
  readonly controller: AbortController;
  readonly since: number;
}

/**
 * Gets the tiles for the window: first one whose columns are whole buckets of the server's, which is there at once even
 * where its files lie on disk; then, once the window is at rest, the one of exactly the pixels on show. One request at
 * a time, superseded ones aborted, the neighbour in the direction of a pan fetched ahead. The overview of the whole
 * series is always kept, as what to show until then.
 */
export class Loader {
  overview: Tile | null = null;
  #recent: Tile[] = [];
  #target: Target | null = null;
  #wanted: Window | null = null;
  #running: Running | null = null;
  #overviewRequest: AbortController | null = null;
  #ahead: AbortController | null = null;
  #direction = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #gaps = new WeakMap<SampleTile, number | null>();

  constructor(
    private readonly axis: AxisInfo,
    private readonly source: TileSource,
    private readonly events: LoaderEvents,
  ) {}

  /** All tiles that can be drawn from, the overview last. */
  get tiles(): Tile[] {
    return this.overview ? [...this.#recent, this.overview] : this.#recent;
  }

  get loading(): boolean {
    return this.#running !== null || (this.#overviewRequest !== null && !this.#overviewIs(this.#target));
  }

  /** Whether the overview is the exact one, at whatever width. */
  #overviewIs(target: Target | null): boolean {
    return target !== null && this.overview !== null && sameWindow(this.overview, target.full);
  }

  /** Which channels at how many device pixels. Drops what was made for others. */
  setTarget(target: Target): void {
    const before = this.#target;
    const sameChannels = before !== null && before.channels.join() === target.channels.join();
    if (sameChannels && before.width === target.width && sameWindow(before.full, target.full)) return;
    this.#target = target;
    if (!sameChannels) {
      // Tiles without the new channels would leave their panes empty for good.
      this.#recent = [];
      this.overview = null;
    }
    this.#overviewRequest?.abort();
    this.#running?.controller.abort();
    this.#running = null;
    void this.#loadOverview(target);
    if (this.#wanted) this.#start(this.#wanted);
  }

  /** The window on show. */
  want(window: Window): void {
    if (this.#wanted && sameWindow(this.#wanted, window)) return;
    const before = this.#wanted;
    this.#direction = before && spanOf(before) === spanOf(window) ? Math.sign(Number(window.start - before.start)) : 0;
    this.#wanted = window;
    clearTimeout(this.#timer);
    const running = this.#running;
    if (!running) {
      this.#start(window);
      return;
    }
    const age = performance.now() - running.since;
    if (age < PATIENCE && useful(running.window, window)) {
      this.#timer = setTimeout(() => {
        if (this.#wanted) this.#start(this.#wanted);
      }, PATIENCE - age);
    } else this.#start(window);
  }

  /** From which distance of samples there is a gap, as far as the tiles can tell; see {@link gapOf}. */
  gapOf(tile: SampleTile): number | null {
    let gap = this.#gaps.get(tile);
    if (gap === undefined) {
      gap = gapOf(tile);
      this.#gaps.set(tile, gap);
    }
    return gap;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running?.controller.abort();
    this.#overviewRequest?.abort();
    this.#ahead?.abort();
    this.#running = null;
    this.#target = null;
    this.#recent = [];
    this.overview = null;
  }

  async #loadOverview(target: Target): Promise<void> {
    const controller = new AbortController();
    this.#overviewRequest = controller;
    const first = alignedWindow(this.axis, target.full, target.width);
    if (first) {
      // Beside the exact one and not before it: opening a task waits for nothing that is replaced at once.
      void this.#try({ ...first, channels: target.channels, signal: controller.signal }).then((tile) => {
        if (!tile || this.#overviewRequest !== controller) return;
        this.overview = tile;
        this.events.changed(true);
      });
    }
    try {
      const tile = await this.source.request({ ...target, ...target.full, signal: controller.signal });
      if (controller.signal.aborted) return;
      this.overview = tile;
      this.events.changed(true);
    } catch (error) {
      this.#report(error, controller);
    } finally {
      if (this.#overviewRequest === controller) this.#overviewRequest = null;
      this.#tell();
    }
  }

  #start(window: Window): void {
    const target = this.#target;
    if (!target) return;
    if (this.#running && sameWindow(this.#running.window, window)) return;
    this.#running?.controller.abort();
    this.#running = null;
    const have = this.#recent.find((tile) => sameWindow(tile, window) && (tile.mode === "samples" || tile.ticks.length === target.width));
    // The overview's own request answers for the whole series.
    if (have || (sameWindow(window, target.full) && (this.#overviewRequest !== null || this.#overviewIs(target)))) {
      if (have) this.#keep(have);
      this.events.changed(false);
      this.#tell();
      return;
    }
    void this.#load(target, window);
  }

  async #load(target: Target, window: Window): Promise<void> {
    const running: Running = { window, controller: new AbortController(), since: performance.now() };
    this.#running = running;
    this.#tell();
    const first = alignedWindow(this.axis, window, target.width);
    if (first && !this.#recent.some((tile) => shows(tile, first))) {
      const tile = await this.#try({ ...first, channels: target.channels, signal: running.controller.signal });
      if (running.controller.signal.aborted) return;
      if (tile) {
        this.#keep(tile);
        this.events.changed(false);
      }
      if (this.#wanted && !sameWindow(this.#wanted, window)) {
        // Still moving: the exact pixels of a place that is left already are nobody's.
        this.#running = null;
        clearTimeout(this.#timer);
        this.#start(this.#wanted);
        return;
      }
    }
    try {
      const tile = await this.source.request({ ...target, start: window.start, end: window.end, signal: running.controller.signal });
      if (running.controller.signal.aborted) return;
      this.#keep(tile);
      this.events.changed(false);
    } catch (error) {
      this.#report(error, running.controller);
    }
    if (this.#running !== running) return;
    this.#running = null;
    clearTimeout(this.#timer);
    if (this.#wanted && !sameWindow(this.#wanted, window)) this.#start(this.#wanted);
    else void this.#loadAhead(target, window);
    this.#tell();
  }

  async #loadAhead(target: Target, window: Window): Promise<void> {
    if (this.#direction === 0) return;
    const span = (window.end - window.start) * BigInt(this.#direction);
    const start = maxTick(asTick(window.start + span), target.full.start);
    const end = minTick(asTick(window.end + span), target.full.end);
    if (start >= end || this.#recent.some((tile) => tile.start <= start && tile.end >= end)) return;
    this.#ahead?.abort();
    const controller = new AbortController();
    this.#ahead = controller;
    const width = Math.max(1, Math.round((target.width * spanOf({ start, end })) / spanOf(window)));
    try {
      const tile = await this.source.request({ channels: target.channels, start, end, width, signal: controller.signal });
      if (controller.signal.aborted) return;
      // Behind the exact tile in the order of use: it is the one to go first.
      this.#recent = [...this.#recent.slice(0, 1), tile, ...this.#recent.slice(1)].slice(0, KEEP);
      this.events.changed(false);
    } catch {
      // What nobody asked for may fail in silence; the request proper will tell.
    } finally {
      if (this.#ahead === controller) this.#ahead = null;
    }
  }

  /** A tile to show until the exact one comes, whose request will tell what is wrong. */
  async #try(request: TileRequest): Promise<Tile | null> {
    try {
      const tile = await this.source.request(request);
      return request.signal.aborted ? null : tile;
    } catch {
      return null;
    }
  }

  #keep(tile: Tile): void {
    this.#recent = [tile, ...this.#recent.filter((other) => other !== tile)].slice(0, KEEP);
  }

  #report(error: unknown, controller: AbortController): void {
    if (controller.signal.aborted || isAbort(error)) return;
    this.events.failed(error instanceof ApiError ? error : new ApiError(0, error instanceof Error ? error.message : String(error)));
  }

  #told: boolean | null = null;
  #tell(): void {
    if (this.#told === this.loading) return;
    this.#told = this.loading;
    this.events.loading(this.loading);
  }
}

/** Whether a tile shows all of a window in as much detail as its own columns would. */
function shows(tile: Tile, window: AlignedWindow): boolean {
  return tile.start <= window.start && tile.end >= window.end && (tile.mode === "samples" || resolution(tile) * window.width <= spanOf(window));
}

/** Whether a tile that comes for one window shows enough of another to be worth waiting for. */
function useful(coming: Window, wanted: Window): boolean {
  const shared = spanOf({ start: maxTick(coming.start, wanted.start), end: minTick(coming.end, wanted.end) });
  const ratio = spanOf(coming) / spanOf(wanted);
  return shared > 0.5 * spanOf(wanted) && ratio < 2 && ratio > 0.5;
}
