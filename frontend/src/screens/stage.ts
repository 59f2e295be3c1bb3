/** What every stack of panes does alike: one drag is one step, and people arrange the panes for themselves. */
import { computed, type ReadonlySignal } from "@preact/signals";

import { arrange, withOrder, withPane, type Layout } from "../model/layout";
import type { LimitDoc, Schema } from "../net/types";
import type { DragPhase, PaneSpec, StackEvents } from "../panes/types";
import { paneSpecs } from "./drawn";
import type { View } from "./view";

/** As much of the undo line as a drag needs. */
interface Steps {
  undo(): unknown;
  seal(): void;
}

/** Makes one step of the moves of each drag; a drag that is taken back is none. `change` gets the step's key. */
export function oneStepADrag(history: Steps): (phase: DragPhase, change: (key: string) => void) => void {
  let drag = 0;
  let isMoved = false;
  return (phase, change) => {
    if (phase === "cancel") {
      if (isMoved) history.undo();
    } else {
      change(`drag:${drag}`);
      isMoved = true;
    }
    if (phase === "move") return;
    isMoved = false;
    drag += 1;
    history.seal();
  };
}

/** The panes as the user has arranged them. */
export function arrangedPanes(schema: Schema, limits: readonly LimitDoc[], view: View): ReadonlySignal<readonly PaneSpec[]> {
  const layout = view.layout.current;
  return computed(() => paneSpecs(schema, arrange(schema, layout.value), limits, layout.value.colors));
}

/** What people do to the panes themselves goes into their layout. */
export function arranging(schema: Schema, panes: ReadonlySignal<readonly PaneSpec[]>, view: View): Pick<StackEvents, "paneHeight" | "paneMove" | "paneScale" | "paneMenu"> {
  const put = (change: (layout: Layout) => Layout) => { view.layout.set(change(view.layout.current.peek())); };
  return {
    paneHeight: (id, height) => { put((now) => withPane(schema, now, id, { height: height === null ? null : Math.round(height) })); },
    paneMove: (id, before) => { put((now) => withOrder(schema, now, id, before)); },
    paneScale: (id, range) => {
      const isLog = panes.peek().find((spec) => spec.id === id)?.scale.mode === "log";
      const scale = range === null ? null : { mode: isLog ? ("log" as const) : ("fixed" as const), low: range[0], high: range[1] };
      put((now) => withPane(schema, now, id, { scale }));
    },
    paneMenu: (pane, anchor) => { view.menu.value = { pane, anchor }; },
  };
}
