/** From a key press to the action it means, with the keys that the user chose. */
import { ACTIONS, type Action, type ActionName } from "./keys";

export type KeyChoices = Readonly<Record<string, readonly string[]>>;

export interface Press {
  readonly key: string;
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Keys that only change others. */
const MODIFIERS = new Set(["shift", "control", "alt", "meta", "altgraph", "capslock", "dead", "process", "unidentified"]);
/** Signs whose place under Shift differs from layout to layout, by what they are without it on most. */
const UNSHIFTED: Readonly<Record<string, string>> = { "<": ",", ">": ".", ";": ",", ":": "." };

/** A press as it is written down: the key in lower case, with `ctrl+` (Command on a Mac) and `shift+` in front. Null for none. */
export function pressText(press: Press): string | null {
  const key = press.key.toLowerCase();
  if (press.altKey || MODIFIERS.has(key)) return null;
  const ctrl = press.ctrlKey || press.metaKey ? "ctrl+" : "";
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code ?? "")?.[1];
  // With shift, digits type what the layout puts there; the digit is what is meant.
  if (press.shiftKey && digit !== undefined) return `${ctrl}shift+${digit}`;
  if (press.shiftKey && key in UNSHIFTED) return `${ctrl}shift+${UNSHIFTED[key] ?? key}`;
  // Signs such as + and ? need shift on some layouts and none on others.
  const sign = key.length === 1 && !/[\p{L}\d]/u.test(key) && key !== " ";
  return `${ctrl}${press.shiftKey && !sign ? "shift+" : ""}${key === " " ? "space" : key}`;
}

export interface Meaning {
  readonly action: ActionName;
  /** Which of several keys it was, from 0. */
  readonly number: number;
}

export interface Conflict {
  readonly key: string;
  readonly actions: readonly Action[];
}

export class Keymap {
  readonly #meanings = new Map<string, Meaning>();
  readonly #keys = new Map<ActionName, readonly string[]>();
  readonly conflicts: readonly Conflict[];

  constructor(choices: KeyChoices = {}) {
    const users = new Map<string, Action[]>();
    for (const action of ACTIONS) {
      const keys = choices[action.name] ?? action.keys;
      this.#keys.set(action.name, keys);
      keys.forEach((key, number) => {
        users.set(key, [...(users.get(key) ?? []), action]);
        // The first action in the table keeps a key that two have.
        if (key !== "" && !this.#meanings.has(key)) this.#meanings.set(key, { action: action.name, number });
      });
    }
    this.conflicts = [...users].flatMap(([key, actions]) => (key !== "" && actions.length > 1 ? [{ key, actions }] : []));
  }

  meaning(press: Press): Meaning | null {
    const text = pressText(press);
    return text === null ? null : (this.#meanings.get(text) ?? null);
  }

  keys(action: ActionName): readonly string[] {
    return this.#keys.get(action) ?? [];
  }

  /** How the first key of an action is shown, or that of the `number`th thing that it does; "" where it has none. */
  shown(action: ActionName, number = 0): string {
    const key = this.keys(action)[number];
    return key === undefined ? "" : shownKey(key);
  }

  /** Who has a key already, other than `action`. */
  taken(key: string, action: ActionName): Action | null {
    return ACTIONS.find((other) => other.name !== action && this.keys(other.name).includes(key)) ?? null;
  }
}

const MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
const SIGNS: Readonly<Record<string, string>> = {
  arrowleft: "←", arrowright: "→", arrowup: "↑", arrowdown: "↓", backspace: "⌫", delete: "Del", enter: "↵", escape: "Esc",
  pageup: "PgUp", pagedown: "PgDn", home: "Home", end: "End", space: "Space", tab: "Tab", "-": "−",
};

/** How a key is shown on this machine, such as `⇧4` or `Ctrl+Z`. */
export function shownKey(key: string): string {
  const parts = key === "+" ? ["+"] : key.endsWith("++") ? [...key.slice(0, -2).split("+"), "+"] : key.split("+");
  const last = parts.pop() ?? "";
  const name = SIGNS[last] ?? (last.length === 1 ? last.toUpperCase() : last);
  return `${parts.includes("ctrl") ? (MAC ? "⌘" : "Ctrl+") : ""}${parts.includes("shift") ? "⇧" : ""}${name}`;
}

/** Whether a press belongs to the field that has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["range", "checkbox", "radio", "button"].includes(target.type);
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName);
}
