import { PALETTES, type Palette } from "../core/palette";
import { offsetOf, sameWindow, spanOf } from "../core/tick";
import type { Tick, Window } from "../core/types";
import { meanStep } from "../core/window";
import { element } from "./dom";
import { Lanes } from "./lanes/lanes";
import { GUTTER, PAD_RIGHT, REACH } from "./layout";
import { markPainted } from "./opened";
import type { ChartPainter, ChartView } from "./plot/chart";
import type { Pane } from "./plot/pane";
import { PaneList } from "./plot/pane-list";
import type { Preview } from "./pointer/ground";
import { laneItemText } from "./pointer/lane-pointer";
import { listen } from "./pointer/listen";
import { RegionLayers, type LayerGrounds } from "./regions/layers";
import { PlacedRegions } from "./regions/placed";
import type { Area } from "./regions/area";
import { paintMarks, paintTags, tagBox } from "./regions/region-painter";
import { createScheduler, Repaint } from "./scheduler";
import "./stack.css";
import { Loader } from "./tiles/loader";
import { Reader } from "./tiles/reader";
import { Overview } from "./time/overview";
import { TimeAxis } from "./time/time-axis";
import type { PaneSpec, Stack, StackEvents, StackInputs, StackStatus } from "./types";

export type { Stack, StackEvents, StackInputs } from "./types";

