/** The menu of a pane, at its name. */
import { useEffect, useRef } from "preact/hooks";

import { arrange } from "../model/layout";
import type { Schema } from "../net/types";
import { PaneControls } from "./PaneControls";
import type { View } from "./view";

export function PaneMenu({ schema, view }: { schema: Schema; view: View }) {
  const root = useRef<HTMLDivElement>(null);
  const open = view.menu.value;
  const pane = open === null ? undefined : arrange(schema, view.layout.current.value).find(({ id }) => id === open.pane);
  const close = () => {
    view.menu.value = null;
    if (open?.anchor.isConnected === true) open.anchor.focus();
  };
  // A pane that is hidden, or laid over another, takes its menu along.
  const isGone = open !== null && (pane === undefined || pane.hidden);
  useEffect(() => {
    if (isGone) view.menu.value = null;
  }, [isGone]);
  useEffect(() => {
    if (open === null) return undefined;
    root.current?.querySelector("button")?.focus();
    const leave = (event: PointerEvent) => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) view.menu.value = null;
    };
    // Wherever the focus is: as long as the menu is open, the keys are its own.
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    };
    addEventListener("pointerdown", leave, true);
    addEventListener("keydown", press, true);
    return () => {
      removeEventListener("pointerdown", leave, true);
      removeEventListener("keydown", press, true);
    };
  }, [open]);
  if (open === null || pane === undefined || isGone) return null;
  const box = open.anchor.getBoundingClientRect();
  const style = { left: `${Math.min(box.left, innerWidth - 312)}px`, top: `${Math.max(8, Math.min(box.bottom + 4, innerHeight - 340))}px` };
  return (
    <div
      ref={root}
      class="pane-menu"
      role="dialog"
      aria-label={pane.title}
      style={style}
    >
      <h2 class="section-title">
        <span>{pane.title}</span>
        <button class="quiet" type="button" aria-label="Close" onClick={close}>✕</button>
      </h2>
      <PaneControls schema={schema} pane={pane} view={view} />
    </div>
  );
}
