import "uplot/dist/uPlot.min.css";

import { PALETTES, type Palette } from "../core/palette";
import { clampTick, offsetOf, sameWindow, spanOf, tickAt } from "../core/tick";
import { durationText, decimalText } from "../core/timeaxis";
import type { Tick, Window } from "../core/types";
import { meanStep, nearestRegular } from "../core/window";
import type { ChartView } from "./chart";
import { cover, entryAt, ranked, readingAt, resolution, tickOf, type Piece } from "./cover";
import { element } from "./dom";
import { listen, type Preview } from "./interaction";
import { GUTTER, PAD_RIGHT } from "./layout";
import { Loader } from "./loader";
import { Overview } from "./overview";
import { Pane } from "./pane";
import { paintEdges, paintGrounds, paintTags, tagFont, type Area } from "./region-painter";
import { regionViews, tags, type RegionView, type Tag } from "./region-view";
import { createScheduler, Repaint } from "./scheduler";
import "./stack.css";
import { TimeAxis } from "./time-axis";
import type { DrawnRegion, PaneSpec, Stack, StackEvents, StackInputs, StackStatus } from "./types";

export type { Stack, StackEvents, StackInputs } from "./types";

/** Draw the panes into `root` and keep them in step with the signals until destroyed. */
export function mountStack(root: HTMLElement, inputs: StackInputs, events: StackEvents): Stack {
  const drawn = new DrawnStack(root, inputs, events);
  return {
    destroy: () => {
      drawn.destroy();
    },
    snap: (at) => drawn.snap(at),
  };
}

