/** How a user has arranged a project's channels: which panes there are, in what order, how tall, on what scale. */
import type { LayoutBody, LayoutDoc, Schema, SchemaPane } from "../net/types";

export type SchemaChannel = SchemaPane["channels"][number];
export type ScaleMode = "auto" | "robust" | "fixed" | "log";

export interface Scale {
  readonly mode: ScaleMode;
  readonly low: number | null;
  readonly high: number | null;
}

/** A pane as it is kept: channels by their column's name. */
export interface PaneLayout {
  readonly channels: readonly string[];
  readonly height: number | null;
  readonly collapsed: boolean;
  readonly hidden: boolean;
  readonly scale: Scale | null;
}

export interface Layout {
  readonly panes: readonly PaneLayout[];
  readonly lanes_hidden: readonly string[];
  readonly drawers: Readonly<Record<string, number>>;
  /** Colours that the user chose, by column. */
  readonly colors: Readonly<Record<string, string>>;
}

export const NO_LAYOUT: Layout = { panes: [], lanes_hidden: [], drawers: {}, colors: {} };

/** What the server kept, whole. */
export function layoutFromWire(doc: LayoutDoc | null): Layout {
  const panes = (doc?.panes ?? []).map(({ channels, height, collapsed, hidden, scale }) => ({
    channels,
    height: height ?? null,
    collapsed,
    hidden,
    scale: scale ? { mode: scale.mode, low: scale.low ?? null, high: scale.high ?? null } : null,
  }));
  return { panes, lanes_hidden: doc?.lanes_hidden ?? [], drawers: doc?.drawers ?? {}, colors: doc?.colors ?? {} };
}

/** As the server keeps it; null where nothing is arranged. */
export function layoutToWire(layout: Layout): LayoutBody | null {
  if (layout === NO_LAYOUT) return null;
  return { ...layout, panes: layout.panes.map((pane) => ({ ...pane, channels: [...pane.channels] })), lanes_hidden: [...layout.lanes_hidden] };
}

/** A pane as it is shown. Its id is its first channel's column. */
export interface Pane extends Omit<PaneLayout, "channels"> {
  readonly id: string;
  readonly title: string;
  readonly channels: readonly SchemaChannel[];
}

/** The panes of a config, arranged. What the layout does not know comes last; what the file lacks is left out. */
export function arrange(schema: Schema, layout: Layout): Pane[] {
  const left = new Map(schema.panes.flatMap((pane) => pane.channels.filter(({ index }) => index !== null).map((channel) => [channel.column, channel] as const)));
  const panes: Pane[] = [];
  const put = (channels: readonly SchemaChannel[], kept: Omit<PaneLayout, "channels">, title: string | null) => {
    const [first] = channels;
    if (first === undefined) return;
    for (const { column } of channels) left.delete(column);
    panes.push({ id: first.column, title: title ?? channels.map((channel) => channel.title).join(", "), channels, ...kept });
  };
  for (const { channels, ...kept } of layout.panes) {
    put(channels.flatMap((name) => left.get(name) ?? []), kept, titleOf(schema, channels));
  }
  for (const pane of schema.panes) {
    const rest = pane.channels.filter(({ column }) => left.has(column));
    put(rest, { height: null, collapsed: false, hidden: false, scale: null }, rest.length === pane.channels.length ? pane.title : null);
  }
  return panes;
}

/** A pane of the config keeps its title as long as it holds the same channels. */
function titleOf(schema: Schema, columns: readonly string[]): string | null {
  const same = (pane: SchemaPane) => pane.channels.length === columns.length && pane.channels.every(({ column }) => columns.includes(column));
  return schema.panes.find(same)?.title ?? null;
}

/** Y-range that the config gives a pane, if it does. */
export function configScale(pane: Pick<Pane, "channels">): Scale {
  const [low, high] = pane.channels[0]?.range ?? [];
  return low === undefined || high === undefined ? { mode: "auto", low: null, high: null } : { mode: "fixed", low, high };
}

function kept(panes: readonly Pane[], layout: Layout): Layout {
  return {
    ...layout,
    panes: panes.map(({ channels, height, collapsed, hidden, scale }) => ({ channels: channels.map(({ column }) => column), height, collapsed, hidden, scale })),
  };
}

/** The layout with one pane changed. */
export function withPane(schema: Schema, layout: Layout, id: string, change: Partial<Omit<PaneLayout, "channels">>): Layout {
  return kept(arrange(schema, layout).map((pane) => (pane.id === id ? { ...pane, ...change } : pane)), layout);
}

/** Show one pane alone; once more, and all are shown again. */
export function withSolo(schema: Schema, layout: Layout, id: string): Layout {
  const panes = arrange(schema, layout);
  const alone = panes.every((pane) => pane.hidden === (pane.id !== id));
  return kept(panes.map((pane) => ({ ...pane, hidden: !alone && pane.id !== id })), layout);
}

export function withAllShown(schema: Schema, layout: Layout): Layout {
  return kept(arrange(schema, layout).map((pane) => ({ ...pane, hidden: false })), layout);
}

/** The layout with a pane moved to before another, or to the end. */
export function withOrder(schema: Schema, layout: Layout, id: string, before: string | null): Layout {
  const panes = arrange(schema, layout);
  const moved = panes.find((pane) => pane.id === id);
  const rest = panes.filter((pane) => pane.id !== id);
  const at = before === null ? rest.length : rest.findIndex((pane) => pane.id === before);
  return moved === undefined || at < 0 ? layout : kept(rest.toSpliced(at, 0, moved), layout);
}

/** The layout with a pane's channels drawn over those of another. */
export function withOverlay(schema: Schema, layout: Layout, id: string, onto: string): Layout {
  const panes = arrange(schema, layout);
  const from = panes.find((pane) => pane.id === id);
  if (from === undefined || id === onto) return layout;
  const together = panes.filter((pane) => pane.id !== id).map((pane) => (pane.id === onto ? { ...pane, hidden: false, channels: [...pane.channels, ...from.channels] } : pane));
  return kept(together, layout);
}

/** The layout with each channel of a pane in a pane of its own. */
export function withSeparate(schema: Schema, layout: Layout, id: string): Layout {
  const panes = arrange(schema, layout).flatMap((pane) =>
    pane.id === id ? pane.channels.map((channel) => ({ ...pane, id: channel.column, channels: [channel], height: null, scale: null })) : [pane],
  );
  return kept(panes, layout);
}

export function withColor(layout: Layout, column: string, color: string | null): Layout {
  const colors = Object.fromEntries(Object.entries(layout.colors).filter(([name]) => name !== column));
  return { ...layout, colors: color === null ? colors : { ...colors, [column]: color } };
}