/** So long after the last change a reader without eyes is told of it. */
const DESCRIBE_AFTER = 400;

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
  readonly #lanes = new Lanes();
  readonly #axis = new TimeAxis();
  readonly #scroller = element("div", "fm-panes");
  readonly #inner = element("div", "fm-panes-inner");
  readonly #surface = element("div", "fm-surface");
  readonly #crosshair = element("div", "fm-crosshair");
  readonly #panes: PaneList;
  readonly #placed: PlacedRegions;
  readonly #layers = new RegionLayers();
  readonly #loader: Loader;
  readonly #reader: Reader;
  readonly #ends: (() => void)[] = [];
  readonly #scheduler = createScheduler((level) => {
    this.#draw(level);
  });
  #describing: ReturnType<typeof setTimeout> | undefined;
  #width = 0;
  #preview: Preview | null = null;
  #overviewStale = true;
  /** Whether all that is visible has been drawn from exact tiles once. */
  #opened = false;
  #status: StackStatus | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly inputs: StackInputs,
    private readonly events: StackEvents,
  ) {
    this.#overview = new Overview(inputs.axis);
    this.#placed = new PlacedRegions(inputs.axis);
    this.#panes = new PaneList(this.#inner, { palette: () => this.#palette, painter: (of) => this.#painter(of) });
    this.#loader = new Loader(inputs.axis, inputs.tiles, {
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
    this.#reader = new Reader(inputs.axis, this.#loader, inputs.gap ?? null, inputs.window.peek());
    this.#build();
    this.#watch();
    this.#ends.push(
      listen({
        inputs,
        events,
        root,
        inner: this.#inner,
        surface: this.#surface,
        axis: this.#axis.root,
        overview: this.#overview,
        lanes: this.#lanes.root,
        tell: (text, x, y) => {
          this.#lanes.tell(text, x, y);
        },
        panes: this.#panes,
        reader: this.#reader,
        plotWidth: () => this.#plotWidth,
        // A press may come before the frame that shows what the last one did: what is there now counts.
        views: () => this.#regions().views,
        tags: () => this.#regions().tags,
        laneAt: (x, clientY) => this.#placeLanes().at(x, clientY, REACH),
        preview: (range) => {
          this.#preview = range;
          this.repaint();
        },
        repaint: () => {
          this.repaint();
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

  snap(at: Tick): Tick {
    return this.#reader.snap(at);
  }

  repaint(): void {
    this.#scheduler.invalidate(Repaint.Light);
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
    root.replaceChildren(this.#overview.root, this.#lanes.root, this.#scroller, this.#axis.root, this.#lanes.tip);
  }

  /** Let every signal and every size invalidate just what depends on it. */
  #watch(): void {
    const { inputs } = this;
    const resize = new ResizeObserver(() => {
      this.#layOut();
      // A canvas of a new size is empty, and this frame's turn to draw is over.
      this.#scheduler.flush();
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
      inputs.lanes.subscribe((lanes) => {
        const before = this.#lanes.count;
        this.#lanes.set(lanes);
        if (before !== lanes.length) this.#layOut();
        this.#overviewStale = true;
        this.repaint();
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
        this.repaint();
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
      this.#layOut();
    };
    follow();
    return () => {
      query.removeEventListener("change", changed);
    };
  }

  #dress(theme: Palette): void {
    for (const name of ["page", "line", "ink", "muted", "accent"] as const) this.root.style.setProperty(`--fm-${name}`, theme[name]);
    this.root.style.setProperty("--fm-accent-soft", theme.accentSoft);
    for (const pane of this.#panes.all) pane.recolour();
  }

  #restyle(): void {
    this.#overviewStale = true;
    this.#scheduler.invalidate(Repaint.Full);
  }

  #setPanes(specs: readonly PaneSpec[]): void {
    this.#panes.set(specs);
    this.#layOut();
  }

  #painter(of: () => Pane): ChartPainter {
    return {
      ground: (area) => this.#layers.ground(this.#layerGrounds(area), this.#panes.all.indexOf(of())),
      edges: (area) => this.#layers.edges(this.#layerGrounds(area)),
      parted: () => of() !== this.#panes.all[0],
      names: (area) => (of() === this.#panes.top ? this.#regions().tags.map((tag) => tagBox(area, tag)) : []),
      over: (pen, area) => {
        const pane = of();
        const top = pane === this.#panes.top;
        paintMarks(pen, area, this.#regions().views, this.#palette, { top, handles: pane === this.#panes.middle });
        if (top) paintTags(pen, area, this.#regions().tags, this.#palette);
      },
    };
  }

  #layerGrounds(area: Area): LayerGrounds {
    return { views: this.#regions().views, grid: this.#axis.grid, area, theme: this.#palette };
  }

  #layOut(): void {
    this.#width = this.root.clientWidth;
    if (this.#width === 0) return;
    for (const pane of this.#panes.all) pane.resize(this.#width);
    this.#findShown();
    const { channels } = this.#panes;
    if (channels.length > 0) {
      this.#loader.setTarget({ channels, width: Math.max(1, Math.round(this.#plotWidth * devicePixelRatio)), full: this.#overview.full });
    }
    this.#restyle();
  }

  #draw(level: Repaint): void {
    if (this.#width === 0) return;
    const window = this.inputs.window.peek();
    if (level === Repaint.Full) this.#drawAll(window);
    else if (level === Repaint.Light) for (const pane of this.#panes.shown) pane.redraw();
    if (level >= Repaint.Light) {
      this.#placeLanes().draw(this.#width, this.#palette);
      if (this.#overviewStale) this.#drawOverview();
      this.#describeSoon();
    }
    this.#drawCursor(window);
    if (!this.#opened && this.#loader.overview && this.#loader.tiles.some((tile) => sameWindow(tile, window))) {
      this.#opened = true;
      markPainted();
    }
  }

  #drawAll(window: Window): void {
    const theme = this.#palette;
    this.#reader.look(window, this.#plotWidth);
    this.#axis.update(this.inputs.axis, window, this.#plotWidth, this.inputs.zone.peek());
    const view: ChartView = { window, pieces: this.#reader.pieces, gap: this.#reader.gap };
    for (const pane of this.#panes.shown) pane.draw(view);
    this.#axis.draw(window, this.#width, theme);
    this.#overview.show(window);
    this.#tell();
  }

  #drawOverview(): void {
    this.#overviewStale = false;
    const specs = this.#panes.all.map(({ spec }) => spec);
    const chosen = specs.filter(({ overview }) => overview);
    const channels = (chosen.length > 0 ? chosen : specs.slice(0, 1)).flatMap((spec) => spec.channels.map(({ index }) => index));
    const tile = this.#loader.overview;
    const shown = tile && { tile, gap: this.#reader.gapIn([tile]) };
    this.#overview.draw(this.#width, shown, channels, this.inputs.regions.peek(), this.#palette, this.inputs.zone.peek());
    this.#overview.show(this.inputs.window.peek());
  }

  #drawCursor(window: Window): void {
    const at = this.inputs.cursor.peek();
    const x = at === null ? null : (offsetOf(at, window.start) / Math.max(1, spanOf(window))) * this.#plotWidth;
    const seen = at !== null && x !== null && x >= 0 && x <= this.#plotWidth;
    this.#crosshair.hidden = !seen;
    if (seen) this.#crosshair.style.transform = `translateX(${Math.round(GUTTER + x)}px)`;
    this.#axis.badge(seen ? x : null, seen ? this.inputs.formatTick(at, spanOf(window) / this.#plotWidth) : "", this.#width);
    for (const pane of this.#panes.shown) {
      const channels = pane.spec.channels.map(({ index }) => index);
      pane.read(seen ? this.#reader.readings(at, channels) : channels.map(() => null));
    }
  }

  #findShown(): void {
    const { scrollTop, clientHeight } = this.#scroller;
    this.#panes.shown = this.#panes.all.filter((pane) => pane.within(scrollTop, clientHeight));
  }

  /** The regions as they are now, and the range that is being drawn. */
  #regions(): PlacedRegions {
    const { regions, window, lanes } = this.inputs;
    return this.#placed.of({
      regions: regions.peek(), window: window.peek(), width: this.#plotWidth, panes: this.#panes.names, lanes: lanes.peek(), preview: this.#preview,
    });
  }

  #placeLanes(): Lanes {
    this.#lanes.place(this.inputs.lanes.peek(), this.inputs.window.peek(), this.#plotWidth);
    return this.#lanes;
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

  #describeSoon(): void {
    clearTimeout(this.#describing);
    this.#describing = setTimeout(() => {
      for (const pane of this.#panes.all) pane.describe();
      this.#lanes.describe((item) => laneItemText({ inputs: this.inputs, plotWidth: () => this.#plotWidth }, item));
    }, DESCRIBE_AFTER);
  }

  destroy(): void {
    for (const end of this.#ends) end();
    clearTimeout(this.#describing);
    this.#scheduler.stop();
    this.#loader.stop();
    this.#panes.destroy();
    this.root.replaceChildren();
    this.root.classList.remove("fm-stack");
  }
}
