/** What can be done to one pane: hide, solo, overlay, value range, colour. In its menu and in the channels dialog. */
import { useEffect, useRef, useState } from "preact/hooks";

import { PALETTES } from "../core/palette";
import {
  arrange, configScale, withColor, withOrder, withOverlay, withPane, withSeparate, withSolo, type Layout, type Pane, type Scale, type ScaleMode,
} from "../model/layout";
import type { Schema } from "../net/types";
import { theme } from "./theme";
import type { View } from "./view";

const MODES: readonly { mode: ScaleMode; text: string; hint: string }[] = [
  { mode: "auto", text: "Auto", hint: "everything in view" },
  { mode: "robust", text: "Robust", hint: "without the outermost half percent" },
  { mode: "log", text: "Log", hint: "logarithmic" },
  { mode: "fixed", text: "Fixed", hint: "as typed" },
];

export function PaneControls({ schema, pane, view }: { schema: Schema; pane: Pane; view: View }) {
  const layout = view.layout.current.value;
  const panes = arrange(schema, layout);
  const place = panes.findIndex(({ id }) => id === pane.id);
  const put = (next: Layout) => { view.layout.set(next); };
  const alone = panes.every((other) => other.hidden === (other.id !== pane.id));
  const others = panes.filter(({ id }) => id !== pane.id);
  const after = panes[place + 2]?.id ?? null;
  return (
    <div class="pane-controls">
      <div class="actions">
        <button class="button" type="button" onClick={() => { put(withPane(schema, layout, pane.id, { hidden: !pane.hidden })); }}>{pane.hidden ? "Show" : "Hide"}</button>
        {panes.length > 1 && <button class="button" type="button" aria-pressed={alone} onClick={() => { put(withSolo(schema, layout, pane.id)); }}>{alone ? "Show all" : "Solo"}</button>}
        <button class="button" type="button" aria-pressed={pane.collapsed} onClick={() => { put(withPane(schema, layout, pane.id, { collapsed: !pane.collapsed })); }}>{pane.collapsed ? "Unfold" : "Fold"}</button>
        <button class="button" type="button" aria-label={`Move ${pane.title} up`} disabled={place <= 0} onClick={() => { put(withOrder(schema, layout, pane.id, panes[place - 1]?.id ?? null)); }}>↑</button>
        <button class="button" type="button" aria-label={`Move ${pane.title} down`} disabled={place >= panes.length - 1} onClick={() => { put(withOrder(schema, layout, pane.id, after)); }}>↓</button>
      </div>
      <ScaleControls pane={pane} change={(scale) => { put(withPane(schema, layout, pane.id, { scale })); }} />
      {others.length > 0 && (
        <label class="row">
          <span class="muted">Overlay on</span>
          <select class="input" value="" onChange={(event) => { if (event.currentTarget.value !== "") put(withOverlay(schema, layout, pane.id, event.currentTarget.value)); }}>
            <option value="">…</option>
            {others.map((other) => <option key={other.id} value={other.id}>{other.title}</option>)}
          </select>
        </label>
      )}
      {pane.channels.length > 1 && <button class="button" type="button" onClick={() => { put(withSeparate(schema, layout, pane.id)); }}>Separate the {pane.channels.length} channels</button>}
      {pane.channels.map((channel) => {
        const color = layout.colors[channel.column] ?? channel.color;
        return (
          <label class="row" key={channel.column}>
            <span class="muted">{pane.channels.length > 1 ? channel.title : "Colour"}</span>
            <input type="color" aria-label={`Colour of ${channel.title}`} value={/^#[0-9a-f]{6}$/i.test(color ?? "") ? (color ?? "") : PALETTES[theme.value].signal} onChange={(event) => { put(withColor(layout, channel.column, event.currentTarget.value)); }} />
            {layout.colors[channel.column] !== undefined && <button class="quiet" type="button" onClick={() => { put(withColor(layout, channel.column, null)); }}>as it was</button>}
          </label>
        );
      })}
    </div>
  );
}

function ScaleControls({ pane, change }: { pane: Pane; change: (scale: Scale | null) => void }) {
  const scale = pane.scale ?? configScale(pane);
  const [half, setHalf] = useState<{ low: number | null; high: number | null }>(scale);
  const typed = (end: "low" | "high", text: string) => {
    const value = text.trim() === "" ? null : Number(text);
    if (value !== null && !Number.isFinite(value)) return;
    const next = { ...half, [end]: value };
    setHalf(next);
    if (next.low === null || next.high === null) return;
    if (next.low < next.high) change({ low: next.low, high: next.high, mode: scale.mode === "log" ? "log" : "fixed" });
  };
  return (
    <fieldset>
      <legend class="muted">Value range</legend>
      <div class="segments" role="radiogroup" aria-label="Value range">
        {MODES.map(({ mode, text, hint }) => (
          <button key={mode} type="button" role="radio" aria-checked={scale.mode === mode} title={hint} disabled={mode === "fixed" && (scale.low === null || scale.high === null)} onClick={() => { change(mode === "fixed" ? { ...scale, mode } : { mode, low: null, high: null }); }}>
            {text}
          </button>
        ))}
      </div>
      <div class="row">
        <Bound name="From" value={scale.low} put={(text) => { typed("low", text); }} />
        <Bound name="To" value={scale.high} put={(text) => { typed("high", text); }} />
        {pane.scale !== null && <button class="quiet" type="button" onClick={() => { change(null); }}>as it was</button>}
      </div>
    </fieldset>
  );
}

/** One end of a range, as typed. It keeps the focus, and what stands in it, until another value comes from elsewhere. */
function Bound({ name, value, put }: { name: string; value: number | null; put: (text: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current !== null && (value !== null || document.activeElement !== field.current)) field.current.value = value === null ? "" : String(value);
  }, [value]);
  return <input ref={field} class="input" inputMode="decimal" aria-label={name} placeholder={name.toLowerCase()} onChange={(event) => { put(event.currentTarget.value); }} />;
}
