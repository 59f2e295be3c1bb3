/** All keys, to find, to learn and to change. */
import { useState } from "preact/hooks";

import { Keymap, pressText, shownKey } from "../model/keymap";
import { ACTIONS, GROUPS, type Action } from "../model/keys";
import { Dialog } from "./Dialog";
import type { View } from "./view";

export function KeysDialog({ view, close }: { view: View; close: () => void }) {
  const [search, setSearch] = useState("");
  const [waiting, setWaiting] = useState<{ action: Action; number: number } | null>(null);
  const [said, setSaid] = useState("");
  const preferences = view.preferences.current.value;
  const own = preferences.keys ?? {};
  const keymap = view.keymap.value;
  const words = search.trim().toLowerCase().split(/\s+/);
  const found = ACTIONS.filter((action) => {
    const text = `${action.description} ${action.group} ${keymap.keys(action.name).map(shownKey).join(" ")}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const changed = Object.keys(own).length > 0;

  const put = (action: Action, number: number, key: string) => {
    const keys = keymap.keys(action.name).with(number, key);
    const same = keys.length === action.keys.length && keys.every((one, at) => one === action.keys[at]);
    const rest = Object.fromEntries(Object.entries(own).filter(([name]) => name !== action.name));
    const choices = same ? rest : { ...rest, [action.name]: [...keys] };
    view.preferences.set({ ...preferences, keys: choices });
    const taken = new Keymap(choices).taken(key, action.name);
    setSaid(taken === null || key === "" ? "" : `${shownKey(key)} is also the key for “${taken.description}”. Only one of the two gets it.`);
  };

  return (
    <Dialog title="Keys" close={close}>
      <div class="keys-head">
        <input class="input" type="search" aria-label="Search the keys" placeholder="Search: split, zoom, J…" autofocus value={search} onInput={(event) => { setSearch(event.currentTarget.value); }} />
        {changed && (
          <button class="button" type="button" onClick={() => { view.preferences.set({ ...preferences, keys: {} }); setSaid(""); }}>
            All as they were
          </button>
        )}
      </div>
      {said !== "" && <p class="problem" role="alert">{said}</p>}
      {view.preferences.failure.value !== null && <p class="problem" role="alert">Your keys are not kept yet: {view.preferences.failure.value}</p>}
      <div class="key-groups">
        {GROUPS.map((group) => {
          const actions = found.filter((action) => action.group === group);
          if (actions.length === 0) return null;
          return (
            <section key={group}>
              <h3 class="section-title">{group}</h3>
              <ul>
                {actions.map((action) => (
                  <li key={action.name}>
                    <span class="chords">
                      {shownKeys(keymap, action).map(({ text, number }) => {
                        const isOwn = waiting?.action === action && waiting.number === number;
                        const conflict = keymap.conflicts.some(({ key }) => key === keymap.keys(action.name)[number]);
                        return (
                          <button
                            key={number}
                            type="button"
                            class={conflict ? "chord conflict" : "chord"}
                            aria-label={isOwn ? "Press the new key" : `Change the key ${text} for: ${action.description}`}
                            title="Click, then press the new key. Backspace: no key."
                            onClick={() => { setWaiting(isOwn ? null : { action, number }); }}
                            onBlur={() => { setWaiting(null); }}
                            onKeyDown={(event) => {
                              if (!isOwn) return;
                              event.preventDefault();
                              event.stopPropagation();
                              const key = pressText(event);
                              if (key === null) return;
                              setWaiting(null);
                              if (key !== "escape") put(action, number, key === "backspace" && action.name !== "delete" ? "" : key);
                            }}
                          >
                            {isOwn ? "press…" : text || "none"}
                          </button>
                        );
                      })}
                    </span>
                    <span>{action.description}{conflictText(keymap, action)}</span>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
        {found.length === 0 && <p class="muted">No key does that. Search for another word.</p>}
      </div>
      <p class="muted">
        The mouse: drag over a pane draws a range, double-click sets an instant, drag an edge moves it, drag a selected region by its tag or with Alt moves the whole, the
        wheel zooms, drag on the time axis pans. Shift and click selects several. A pane's name opens its menu.
      </p>
    </Dialog>
  );
}

/** The keys of an action, one by one; nine digits in a row are shown as one. */
function shownKeys(keymap: Keymap, action: Action): { text: string; number: number }[] {
  const keys = keymap.keys(action.name);
  if (action.counted && keys.every((key, at) => key === action.keys[at])) {
    return [{ text: `${shownKey(keys[0] ?? "")}–${shownKey(keys.at(-1) ?? "").replace(/^.*⇧/, "")}`, number: 0 }];
  }
  return keys.map((key, number) => ({ text: key === "" ? "" : shownKey(key), number }));
}

function conflictText(keymap: Keymap, action: Action): string {
  const other = keymap.conflicts.flatMap(({ actions }) => (actions.includes(action) ? actions.filter((one) => one !== action) : []));
  return other.length > 0 ? ` (also: ${other.map(({ description }) => description).join("; ")})` : "";
}