class DrawnStack {
  readonly #overview: Overview;
  readonly #axis = new TimeAxis();
  readonly #scroller = element("div", "fm-panes");
  readonly #inner = element("div", "fm-panes-inner");
  readonly #surface = element("div", "fm-surface");
  readonly #crosshair = element("div", "fm-crosshair");
  readonly #loader: Loader;
  readonly #ends: (() => void)[] = [];
  readonly #scheduler = createScheduler((level) => {
    this.#draw(level);
  });
  #panes: Pane[] = [];
  /** Those that the scroller shows; the others need no drawing. */
  #shown: Pane[] = [];
  #width = 0;
  #pieces: Piece[] = [];
  #gap: number | null = null;
  #views: RegionView[] = [];
  #tags: Tag[] = [];
  #preview: Preview | null = null;
  #overviewStale = true;
  #status: StackStatus | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly inputs: StackInputs,
    private readonly events: StackEvents,
  ) {
    this.#overview = new Overview(inputs.axis);
    this.#loader = new Loader(inputs.tiles, {
      changed: (overview) => {
        this.#overviewStale ||= overview;
        this.#scheduler.invalidate(Repaint.Full);
      },
      loading: () => {
        this.#tell();
      },
      failed: (error) => {
        events.failed(error);
      },
    });
    this.#build();
    this.#watch();
    this.#ends.push(
      listen({
        inputs,
        events,
        root,
        surface: this.#surface,
        axis: this.#axis.root,
        overview: this.#overview,
        plotWidth: () => this.#plotWidth,
        sampleAt: (x) => this.#sampleAt(x),
        momentAt: (x) => this.#momentAt(x),
        stepHere: () => this.#stepHere(),
        views: () => this.#views,
        paneAt: (y) => this.#paneAt(y),
        preview: (range) => {
          this.#preview = range;
          this.#scheduler.invalidate(Repaint.Light);
        },
      }),
    );
  }

  get #palette(): Palette {
    return PALETTES[this.inputs.theme.peek()];
  }

  get #plotWidth(): number {
    return Math.max(1, this.#width - GUTTER - PAD_RIGHT);
  }

  #build(): void {
    const { root } = this;
    root.classList.add("fm-stack");
    if (!root.hasAttribute("tabindex")) root.tabIndex = 0;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", "Channels on one shared axis");
    this.#surface.style.left = `${GUTTER}px`;
    this.#surface.style.right = `${PAD_RIGHT}px`;
    this.#crosshair.hidden = true;
    this.#inner.append(this.#surface, this.#crosshair);
    this.#scroller.append(this.#inner);
    root.replaceChildren(this.#overview.root, this.#scroller, this.#axis.root);
  }

  /** Let every signal and every size invalidate just what depends on it. */
  #watch(): void {
    const { inputs } = this;
    const resize = new ResizeObserver(() => {
      this.#layOut();
    });
    resize.observe(this.root);
    resize.observe(this.#inner);
    const onScroll = (): void => {
      this.#findShown();
      this.#scheduler.invalidate(Repaint.Full);
    };
    this.#scroller.addEventListener("scroll", onScroll, { passive: true });
    this.#ends.push(
      () => {
        resize.disconnect();
      },
      () => {
        this.#scroller.removeEventListener("scroll", onScroll);
      },
      this.#watchRatio(),
      inputs.panes.subscribe((panes) => {
        this.#setPanes(panes);
      }),
      inputs.window.subscribe((window) => {
        this.#loader.want(window);
        this.#scheduler.invalidate(Repaint.Full);
      }),
      inputs.theme.subscribe((theme) => {
        this.#dress(PALETTES[theme]);
        this.#restyle();
      }),
      inputs.zone.subscribe(() => {
        this.#restyle();
      }),
      inputs.regions.subscribe(() => {
        this.#overviewStale = true;
        this.#scheduler.invalidate(Repaint.Light);
      }),
      inputs.cursor.subscribe(() => {
        this.#scheduler.invalidate(Repaint.Cursor);
      }),
    );
    // Text on the canvases waits for its font; the first drawing may have come too early for it.
    void document.fonts.ready.then(() => {
      this.#restyle();
    });
  }

  #watchRatio(): () => void {
    let query: MediaQueryList;
    const follow = (): void => {
      query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
      query.addEventListener("change", changed, { once: true });
      this.root.style.setProperty("--fm-hair", `${1 / devicePixelRatio}px`);
    };
    const changed = (): void => {
      follow();
      // uPlot hears of it too, and has to be first.
      queueMicrotask(() => {
        this.#layOut();
        this.#restyle();
      });
    };
    follow();
    return () => {
      query.removeEventListener("change", changed);
    };
  }

  #dress(theme: Palette): void {
    for (const name of ["page", "line", "ink", "muted", "accent"] as const) this.root.style.setProperty(`--fm-${name}`, theme[name]);
    for (const pane of this.#panes) pane.recolour();
  }

  #restyle(): void {
    this.#overviewStale = true;
    this.#scheduler.invalidate(Repaint.Full);
  }

  #setPanes(specs: readonly PaneSpec[]): void {
    const before = new Map(this.#panes.map((pane) => [pane.spec, pane]));
    this.#panes = specs.map((spec) => {
      const kept = before.get(spec);
      before.delete(spec);
      return kept ?? this.#makePane(spec);
    });
    for (const pane of before.values()) pane.destroy();
    this.#inner.prepend(...this.#panes.map((pane) => pane.root));
    this.#layOut();
  }

  #makePane(spec: PaneSpec): Pane {
    const pane: Pane = new Pane(
      spec,
      () => this.#palette,
      {
        under: (pen, area) => {
          this.#paintGrid(pen, area);
          paintGrounds(pen, area, this.#views, this.#panes.indexOf(pane), this.#palette);
        },
        over: (pen, area) => {
          const at = this.#panes.indexOf(pane);
          const top = at === 0;
          paintEdges(pen, area, this.#views, this.#palette, { top, handles: at === (this.#panes.length - 1) >> 1 });
          if (top) paintTags(pen, area, this.#tags, this.#palette);
        },
      },
      Math.max(1, this.#width),
    );
    return pane;
  }

  #layOut(): void {
    this.#width = this.root.clientWidth;
    if (this.#width === 0) return;
    for (const pane of this.#panes) pane.resize(this.#width);
    this.#findShown();
    const channels = [...new Set(this.#panes.flatMap(({ spec }) => spec.channels.map(({ index }) => index)))].sort((a, b) => a - b);
    if (channels.length > 0) {
      this.#loader.setTarget({ channels, width: Math.max(1, Math.round(this.#plotWidth * devicePixelRatio)), full: this.#overview.full });
    }
    this.#restyle();
  }

  #draw(level: Repaint): void {
    if (this.#width === 0) return;
    const window = this.inputs.window.peek();
    if (level >= Repaint.Light) this.#findRegions(window);
    if (level === Repaint.Full) this.#drawAll(window);
    else if (level === Repaint.Light) for (const pane of this.#shown) pane.chart.redraw();
    if (level >= Repaint.Light && this.#overviewStale) this.#drawOverview();
    this.#drawCursor(window);
  }

  #drawAll(window: Window): void {
    const theme = this.#palette;
    this.#pieces = cover(window, ranked(this.#loader.tiles, window, this.#plotWidth * devicePixelRatio));
    this.#gap = this.#findGap();
    this.#axis.update(this.inputs.axis, window, this.#plotWidth, this.inputs.zone.peek());
    const view: ChartView = { window, pieces: this.#pieces, gap: this.#gap };
    for (const pane of this.#shown) pane.chart.draw(view);
    this.#axis.draw(window, this.#width, theme);
    this.#overview.show(window);
    this.#tell();
  }

  #drawOverview(): void {
    this.#overviewStale = false;
    const specs = this.#panes.map(({ spec }) => spec);
    const chosen = specs.filter(({ overview }) => overview);
    const channels = (chosen.length > 0 ? chosen : specs.slice(0, 1)).flatMap((spec) => spec.channels.map(({ index }) => index));
    this.#overview.draw(this.#width, this.#loader.overview, channels, this.inputs.regions.peek(), this.#palette, this.inputs.zone.peek());
    this.#overview.show(this.inputs.window.peek());
  }

  #drawCursor(window: Window): void {
    const at = this.inputs.cursor.peek();
    const x = at === null ? null : (offsetOf(at, window.start) / Math.max(1, spanOf(window))) * this.#plotWidth;
    const seen = at !== null && x !== null && x >= 0 && x <= this.#plotWidth;
    this.#crosshair.hidden = !seen;
    if (seen) this.#crosshair.style.transform = `translateX(${Math.round(GUTTER + x)}px)`;
    this.#axis.badge(seen ? x : null, seen ? this.inputs.formatTick(at, spanOf(window) / this.#plotWidth) : "", this.#width);
    const piece = seen ? this.#pieceAt(at) : null;
    const entry = piece && seen ? entryAt(piece.tile, at) : -1;
    for (const pane of this.#shown) {
      pane.read(pane.spec.channels.map(({ index }) => (piece && entry >= 0 ? readingAt(piece.tile, entry, index) : null)));
    }
  }

  #findShown(): void {
    const { scrollTop, clientHeight } = this.#scroller;
    this.#shown = this.#panes.filter((pane) => pane.within(scrollTop, clientHeight));
  }

  #findRegions(window: Window): void {
    const { axis } = this.inputs;
    const regions: DrawnRegion[] = [...this.inputs.regions.peek()];
    if (this.#preview) {
      const { start, end, color, names } = this.#preview;
      const length = end - start;
      const label = axis.kind === "time" ? durationText(length) : decimalText(length, axis.decimals);
      regions.push({
        id: "", start, end, color, label, instant: false, hatched: false, opacity: 1, score: null,
        channels: new Set(names), selected: true, editable: false,
      });
    }
    this.#views = regionViews(regions, window, this.#plotWidth, this.#panes.map(({ names }) => names));
    this.#tags = tags(this.#views, this.#plotWidth, measureTag);
  }

  #paintGrid(pen: CanvasRenderingContext2D, area: Area): void {
    const { start, end } = this.inputs.window.peek();
    const perTick = area.width / Math.max(1, offsetOf(end, start));
    pen.fillStyle = this.#palette.line;
    pen.globalAlpha = 0.75;
    const thick = Math.max(1, Math.floor(area.ratio));
    for (const { tick } of this.#axis.ticks.ticks) {
      pen.fillRect(Math.round(area.left + offsetOf(tick, start) * perTick), area.top, thick, area.height);
    }
    pen.globalAlpha = 1;
  }

  #findGap(): number | null {
    const { axis, gap } = this.inputs;
    if (gap !== undefined && gap !== null) return Number(gap);
    if (axis.step !== null) return 3 * Number(axis.step);
    for (const { tile } of this.#pieces) if (tile.mode === "samples") return this.#loader.gapOf(tile);
    return null;
  }

  #stepHere(): number {
    const piece = this.#pieces[0];
    if (this.inputs.axis.regular || piece?.tile.mode !== "samples") return meanStep(this.inputs.axis);
    const usual = this.#loader.gapOf(piece.tile);
    return usual === null ? meanStep(this.inputs.axis) : Math.min(meanStep(this.inputs.axis), usual / 3);
  }

  #momentAt(x: number): Tick {
    const window = this.inputs.window.peek();
    return tickAt(window.start, (x / this.#plotWidth) * spanOf(window));
  }

  #pieceAt(at: Tick): Piece | null {
    return this.#pieces.find(({ from, to }) => at >= from && at < to) ?? null;
  }

  /** In the exact tile, the first sample of the pixel column: the one whose value can be read. Else the nearest. */
  #sampleAt(x: number): Tick {
    const { axis } = this.inputs;
    const at = clampTick(this.#momentAt(x), axis.first, axis.last);
    const piece = this.#pieceAt(at);
    if (piece && resolution(piece.tile) * this.#plotWidth <= 1.5 * spanOf(this.inputs.window.peek())) {
      const found = tickOf(piece.tile, entryAt(piece.tile, at));
      if (found !== null) return clampTick(found, axis.first, axis.last);
    }
    return this.snap(at);
  }

  snap(at: Tick): Tick {
    const { axis } = this.inputs;
    const exact = nearestRegular(axis, at);
    if (exact !== null) return exact;
    let best: Tick = at - axis.first < axis.last - at ? axis.first : axis.last;
    const far = (tick: Tick): bigint => (tick > at ? tick - at : at - tick);
    for (const tile of this.#loader.tiles) {
      const found = tickOf(tile, entryAt(tile, at));
      if (found !== null && far(found) < far(best)) best = found;
    }
    return best;
  }

  #paneAt(clientY: number): { id: string; names: readonly string[] } | null {
    const inside = this.#panes.find((pane) => {
      const { top, bottom } = pane.root.getBoundingClientRect();
      return clientY >= top && clientY < bottom;
    });
    return inside ? { id: inside.spec.id, names: inside.names } : null;
  }

  #tell(): void {
    const window = this.inputs.window.peek();
    const exact = this.#loader.tiles.find((tile) => sameWindow(tile, window));
    const samplesInView = exact?.count ?? Math.min(this.inputs.axis.size, Math.round(spanOf(window) / meanStep(this.inputs.axis)));
    const status: StackStatus = {
      loading: this.#loader.loading,
      samplesInView,
      samplesPerPixel: samplesInView / (this.#plotWidth * devicePixelRatio),
    };
    const before = this.#status;
    if (before?.loading === status.loading && before.samplesInView === samplesInView && before.samplesPerPixel === status.samplesPerPixel) return;
    this.#status = status;
    this.events.status(status);
  }

  destroy(): void {
    for (const end of this.#ends) end();
    this.#scheduler.stop();
    this.#loader.stop();
    for (const pane of this.#panes) pane.destroy();
    this.#panes = [];
    this.root.replaceChildren();
    this.root.classList.remove("fm-stack");
  }
}

let ruler: CanvasRenderingContext2D | null = null;

function measureTag(text: string): number {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return text.length * 7;
  ruler.font = tagFont(1);
  return ruler.measureText(text).width;
}
