import type { Palette } from "../../core/palette";
import { Raster } from "../raster/raster";
import type { PaneSpec } from "../types";
import type { ChartPainter } from "./chart";
import { Pane } from "./pane";

/** What the list needs of the stack to make a pane. */
export interface PaneMaker {
  readonly palette: () => Palette;
  painter(of: () => Pane): ChartPainter;
}

/** The panes from top to bottom, kept in step with their specs. */
export class PaneList {
  all: readonly Pane[] = [];
  /** Those that the scroller shows; the others need no drawing. */
  shown: readonly Pane[] = [];
  /** Names of the channels of each pane. */
  names: readonly (readonly string[])[] = [];
  readonly #raster = new Raster();

  constructor(
    private readonly root: HTMLElement,
    private readonly maker: PaneMaker,
  ) {}

  /** Channel numbers of all panes, ascending. */
  get channels(): number[] {
    return [...new Set(this.all.flatMap(({ spec }) => spec.channels.map(({ index }) => index)))].sort((a, b) => a - b);
  }

  /** The pane that the tags and the instants' marks go to: the first that is open. */
  get top(): Pane | undefined {
    return this.all.find(({ spec }) => !spec.collapsed);
  }

  /** The pane in the middle of what is shown, which gets the handles. */
  get middle(): Pane | undefined {
    const open = this.shown.filter(({ spec }) => !spec.collapsed);
    return open[(open.length - 1) >> 1];
  }

  set(specs: readonly PaneSpec[]): void {
    const before = new Map(this.all.map((pane) => [pane.spec.id, pane]));
    this.all = specs.map((spec) => {
      const kept = before.get(spec.id);
      before.delete(spec.id);
      if (!kept) {
        const made: Pane = new Pane(spec, this.maker.palette, this.maker.painter(() => made), this.#raster);
        return made;
      }
      if (kept.spec !== spec) kept.update(spec);
      return kept;
    });
    for (const pane of before.values()) pane.destroy();
    this.names = this.all.map(({ names }) => names);
    const nodes = this.all.flatMap((pane) => [pane.root, pane.edge]);
    // Moving a node that need not move would take the focus from it.
    if (nodes.some((node, at) => this.root.children[at] !== node)) this.root.prepend(...nodes);
  }

  find(id: string | undefined): Pane | undefined {
    return this.all.find(({ spec }) => spec.id === id);
  }

  /** The pane at a height of the page. */
  at(clientY: number): Pane | undefined {
    return this.all.find(({ root }) => {
      const { top, bottom } = root.getBoundingClientRect();
      return clientY >= top && clientY < bottom;
    });
  }

  destroy(): void {
    for (const pane of this.all) pane.destroy();
    this.all = [];
    this.shown = [];
  }
}
