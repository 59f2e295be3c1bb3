/** How a task is looked at: what is not a label and is not saved. */
import { signal, type Signal } from "@preact/signals";

import type { Tick } from "../core/types";
import type { StackStatus } from "../panes/types";

export interface View {
  readonly zone: Signal<string>;
  readonly status: Signal<StackStatus | null>;
  readonly help: Signal<boolean>;
  readonly order: Signal<"time" | "confidence" | "severity">;
  /** The sample nearest to a tick. */
  snap: (at: Tick) => Tick;
}

export function createView(): View {
  return { zone: signal("UTC"), status: signal(null), help: signal(false), order: signal("time"), snap: (at) => at };
}

/** The viewer's own zone. */
export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
