/** Every key and what it does: one table for the handler, the help and the labels on buttons. */

export type ActionName =
  | "label" | "nextRegion" | "previousRegion" | "nextTask" | "skip" | "submit" | "instant" | "rangeStart" | "rangeEnd"
  | "left" | "right" | "leftFar" | "rightFar" | "otherEdge" | "accept" | "acceptAbove" | "delete" | "undo" | "redo"
  | "zoomIn" | "zoomOut" | "fit" | "fitRegion" | "deselect" | "filter" | "help" | "rating";

export interface KeyBinding {
  readonly action: ActionName;
  /** As `KeyboardEvent.key`, lower case, with `ctrl+`, `shift+` in front; `ctrl` is Command on a Mac. */
  readonly keys: readonly string[];
  /** How the key is shown. */
  readonly shown: string;
  readonly description: string;
  readonly group: "Label" | "Move" | "Review proposals" | "View" | "Task";
}

export const KEYS: readonly KeyBinding[] = [
  { action: "label", keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"], shown: "1–9", description: "Choose the label, and give it to the selected region", group: "Label" },
  { action: "rating", keys: ["shift+1", "shift+2", "shift+3", "shift+4", "shift+5", "shift+6", "shift+7", "shift+8", "shift+9"], shown: "⇧1–9", description: "Rate the selected region", group: "Label" },
  { action: "instant", keys: ["p"], shown: "P", description: "Set an instant at the crosshair", group: "Label" },
  { action: "rangeStart", keys: ["["], shown: "[", description: "Start a range at the crosshair", group: "Label" },
  { action: "rangeEnd", keys: ["]"], shown: "]", description: "End the range at the crosshair", group: "Label" },
  { action: "delete", keys: ["backspace", "delete"], shown: "⌫", description: "Delete the region, or dismiss the proposal", group: "Label" },
  { action: "undo", keys: ["ctrl+z"], shown: "⌘Z", description: "Undo", group: "Label" },
  { action: "redo", keys: ["ctrl+shift+z", "ctrl+y"], shown: "⇧⌘Z", description: "Redo", group: "Label" },
  { action: "nextRegion", keys: ["j"], shown: "J", description: "Next region or proposal", group: "Move" },
  { action: "previousRegion", keys: ["k"], shown: "K", description: "Previous region or proposal", group: "Move" },
  { action: "left", keys: ["arrowleft"], shown: "←", description: "Move the edge, or the crosshair, by one sample", group: "Move" },
  { action: "right", keys: ["arrowright"], shown: "→", description: "The same to the right", group: "Move" },
  { action: "leftFar", keys: ["shift+arrowleft"], shown: "⇧←", description: "By ten samples", group: "Move" },
  { action: "rightFar", keys: ["shift+arrowright"], shown: "⇧→", description: "By ten samples to the right", group: "Move" },
  { action: "otherEdge", keys: ["e"], shown: "E", description: "Take the other edge of the region", group: "Move" },
  { action: "deselect", keys: ["escape"], shown: "Esc", description: "Let go of the region", group: "Move" },
  { action: "accept", keys: ["enter"], shown: "↵", description: "Accept the proposal", group: "Review proposals" },
  { action: "acceptAbove", keys: ["shift+enter"], shown: "⇧↵", description: "Accept all proposals that are shown", group: "Review proposals" },
  { action: "zoomIn", keys: ["+", "="], shown: "+", description: "Zoom in at the crosshair", group: "View" },
  { action: "zoomOut", keys: ["-"], shown: "−", description: "Zoom out", group: "View" },
  { action: "fit", keys: ["0"], shown: "0", description: "Show the whole series", group: "View" },
  { action: "fitRegion", keys: ["f"], shown: "F", description: "Zoom to the selected region", group: "View" },
  { action: "help", keys: ["?", "shift+?"], shown: "?", description: "Show the keys", group: "View" },
  { action: "submit", keys: ["s", "ctrl+enter"], shown: "S", description: "Submit, and go to the next task", group: "Task" },
  { action: "nextTask", keys: ["n"], shown: "N", description: "Go to the next task", group: "Task" },
  { action: "skip", keys: ["b"], shown: "B", description: "Skip this task", group: "Task" },
  { action: "filter", keys: ["/"], shown: "/", description: "Filter the queue", group: "Task" },
];

const MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** How a key is shown on this machine. */
export function shownKey(text: string): string {
  return MAC ? text : text.replace("⇧⌘", "Ctrl+⇧").replace("⌘", "Ctrl+");
}

const BY_KEY = new Map(KEYS.flatMap((binding) => binding.keys.map((key) => [key, binding.action] as const)));

interface Press {
  readonly key: string;
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The action that a key press means, and which of several keys it was, from 0. */
export function actionFor(press: Press): { action: ActionName; digit: number } | null {
  if (press.altKey) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code ?? "")?.[1];
  // With shift, digits type what the layout puts there; the digit is what is meant.
  const key = press.shiftKey && digit !== undefined ? digit : press.key.toLowerCase();
  const prefix = `${press.ctrlKey || press.metaKey ? "ctrl+" : ""}${press.shiftKey ? "shift+" : ""}`;
  // Signs such as + and ? need shift on some layouts and none on others.
  const action = BY_KEY.get(prefix + key) ?? (key.length === 1 && !/[a-z0-9]/.test(key) ? BY_KEY.get(prefix.replace("shift+", "") + key) : undefined);
  return action === undefined ? null : { action, digit: digit === undefined ? 0 : Number(digit) - 1 };
}

/** Whether a press belongs to the field that has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}
