/** From labels to what the panes draw. */
import { PALETTES } from "../core/palette";
import { legible } from "../core/colour";
import { configScale, type Layout, type Pane } from "../model/layout";
import { namesIn, type Region } from "../model/region";
import type { Proposal } from "../model/proposals";
import type { LimitDoc, Schema } from "../net/types";
import type { DrawnRegion, PaneSpec } from "../panes/types";

export type Theme = "light" | "dark";

/** Colour of a label: the config's, made legible on the theme's page, else the theme's own by its place. */
export function labelColor(schema: Schema, control: string, value: string, theme: Theme): string {
  const palette = PALETTES[theme];
  const options = schema.controls.find((candidate) => candidate.name === control)?.options ?? [];
  const at = options.findIndex((option) => option.value === value);
  const given = options[at]?.color;
  if (given) return legible(given, palette.page);
  return palette.labels[Math.max(0, at) % palette.labels.length] ?? palette.accent;
}

/** The label that a region goes by: its control, its value and how that is shown. */
export function labelOf(schema: Schema, region: Region): { control: string; value: string; text: string } | null {
  for (const control of schema.controls) {
    if (control.type !== "labels") continue;
    const names = namesIn(region.values[control.name]);
    const first = names[0];
    if (first === undefined) continue;
    const shown = names.map((name) => control.options.find((option) => option.value === name)?.alias ?? name);
    return { control: control.name, value: first, text: shown.join(", ") };
  }
  return null;
}

/** How severe a region is: its first rating. */
export function severityOf(schema: Schema, region: Region): number | null {
  for (const control of schema.controls) {
    const value = region.values[control.name];
    if (control.type === "rating" && control.per_region && typeof value === "number") return value;
  }
  return null;
}

export function regionColor(schema: Schema, region: Region, theme: Theme): string {
  const label = labelOf(schema, region);
  return label === null ? PALETTES[theme].muted : labelColor(schema, label.control, label.value, theme);
}

export function drawnRegion(schema: Schema, region: Region, theme: Theme, selected: boolean): DrawnRegion {
  const severity = severityOf(schema, region);
  const text = labelOf(schema, region)?.text ?? "no label";
  return {
    id: region.id,
    start: region.start,
    end: region.end,
    instant: region.instant,
    color: regionColor(schema, region, theme),
    label: severity === null ? text : `${text} ${severity}`,
    hatched: false,
    opacity: 1,
    score: null,
    channels: region.channels.length > 0 ? new Set(region.channels) : null,
    selected,
    editable: true,
  };
}

export function drawnProposal(schema: Schema, proposal: Proposal, theme: Theme, selected: boolean): DrawnRegion {
  return {
    ...drawnRegion(schema, proposal.region, theme, selected),
    id: proposal.key,
    hatched: true,
    opacity: 0.35 + 0.65 * proposal.score,
    score: proposal.score,
  };
}

/** The panes as they are arranged, for drawing. */
export function paneSpecs(schema: Schema, panes: readonly Pane[], limits: readonly LimitDoc[], colors: Layout["colors"]): PaneSpec[] {
  const overview = new Set(schema.object?.overview_channels.map((name) => name.toLowerCase()));
  const specs = panes
    .filter(({ hidden }) => !hidden)
    .map((pane): PaneSpec => {
      const first = pane.channels[0];
      const { mode, low, high } = pane.scale ?? configScale(pane);
      const columns = new Set(pane.channels.flatMap(({ column, title }) => [column.toLowerCase(), title.toLowerCase()]));
      return {
        id: pane.id,
        title: pane.title,
        units: first?.units ?? "",
        channels: pane.channels.flatMap((channel) => (channel.index === null ? [] : [{ index: channel.index, name: channel.title, color: colors[channel.column] ?? channel.color }])),
        // Label Studio's heights are meant for panes below one another on a long page; ours share the screen.
        height: pane.height,
        collapsed: pane.collapsed,
        scale: { mode, ...(low === null ? {} : { low }), ...(high === null ? {} : { high }) },
        limits: limits.filter(({ channel }) => columns.has(channel.toLowerCase())).map(({ value, label, severity }) => ({ value, label, severity })),
        format: first?.display_format ?? "",
        overview: pane.channels.some((channel) => overview.has(channel.column.toLowerCase())),
      };
    });
  return specs.some((spec) => spec.overview) ? specs : specs.map((spec, index) => ({ ...spec, overview: index === 0 }));
}
